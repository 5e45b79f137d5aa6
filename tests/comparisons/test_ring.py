"""Records on their way from the device: what comes, in which order, and what is a number."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from app.comparisons.store.rows import pack
from app.comparisons.training.ring import KEPT, Ring, numbers

LOSSES = torch.tensor([1.5, math.nan, math.inf, -2.0])


def ring(ahead: bool) -> Ring:
    population: Any = SimpleNamespace(died=torch.full((4,), -1.0))
    return Ring(population, 0, ahead)


def filled(one: Ring, steps: range) -> None:
    for step in steps:
        dead = torch.tensor([step >= 3, False, False, False])
        one.add(step, LOSSES + step, dead, LOSSES * step if step % 2 else None)


@pytest.mark.parametrize("ahead", [False, True])
def test_every_record_comes_once_and_in_order_however_it_is_fetched(ahead: bool) -> None:
    one, came = ring(ahead), []
    for first in range(0, 9, 3):
        filled(one, range(first, first + 3))
        came.append(one.fetch(first + 3))
    came.append(one.drain(9))
    assert [row.step for rows in came for row in rows] == list(range(9))
    # Ahead, a fetch delivers what was copied the time before, and nobody waits.
    assert [len(rows) for rows in came] == ([0, 3, 3, 3] if ahead else [3, 3, 3, 0])
    for row in (row for rows in came for row in rows):
        assert row.train_loss == (None if row.step >= 3 else 1.5 + row.step, None, None, -2.0 + row.step)
        assert row.diverged == (row.step >= 3, False, False, False)
        assert (row.evaluation is None) == (row.step % 2 == 0)
        if row.evaluation is not None:
            assert row.evaluation[3] == -2.0 * row.step


def test_a_full_ring_has_room_again_after_a_fetch_ahead() -> None:
    one = ring(ahead=True)
    filled(one, range(KEPT))
    assert one.full
    assert one.fetch(KEPT) == []
    filled(one, range(KEPT, KEPT + 5))
    assert [row.step for row in one.drain(KEPT + 5)] == list(range(KEPT + 5))


def test_numbers_are_plain_and_packed_with_nan_for_none() -> None:
    values = np.array([[0.1, np.inf, 3.0], [1.0, 2.0, 3.0]])
    dead = np.array([[False, False, True], [False, False, False]])
    told = numbers(values, dead)
    assert told == [(0.1, None, None), (1.0, 2.0, 3.0)]
    assert {type(value) for row in told for value in row} == {float, type(None)}
    packed = np.frombuffer(pack(told[0]))
    assert packed[0] == 0.1
    assert np.isnan(packed[1:]).all()
