"""An interval for the median from the order of the sample alone (Thompson 1936, Ann. Math. Statist. 7)."""

from collections.abc import Sequence

from descent.analysis.sign_test import tail

FEWEST = 6
"""Fewer values have no 95 % interval: that from the least to the largest of five covers 93.75 %."""


def interval_rank(count: int, level: float = 0.95) -> int | None:
    """Which value from either end bounds the shortest interval that covers the median; None where none does.

    Of a sample of `count` from any distribution the interval from its k-th smallest to its k-th largest value holds
    the median with a probability of at least 1 - 2 P(fewer than k of `count` fair coins show heads).
    """
    ranks = [k for k in range(1, (count + 1) // 2 + 1) if 1 - 2 * tail(count - k + 1, count) >= level]
    return ranks[-1] if ranks else None


def median_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float] | None:
    """The interval of the median of these values, which may be infinite; None for fewer than 6 of them at 95 %."""
    rank = interval_rank(len(values), level)
    ordered = sorted(values)
    return None if rank is None else (ordered[rank - 1], ordered[-rank])
