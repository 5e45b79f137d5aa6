"""What a slice is thought to cost, from what the comparison itself took: for the plan, and to weigh its progress."""

from dataclasses import dataclass

from app.runs.workload_card import Card

STEP = 2e-3
"""Seconds of a training step of one run alone, whatever is trained: what hundreds of runs side by side share."""
PLACE = 1e-4
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


def expected(run_step: float, card: Card, batch: int, double: bool) -> Cost:
    """The cost where one step of one run took `run_step` seconds on batches of `batch` samples.

    A slice is computed in float64; `double` says that the comparison was not. A training step goes through its samples
    forward and backward, which is three times a loss.
    """
    own = run_step * (2 if double else 1)
    return Cost(STEP + own, PLACE + own * (card.judged / max(1, batch) if card.judged else 1) / 3)


def chunk(card: Card, parameters: int) -> int:
    """How many places are judged at once."""
    return CHUNK if card.judged else max(1, min(1024, CHUNK_NUMBERS // parameters))
