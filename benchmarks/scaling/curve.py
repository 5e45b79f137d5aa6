"""How many workers one site can have, on paper: `python -m benchmarks.scaling curve`.

By costs that were measured once on one machine, so that the same numbers come out everywhere.
"""

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.scaling.costs import Costs
from benchmarks.scaling.load import Load
from benchmarks.scaling.simulation import Outcome, simulate
from benchmarks.scaling.stored_costs import AFTER, BEFORE

WHOLE = Load(
    workers=1000, jobs=10_000, shards_per_job=2, runs=50, shard_seconds=60.0, checkpoint_every=10.0, lost_per_hour=0.01
)
"""A million runs of 10,000 comparisons, a minute of a GPU for 50 of them."""
CALM = replace(WHOLE, beat_every=10.0, poll_every=10.0, checkpoint_every=60.0)
"""The same with settings for many workers: docs/scaling.md says which."""
WORKERS = (100, 200, 400, 600, 800, 1000, 1500, 2000)
SECONDS, WARM = 600.0, 180.0
HEAD = (
    "| costs | workers | finished of what they could | processor | disk | slowest heartbeat | leases that ran out |\n"
    "|---|---|---|---|---|---|---|"
)


def row(name: str, load: Load, costs: Costs) -> str:
    """One line: the site under so many workers in a steady state."""
    seen = simulate(load, costs, SECONDS, WARM)
    share = seen.throughput / (load.workers / load.shard_seconds)
    return (
        f"| {name} | {load.workers} | {100 * min(1.0, share):.0f} % | {seen.processor:.2f} | {seen.disk:.2f}"
        f" | {seen.slowest_beat:.1f} s | {seen.interruptions} |"
    )


def rows() -> Iterator[str]:
    """The curve, and the whole of it."""
    yield HEAD
    for name, load, costs in (("before", WHOLE, BEFORE), ("now", WHOLE, AFTER), ("now, calm settings", CALM, AFTER)):
        for workers in WORKERS:
            # So much work that nobody waits for any.
            yield row(name, replace(load, workers=workers, jobs=100_000), costs)
    for name, load in (("as it comes", WHOLE), ("calm settings", CALM)):
        yield f"{name}: {whole(simulate(load, AFTER, 7200.0))}"


def whole(seen: Outcome) -> str:
    """What became of a million runs, in a sentence."""
    return (
        f"{seen.finished} of {len(seen.shards)} shards after {seen.seconds / 60:.0f} minutes,"
        f" {max(each.finished for each in seen.shards)} times at most each; {seen.lost} workers lost,"
        f" {seen.interruptions} leases run out; {sum(seen.asked.values()):,} requests"
    )
