"""How far two rules are apart, and how many seeds it takes to show that: pure functions of arrays.

As in `statistics`, smaller is better, `inf` has diverged, and a rule is `(settings, seeds)`. The difference of two
rules is the median of their paired differences, seed by seed, which is what the sign test tests.

How many seeds show a difference is computed for that very test: the rule that leads must win on enough seeds against
every setting of the other (`statistics.compare`), at the level of Holm's first step. The chance that it wins a seed
comes from the paired differences seen, each smeared by a normal kernel, because ten of them are no distribution; of the
other's settings the hardest is taken. A seed on which one diverged is won or lost whatever the difference is.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from descent.analysis.median_interval import FEWEST, median_interval
from descent.analysis.sign_test import POWER, tail, wins_needed

from app.comparisons.planning.quantile import quantile
from app.comparisons.results import statistics
from app.comparisons.results.statistics import Floats

MOST_SEEDS = 256
"""That a comparison takes: it is not looked for a number beyond."""
IQR_OF_NORMAL = 1.349
erf = np.frompyfunc(math.erf, 1, 1)


@dataclass(frozen=True)
class Difference:
    """The first rule less the second, and what it takes to show that much."""

    median: float
    """Of the paired differences; infinite where one diverged on the median seed."""
    interval: tuple[float, float] | None
    """95 %, the luck of choosing included; None for fewer than 6 seeds."""
    needed: int | None
    """Seeds that show a difference as large as the one seen in four of five; None where 256 do not, or none is seen."""


def difference(
    one: Floats, other: Floats, level: float, chosen_one: Floats | None = None, chosen_other: Floats | None = None
) -> Difference:
    """How far two rules `(settings, seeds)` are apart, and what it takes to show that at a two-sided level."""
    first, second = statistics.tuned(one, chosen_one), statistics.tuned(other, chosen_other)
    apart = gaps(first, second)
    middle = float(quantile(apart, 0.5))
    best = [
        table[statistics.best_setting(table if chosen is None else chosen)]
        for table, chosen in ((one, chosen_one), (other, chosen_other))
    ]
    found = [median_interval(values.tolist()) for values in (apart, gaps(best[0], best[1]))]
    spans = [each for each in found if each is not None]
    span = (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None
    if len(apart) < FEWEST or not math.isfinite(middle):
        return Difference(middle, span, None)
    leader, rest = (first, other) if middle < 0 else (second, one)
    chance = chance_of_winning(gaps(rest, leader[None, :])) if middle else 0.5
    return Difference(middle, span, seeds_needed(chance, level))


def gaps(one: Floats, other: Floats) -> Floats:
    """`one` less `other`; 0 where they are the same, as are two that diverged."""
    with np.errstate(invalid="ignore"):
        gap = np.where(np.isinf(one) & np.isinf(other), 0.0, one - other)
        near = statistics.SAME * np.maximum(np.abs(one), np.abs(other))
        return np.asarray(np.where(np.isfinite(near) & (np.abs(gap) <= near), 0.0, gap))


def chance_of_winning(against: Floats) -> float:
    """The chance to win another seed against the hardest setting, from what was won by, `(settings, seeds)`."""
    low, high = quantile(against, 0.25), quantile(against, 0.75)
    with np.errstate(invalid="ignore", over="ignore"):
        spread = np.where(np.isfinite(high - low), high - low, 0.0) / IQR_OF_NORMAL
        width = 0.9 * spread * against.shape[-1] ** -0.2
        # Where most pairs are equal there is no width: a seed is won, lost or even.
        scaled = against / np.maximum(width, np.finfo(float).tiny)[..., None]
    won = 0.5 * (1 + erf(np.clip(np.nan_to_num(scaled), -40, 40) / math.sqrt(2)).astype(float))
    return float(won.mean(axis=-1).min())


@cache
def seeds_needed(chance: float, level: float) -> int | None:
    """The fewest seeds from which on a rule that wins each with this chance is found in four of five comparisons."""
    if chance <= 0.5 or not _found(MOST_SEEDS, chance, level):
        return None
    low, high = 1, MOST_SEEDS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _found(middle, chance, level) else (middle, high)
    return high


def _found(seeds: int, chance: float, level: float) -> bool:
    needed = wins_needed(seeds, level)
    return needed is not None and tail(needed, seeds, chance) >= POWER
