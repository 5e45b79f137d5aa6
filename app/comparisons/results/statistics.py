"""Statistics that can be trusted, in NumPy alone: pure functions from arrays to arrays.

Everywhere, smaller is better and a run that diverged is `inf`: worse than any other, never dropped. `final` is
`(settings, seeds)`, one rule's end-of-run values on the data that report; `choosing` is the same on the data that
choose, or `final` itself where a workload has no samples.

One functional throughout, the median: a setting is chosen by the median over seeds, intervals are those of a median,
and two rules are compared by the exact sign test, which is the test of the median of paired differences.

How a rule is judged: its setting is chosen on one half of the seeds and judged on the other, both ways round, so that
no value was used to choose itself. A rule is better than another only if it beats **every** setting that the other
tried, each by the sign test on the same seeds (an intersection-union test: Berger 1982, Technometrics 24). Of the other
rule nothing is chosen, so neither the luck of its choice nor the width of its optimum can make a difference.
"""

from dataclasses import dataclass

import numpy as np
from descent.analysis.median_interval import median_interval
from descent.analysis.sign_test import tail
from numpy.typing import NDArray

from app.comparisons.planning.edges import scores
from app.comparisons.planning.quantile import quantile

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SAME = 1e-9
"""Relative: values closer than this are the same, for two ways to write one rule differ by their rounding."""


def band(values: Floats, axis: int = -1) -> tuple[Floats, Floats, Floats]:
    """The 10 % quantile, the median and the 90 % quantile."""
    return quantile(values, 0.1, axis), quantile(values, 0.5, axis), quantile(values, 0.9, axis)


def halves(seeds: int) -> tuple[Whole, Whole]:
    """The places of every other seed, and of the rest."""
    places = np.arange(seeds)
    return places[::2], places[1::2]


def best_setting(choosing: Floats) -> int:
    """The place of the setting with the best median over all seeds; of equal ones that with the fewest diverged."""
    middle = scores(choosing)
    gone = np.isinf(choosing).sum(axis=-1)
    return int(np.lexsort((gone, middle))[0])


def tuned(final: Floats, choosing: Floats | None = None) -> Floats:
    """Per seed the value under the setting that is best on the other half of the seeds, `(seeds,)`.

    With one seed there is no other half: the value of the best setting.
    """
    choosing = final if choosing is None else choosing
    seeds = final.shape[1]
    if seeds == 1:
        return np.asarray(final[best_setting(choosing)])
    result = np.empty(seeds)
    first, second = halves(seeds)
    for judged, chosen_on in ((first, second), (second, first)):
        result[judged] = final[best_setting(choosing[:, chosen_on]), judged]
    return result


def interval(final: Floats, choosing: Floats | None = None) -> tuple[float, float] | None:
    """A 95 % interval of the median at the best setting; None for fewer than 6 seeds.

    It spans the order-statistic intervals of two samples: the values at the best setting over all seeds, which the
    choice makes too good, and those of `tuned`, which are judged on other seeds but may be of two settings. Simulated
    with heavy tails, ties and diverged runs it covers at least 95 % of medians where either alone covers 82 to 96 %.
    """
    best = final[best_setting(final if choosing is None else choosing)]
    found = [median_interval(values.tolist()) for values in (best, tuned(final, choosing))]
    spans = [each for each in found if each is not None]
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None


def won(one: Floats, other: Floats) -> tuple[Whole, Whole]:
    """Along the last axis: how often `one` is smaller than `other`, and how often larger; the rest is the same."""
    with np.errstate(invalid="ignore"):
        # Infinity less infinity is no number and not greater than anything: two runs that diverged are the same.
        gap, near = one - other, SAME * np.maximum(np.abs(one), np.abs(other))
        near = np.where(np.isfinite(near), near, 0.0)
        return np.asarray((gap < -near).sum(axis=-1)), np.asarray((gap > near).sum(axis=-1))


@dataclass(frozen=True)
class Compared:
    """Two rules on the same seeds: on how many the first is better, worse and the same, each at its chosen setting."""

    better: int
    worse: int
    same: int
    first_leads: bool
    """Whether the first is the one that comes nearer to beating every setting of the other."""
    at_least: int
    """On how many seeds the one that leads is better than any setting of the other, the hardest one taken."""
    p: float
    """Two-sided, of the leading rule being no better than some setting of the other."""


def compare(
    one: Floats, other: Floats, chosen_one: Floats | None = None, chosen_other: Floats | None = None
) -> Compared:
    """Two rules, `(settings, seeds)` each, compared as the docstring of this module says."""
    if one.shape[1] != other.shape[1]:
        raise ValueError(f"rules are compared on the same seeds; given {one.shape[1]} and {other.shape[1]} of them")
    first, second = tuned(one, chosen_one), tuned(other, chosen_other)
    better, worse = (int(each) for each in won(first, second))
    (p_first, least_first), (p_second, least_second) = _beats_all(first, other), _beats_all(second, one)
    leads = p_first < p_second or (p_first == p_second and better >= worse)
    return Compared(
        better,
        worse,
        one.shape[1] - better - worse,
        leads,
        least_first if leads else least_second,
        min(1.0, 2 * min(p_first, p_second)),
    )


def _beats_all(judged: Floats, final: Floats) -> tuple[float, int]:
    """The one-sided p of the values `(seeds,)` being better than each of `(settings, seeds)`, and the fewest wins."""
    wins, losses = won(judged[None, :], final)
    p = max(tail(int(win), int(win + loss)) for win, loss in zip(wins, losses, strict=True))
    return p, int(wins.min())
