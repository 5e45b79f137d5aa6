"""The exact sign test of paired results: how often the first was better, and how often worse (Conover 1999, 3.4).

Nothing is assumed of the numbers but that they can be ordered, so heavy tails and runs that diverged do no harm. Pairs
with equal numbers say nothing and are left out; they are no wins of anybody.
"""

from functools import cache
from math import comb

POWER = 0.8
"""How often `superiority_shown` asks for."""


def tail(wins: int, pairs: int, chance: float = 0.5) -> float:
    """The probability of at least so many wins among so many pairs, each won with this chance."""
    if chance == 0.5:
        return _fair_tail(wins, pairs)
    return sum(comb(pairs, k) * chance**k * (1 - chance) ** (pairs - k) for k in range(max(0, wins), pairs + 1))


@cache
def _fair_tail(wins: int, pairs: int) -> float:
    # Whole numbers of any size, divided at the end: 2 to the power of 1024 is no float.
    return sum(comb(pairs, k) for k in range(max(0, wins), pairs + 1)) / (1 << pairs)


def sign_test(better: int, worse: int) -> float:
    """The two-sided p value of so many pairs that the first won and lost; 1 where there is none."""
    return min(1.0, 2 * tail(max(better, worse), better + worse))


def least_p(pairs: int) -> float:
    """The smallest p value that so many pairs can give, all of them won."""
    return sign_test(pairs, 0)


def wins_needed(pairs: int, level: float) -> int | None:
    """The fewest wins of that many pairs, none equal, with p below `level`; None where even all do not suffice."""
    return next((wins for wins in range((pairs + 1) // 2, pairs + 1) if sign_test(wins, pairs - wins) < level), None)


def superiority_shown(pairs: int, level: float) -> float | None:
    """The chance of winning a pair from which on p falls below `level` in 80 % of samples; None where it cannot."""
    needed = wins_needed(pairs, level)
    if needed is None:
        return None
    low, high = 0.5, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if tail(needed, pairs, middle) >= POWER else (middle, high)
    return high
