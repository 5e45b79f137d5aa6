"""Blocks of runs: the numbers of all runs at once, wherever a block ends, and no more runs than the cache takes."""

import pytest
import torch
import torch._dynamo.utils

from app.comparisons.training import blocks, program, routing
from app.comparisons.training.execute import execute
from app.comparisons.training.multipliers import multipliers
from app.comparisons.training.population import populate
from app.comparisons.training.step import advance
from app.comparisons.training.structure import device_of, structure_of
from app.comparisons.training.window import Window
from app.workloads import catalog
from app.workloads.workload import Device
from tests.comparisons.doubles import Memory, never, shard, train

RATES = [{"lr": lr} for lr in (1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3.0)]
SCHEDULE = {"name": "linear", "settings": {}, "horizon": 12}
STEPS = 12


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """No program is kept from another test."""
    monkeypatch.setattr(program, "_kept", type(program._kept)())


def begun(rule):
    """A shard in float64 before its first step: step, population, hyperparameters and window."""
    given = shard("mlp_digits", rule, RATES, steps=STEPS, schedule=SCHEDULE, options={"batch": 8})
    device = device_of(given)
    made = structure_of(given, device)
    hypers, seeds = routing.hypers(given, made.groups, device), torch.arange(len(RATES))
    population = populate(made.workload, made.groups, seeds, hypers)
    window = Window(made.workload, made.groups, seeds, STEPS, multipliers(given, device))
    return made.program.eager, population, hypers, window


@pytest.mark.parametrize("rule", ["adam", "muon"])
def test_blocks_have_the_bits_of_all_runs_at_once(rule, monkeypatch):
    monkeypatch.setattr(blocks, "SECONDS", 1e9)
    with torch.no_grad():
        step, population, hypers, window = begun(rule)
        whole = [advance(step, population, hypers, *window.at(at)).clone() for at in range(STEPS)]
        step, cut, hypers, window = begun(rule)
        parts = blocks.Blocks(cut, hypers, window, 2)
        # The first step is one of all runs, as while a compiler is at work.
        advance(step, cut, hypers, *window.at(0))
        at, lengths = 1, []
        while at < STEPS:
            made = parts.advance(step, at, STEPS - at)
            assert torch.equal(parts.losses, whole[at])
            at, lengths = at + made, [*lengths, made]
    assert lengths == [1, 4, 6]
    for name, value in population.tensors().items():
        assert torch.equal(cut.tensors()[name], value), name


def test_a_block_is_as_large_as_the_cache_allows_and_all_are_equally_large(monkeypatch):
    single = Device(torch.float32, torch.device("cpu"))
    network = catalog.build("mlp_digits", {}, single)
    one = blocks.touched(network)
    # At least the samples of a batch and both layers' outputs.
    assert one >= 4 * 64 * (64 + 16 + 10)
    monkeypatch.setattr(blocks, "cache", lambda: 64 * one)
    sizes = {runs: blocks.size_of(network, runs) for runs in (256, 300, 30, 41, 97)}
    assert sizes == {256: 64, 300: 75, 30: 30, 41: 41, 97: 97}
    monkeypatch.setattr(blocks, "cache", lambda: one)
    assert blocks.size_of(network, 256) == 256
    assert blocks.size_of(catalog.build("landscape", {}, single), 256) == 256


def test_compiled_blocks_record_what_eager_steps_of_all_runs_do(monkeypatch):
    given = shard(
        "mlp_digits", "adam", RATES, steps=20, record_every=6, evaluate_every=12, backend="compiled", device="cpu"
    )
    wanted, eager = train(given, uncompiled=True)
    monkeypatch.setattr(program, "_kept", type(program._kept)())
    monkeypatch.setattr(blocks, "size_of", lambda *_: 3)
    before = torch._dynamo.utils.counters["stats"]["unique_graphs"]
    memory = Memory(every=8)
    result = execute(given, memory, memory, never, wait_for_compiler=True)
    assert (result.backend, result.notices) == ("compiled", ())
    assert torch._dynamo.utils.counters["stats"]["unique_graphs"] == before + 1
    assert memory.saved == [8, 16, 20]
    assert [(row.step, row.diverged) for row in memory.rows] == [(row.step, row.diverged) for row in eager.rows]
    # The last run, at a rate of 3, does what last bits make of it.
    for row, other in zip(memory.rows, eager.rows, strict=True):
        assert row.train_loss[:4] == pytest.approx(other.train_loss[:4], rel=1e-2)
        assert (row.evaluation is None) == (other.evaluation is None)
    assert result.evaluation[:3] == pytest.approx(wanted.evaluation[:3], abs=0.03)
