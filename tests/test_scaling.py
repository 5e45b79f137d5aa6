"""The simulation of many workers against what is known without it: arithmetic, and what may never be lost."""

import pytest

from benchmarks.scaling.costs import Cost, Costs
from benchmarks.scaling.load import Load
from benchmarks.scaling.simulation import Outcome, simulate

KINDS = ("claim", "restart", "standing", "beat", "record", "finish", "regain", "piece", "checkpoint")
LIGHT = Costs({kind: Cost(1e-6) for kind in KINDS})


def each(seconds: float, disk: float = 0.0) -> Costs:
    return Costs({kind: Cost(seconds, disk) for kind in KINDS})


def test_a_site_that_has_time_finishes_what_its_workers_train() -> None:
    load = Load(workers=40, jobs=20_000, shard_seconds=4.0)
    assert simulate(load, LIGHT, 200.0, warm=40.0).throughput == pytest.approx(40 / 4.0, rel=0.01)


def test_the_processor_is_busy_for_the_requests_times_what_each_costs() -> None:
    outcome = simulate(Load(workers=40, jobs=20_000, shard_seconds=4.0), each(0.001), 200.0)
    assert outcome.processor == pytest.approx(0.001 * sum(outcome.asked.values()) / 200.0)
    # Of each shard: a claim, a restart, ten records, its end, three questions whether to go on, and two heartbeats.
    assert outcome.processor == pytest.approx(0.001 * 10.0 * 18, rel=0.05)


@pytest.mark.parametrize("scarce", ["processor", "disk"])
def test_a_site_that_has_no_time_finishes_one_shard_for_the_requests_that_it_takes(scarce: str) -> None:
    load = Load(workers=100, jobs=20_000, shard_seconds=0.1, records=1, poll_every=1e6)
    costs = each(0.01) if scarce == "processor" else each(0.0001, 0.01)
    outcome = simulate(load, costs, 200.0, warm=40.0)
    assert getattr(outcome, scarce) == pytest.approx(1.0, abs=0.01)
    assert outcome.throughput == pytest.approx(1 / (4 * 0.01), rel=0.01)  # claim, restart, a record, the end


def lossy(seed: int) -> Outcome:
    load = Load(
        workers=50, jobs=150, shards_per_job=2, shard_seconds=30.0, checkpoint_every=5.0,
        lost_per_hour=40.0, back_after=20.0,
    )  # fmt: skip
    return simulate(load, each(0.001, 0.001), seed=seed)


def test_however_many_workers_are_lost_each_shard_ends_once() -> None:
    outcome = lossy(seed=1)
    assert outcome.lost > 20
    assert outcome.interruptions > 10
    assert [shard.finished for shard in outcome.shards] == [1] * 300
    assert outcome.finished == 300
    assert sum(shard.epoch for shard in outcome.shards) == 300 + outcome.interruptions


def test_the_same_seed_tells_the_same_story() -> None:
    assert lossy(seed=2).asked == lossy(seed=2).asked
    assert lossy(seed=2).asked != lossy(seed=3).asked


def test_beyond_what_a_site_can_answer_signs_of_life_come_too_late_and_leases_are_lost() -> None:
    enough, too_many = (
        simulate(Load(workers=workers, jobs=20_000, shard_seconds=10.0), each(0.01), 100.0, warm=40.0)
        for workers in (20, 200)
    )
    assert (enough.interruptions, enough.abandoned) == (0, 0)
    assert enough.throughput == pytest.approx(2.0, rel=0.1)
    assert too_many.interruptions > 100
    assert too_many.throughput < 0.5 * 20.0
