"""Checkpoints by time, on a clock that the tests turn."""

import numpy as np
import pytest
import torch

from app.comparisons.training.execute import execute
from app.comparisons.training.fetching import ALIGNED, into_one
from app.comparisons.training.saving import SHARE, Saving
from tests.comparisons.doubles import Memory, StopAfter, never, shard, train

LRS = [{"lr": 0.01}, {"lr": 0.03}]


class Clock:
    """A clock that goes on by so much at every look."""

    def __init__(self, each: float = 0.0):
        self.now, self.each = 0.0, each

    def __call__(self) -> float:
        self.now += self.each
        return self.now


def test_a_checkpoint_is_due_after_its_seconds_whatever_steps_there_were() -> None:
    clock = Clock()
    saving = Saving(0, 10.0, clock)
    clock.now = 9.9
    assert not saving.due(1_000_000)
    clock.now = 10.0
    assert saving.due(1)
    assert saving.left(7, 500) == 500
    saving.begin()
    saving.end()
    assert not saving.due(2)
    clock.now = 20.0
    assert saving.due(3)


def test_a_slow_checkpoint_is_made_less_often() -> None:
    clock = Clock()
    saving = Saving(0, 10.0, clock)
    saving.begin()
    clock.now = 3.0
    saving.end()
    clock.now = 3.0 + SHARE * 3.0 - 0.1
    assert not saving.due(5)
    clock.now = 3.0 + SHARE * 3.0
    assert saving.due(5)


def test_by_steps_no_clock_counts() -> None:
    saving = Saving(4, 10.0, Clock(each=1000.0))
    assert [step for step in range(1, 13) if saving.due(step)] == [4, 8, 12]
    assert (saving.left(5, 100), saving.left(5, 2)) == (3, 2)


def test_without_either_only_a_stop_saves() -> None:
    assert not Saving(0, 0.0, Clock(each=1000.0)).due(1)


@pytest.mark.parametrize("generated", [False, True])
def test_a_run_that_was_saved_by_time_goes_on_with_the_same_bits(generated: bool) -> None:
    given = shard("landscape", "adam", LRS, steps=40)
    whole, _ = train(given, generated=generated)
    cut = Memory(seconds=3.0)
    execute(given, cut, cut, never, generated=generated, clock=Clock(each=1.0))
    # The clock goes on with every look: saved again and again between start and end, by nothing but time.
    assert len(cut.saved) > 1 or generated
    stopped = Memory(seconds=3.0)
    execute(given, stopped, stopped, StopAfter(30), generated=generated, clock=Clock(each=1.0))
    again = Memory(stopped.data)
    resumed = execute(given, again, again, never, generated=generated)
    assert resumed.train_loss == whole.train_loss
    assert resumed.evaluation == whole.evaluation


def test_what_a_crash_costs_is_the_time_since_the_last_checkpoint() -> None:
    class Crash(Exception):
        pass

    class Crashing(Memory):
        """Dies when it is told of step 25 or a later one."""

        def progress(self, step: int) -> None:
            super().progress(step)
            if step >= 25:
                raise Crash

    given = shard("mlp_digits", "momentum", LRS, steps=40)
    whole, told = train(given)
    dying = Crashing(seconds=5.0)
    with pytest.raises(Crash):
        execute(given, dying, dying, never, clock=Clock(each=1.0))
    assert dying.saved
    again = Memory(dying.data)
    assert execute(given, again, again, never).train_loss == whole.train_loss
    # Whatever was saved had been reported before; the rest comes a second time, the same.
    assert {row.step for row in dying.rows if row.step < dying.saved[-1]} >= set(range(dying.saved[-1]))
    assert again.rows[0].step == dying.saved[-1]
    assert [row.train_loss for row in again.rows] == [row.train_loss for row in told.rows[dying.saved[-1] :]]


def test_tensors_of_every_kind_come_in_one_buffer() -> None:
    given = {"a": torch.arange(5), "b": torch.randn(2, 3).double().T, "c": torch.tensor([True]), "d": torch.zeros(0, 4)}
    arrays = into_one(given, pinned=False)
    for name, value in given.items():
        np.testing.assert_array_equal(arrays[name], value.numpy())
        assert arrays[name].dtype == value.numpy().dtype
    places = [arrays[name].__array_interface__["data"][0] for name in ("a", "b", "c")]
    assert [place - places[0] for place in places] == [0, 48, 96]
    assert ALIGNED == 16
