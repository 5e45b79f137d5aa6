"""What the simulation predicts beside what fake workers over HTTP do: `python -m benchmarks.scaling check`."""

import os
from collections.abc import Iterator

from benchmarks.scaling.costs import fitted
from benchmarks.scaling.load import Load
from benchmarks.scaling.real import measure
from benchmarks.scaling.simulation import simulate

SECONDS, WARM = 20.0, 8.0
LOADS = (
    Load(workers=20, jobs=2000, shard_seconds=6.0),
    Load(workers=200, jobs=2000, shard_seconds=6.0),
    Load(workers=200, jobs=4000, shard_seconds=2.0),
)
"""The last two ask for more than one server can answer on the machine of docs/scaling.md, the first for far less."""
HEAD = (
    "| workers | a shard takes | predicted | measured | measured / predicted | processor: predicted | measured |\n"
    "|---|---|---|---|---|---|---|"
)


def rows() -> Iterator[str]:
    """One line per load, as they come. Costs are measured anew before each, because neighbours change them."""
    yield f"load before: {os.getloadavg()[0]:.1f}"
    yield HEAD
    for load in LOADS:
        on_paper = simulate(load, fitted(load.workers), SECONDS, WARM)
        real = measure(load, SECONDS, WARM)
        yield (
            f"| {load.workers} | {load.shard_seconds:g} s | {on_paper.throughput:.1f} shards/s"
            f" | {real.throughput:.1f} shards/s | {real.throughput / on_paper.throughput:.2f}"
            f" | {on_paper.processor:.2f} | {real.processor:.2f} |"
        )
