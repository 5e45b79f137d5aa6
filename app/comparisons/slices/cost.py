"""What a slice is thought to cost, from what a step of its workload costs: for the plan, and to weigh its progress."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.comparisons.planning.cost import Pace, stored, workload_cost
from app.comparisons.shard import Shard
from app.workloads.card import Card, card

PLACE = 5e-5
"""Seconds of one loss, whatever it is of."""
CHUNK = 4
"""Places of a model judged at once: few, so that what is between its layers stays near the processor."""
CHUNK_NUMBERS = 2_000_000
"""Weights judged at once where the loss has no samples."""


@dataclass(frozen=True)
class Cost:
    """Expected seconds of one training step of one run, and of the loss at one place."""

    step: float
    place: float


def expected(shards: Sequence[Shard], pace: Pace) -> Cost:
    """The cost of a slice that trains these shards again, each of one run, on the reference backend.

    A training step goes through its samples forward and backward, which is three times a loss.
    """
    first = shards[0]
    described = card(first.workload)
    run = workload_cost(first)["run"]
    size = described.count(first.options) / described.parameters
    samples = described.judged / described.batch if described.judged else 1.0
    step = sum(stored(shard) for shard in shards) / sum(shard.steps for shard in shards)
    return Cost(pace.of(first) * step, pace.of(first) * (PLACE + run * size * samples / 3))


def chunk(given: Card, parameters: int) -> int:
    """How many places are judged at once."""
    return CHUNK if given.judged else max(1, min(1024, CHUNK_NUMBERS // parameters))
