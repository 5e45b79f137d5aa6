"""Steps in chains: what a GPU captures, called as it is; where chains end, and how many steps follow each other."""

import pytest
import torch

from app.comparisons.training import graphs, routing
from app.comparisons.training.execute import execute
from app.comparisons.training.graphs import CHAINS, MOST, Graphs, Pace, parts
from app.comparisons.training.multipliers import multipliers
from app.comparisons.training.population import populate
from app.comparisons.training.step import Step
from app.comparisons.training.structure import device_of, structure_of
from app.comparisons.training.window import Window
from tests.comparisons.doubles import Memory, StopAfter, never, shard, train

LRS = [{"lr": 0.01}, {"lr": 0.03}, {"lr": 0.1}]
COSINE = {"name": "cosine_annealing", "settings": {}, "horizon": 60}


@pytest.mark.parametrize(
    ("workload", "rule", "more"),
    [
        ("mlp_digits", "adam", {"record_every": 7, "evaluate_every": 14}),
        ("mlp_digits", "sophia", {"record_every": 60}),
        ("mlp_digits", "muon", {"record_every": 1}),
        ("noisy_quadratic", "momentum", {"record_every": 10}),
        ("landscape", "adam", {"record_every": 9}),
    ],
)
def test_steps_in_chains_have_the_bits_of_single_steps(workload, rule, more):
    rates = [*LRS, {"lr": 1e6}]
    given = shard(workload, rule, rates, steps=60, schedule=COSINE, **more)
    plain, told = train(given, generated=False)
    chained, rows = train(given, generated=False, chained=True)
    assert chained.train_loss == plain.train_loss
    assert chained.evaluation == plain.evaluation
    assert chained.diverged_at == plain.diverged_at
    for row, wanted in zip(rows.rows, told.rows, strict=True):
        assert (row.step, row.train_loss, row.evaluation, row.diverged) == (
            wanted.step, wanted.train_loss, wanted.evaluation, wanted.diverged,
        )  # fmt: skip
    # When each goal was first reached, of landscapes at every step.
    assert rows.rows[-1].end == told.rows[-1].end
    assert rows.data == told.data


def test_chains_that_stop_anywhere_go_on_with_the_same_bits():
    given = shard("mlp_digits", "adam", LRS, steps=50, record_every=50, schedule=COSINE | {"horizon": 50})
    whole, memory = train(given)
    broken = Memory(every=11)
    stopped = execute(given, broken, broken, StopAfter(4), chained=True)
    assert 1 < stopped.step < 50  # several steps were made between two questions
    assert all(step % 11 == 0 for step in broken.saved[:-1])
    again = Memory(broken.data)
    assert execute(given, again, again, never, chained=True).train_loss == whole.train_loss
    assert again.data == memory.data


def at_work(steps: int, pace: Pace | None = None, **more: object) -> tuple[Graphs, Window, Step]:
    """Chains of a small network, the window that they read, and the step."""
    given = shard("mlp_digits", "adam", LRS, steps=steps, **more)
    device = device_of(given)
    made = structure_of(given, device)
    hypers = routing.hypers(given, made.groups, device)
    seeds = torch.arange(len(LRS))
    population = populate(made.workload, made.groups, seeds, hypers)
    window = Window(made.workload, made.groups, seeds, steps, multipliers(given, device))
    return Graphs(population, hypers, window, steps, pace), window, made.program.eager


def test_a_stretch_ends_where_the_window_does_and_the_next_reads_the_next_window():
    with torch.no_grad():
        chains, window, step = at_work(40)
        window.length = 13
        chains.pace.longest, first, made = 1000, 0, []
        while first < 40:
            chains.pace.longest = 1000
            made.append(chains.advance(step, first, 40 - first))
            first += made[-1]
        other, _, _ = at_work(40)
        for at in range(40):
            other.advance(step, at, 1)
    assert made == [13, 13, 13, 1]
    assert float(chains.population.t) == 40
    for name, value in chains.population.tensors().items():
        assert torch.equal(value, other.population.tensors()[name])


def test_losses_of_every_step_of_a_stretch_are_kept():
    with torch.no_grad():
        chains, _, step = at_work(20)
        chains.pace.longest = 20
        assert chains.advance(step, 0, 20) == 20
        other, _, _ = at_work(20)
        for at in range(20):
            other.advance(step, at, 1)
            assert torch.equal(chains.losses[at], other.losses[0])


def test_a_chain_is_made_once_and_anew_for_another_step():
    with torch.no_grad():
        chains, _, step = at_work(20)
        first = chains.prepare(step, 0)
        assert chains.prepare(step, 5) is first
        assert sorted(first) == sorted(CHAINS)
        assert chains.prepare(lambda *given: step(*given), 5) is not first


@pytest.mark.parametrize("steps", [*range(40), 255, 256])
def test_chains_add_up_to_the_steps_with_the_longest_first(steps):
    made = parts(steps)
    assert sum(made) == steps
    assert made == sorted(made, reverse=True)
    assert set(made) <= set(CHAINS)
    assert CHAINS[-1] == 1
    assert len(made) <= steps // CHAINS[0] + 6


def test_steps_follow_each_other_for_ten_milliseconds():
    now = [0.0]
    pace = Pace(lambda: now[0])
    seen = []
    for _ in range(8):
        pace.begin()
        steps = min(pace.longest, MOST)
        now[0] += steps * 0.0001  # a step of 100 µs
        pace.made(steps)
        seen.append(pace.longest)
    assert seen[:3] == [4, 16, 64]
    assert all(steps in (99, 100) for steps in seen[3:])  # ten milliseconds, but for rounding
    pace.begin()
    now[0] += 1.0  # something took a second
    pace.made(100)
    assert pace.longest == 1


@pytest.mark.parametrize(
    ("rule", "waiting"),
    [("adam", None), ("muon", None), ("sophia", None), ("prodigy", None), ("soap", "linalg_eigh"),
     ("iso", "linalg_qr")],
)  # fmt: skip
def test_rules_that_take_matrices_apart_stay_outside(rule, waiting):
    given = shard("mlp_digits", rule, LRS, steps=4)
    result = train(given, chained=True)[0]
    said = [notice for notice in result.notices if "graph" in notice]
    assert said == ([] if waiting is None else [f"The step runs without a graph: {waiting} waits for the device."])
    assert result.train_loss == train(given)[0].train_loss


class Refusing:
    """A recorder of a device that captures nothing."""

    def warm(self, work):
        work()

    def capture(self, _):
        raise RuntimeError("operation not permitted when stream is capturing")

    def keep_up(self):
        pass


def test_a_step_that_cannot_be_captured_is_called_and_a_notice_says_so():
    with torch.no_grad():
        chains, _, step = at_work(20)
        chains.recorder = Refusing()
        chains.pace.longest = 20
        chains.advance(step, 0, 20)
        other, _, _ = at_work(20)
        for at in range(20):
            other.advance(step, at, 1)
    assert chains.notice == "The step runs without a graph: operation not permitted when stream is capturing"
    # What warmed the capture up was a copy, and the counters stand where they stood.
    for name, value in chains.population.tensors().items():
        assert torch.equal(value, other.population.tensors()[name])
    assert graphs.WARM >= 1


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("wait", [False, True])
def test_captured_chains_do_what_single_steps_do_on_the_same_gpu(wait):
    given = shard("mlp_digits", "adam", LRS, steps=120, record_every=40, backend="compiled", device="cuda")
    single, _ = train(given, uncompiled=True)
    chained, _ = train(given, wait_for_compiler=wait, uncompiled=not wait, chained=True)
    assert [notice for notice in chained.notices if "graph" in notice] == []
    assert chained.train_loss == pytest.approx(single.train_loss, rel=1e-2)
