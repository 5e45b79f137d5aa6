"""What a search says of its hyperparameters, and what fewer settings would have given: pure functions of arrays.

As everywhere smaller is better and infinity has diverged; `scores` are the medians of the settings of one rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb

import numpy as np

from app.comparisons.planning.edges import scores
from app.comparisons.results.contenders import Contender
from app.comparisons.results.statistics import Floats, Whole
from app.comparisons.space import Span, position

CLASSES = 4
SHUFFLES = 2000
LEVEL = 0.95
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Influence:
    """How much of what the settings of a search differ goes with one hyperparameter alone."""

    share: float
    """Of the variance of ranks that lies between the quarters of its space: 0 to 1."""
    by_chance: float
    """What that share stays below in 95 of 100 shuffles of the values: beyond it the hyperparameter matters."""


@dataclass(frozen=True)
class BestOf:
    """The end value at the best of n settings, were they n of those tried, drawn without replacement; for n from 1."""

    low: Floats
    """The 10 % quantile over all such choices."""
    median: Floats
    high: Floats
    mean: Floats
    """Infinite where a setting that diverged may be the best of n."""


def influences(contender: Contender) -> dict[str, Influence]:
    """By hyperparameter of the space how much it matters alone."""
    ranks = mid_ranks(scores(contender.final))
    return {name: influence(contender.entry["settings"], ranks, name, span) for name, span in contender.space.items()}


def influence(settings: Sequence[Mapping[str, float]], ranks: Floats, name: str, span: Span) -> Influence:
    """How much of the variance of ranks lies between the quarters of a space, on its scale.

    The correlation ratio of the ranks, which is the statistic of Kruskal & Wallis (1952) divided by the settings less
    one; as an index of sensitivity given data, Plischke, Borgonovo & Smith (2013). What two hyperparameters do only
    together it does not see.
    """
    places = np.array([position(setting[name], span) for setting in settings])
    quarters = np.clip((places * CLASSES).astype(np.int64), 0, CLASSES - 1)
    rng = np.random.default_rng(0)
    shuffled = np.stack([rng.permutation(ranks) for _ in range(SHUFFLES)])
    share = between(ranks[None, :], quarters)[0]
    return Influence(float(share), float(np.quantile(between(shuffled, quarters), LEVEL)))


def between(ranks: Floats, classes: Whole) -> Floats:
    """The share of the variance of each row that lies between classes; 0 where all are equal."""
    apart = ranks - ranks.mean(axis=1, keepdims=True)
    total = (apart**2).sum(axis=1)
    within = [apart[:, classes == each] for each in np.unique(classes)]
    parts = sum(each.shape[1] * each.mean(axis=1) ** 2 for each in within)
    return np.asarray(np.divide(parts, total, out=np.zeros_like(total), where=total > 0))


def mid_ranks(values: Floats) -> Floats:
    """Ranks from 1, of equal values the mean of theirs; those that diverged are equal and last."""
    return np.asarray(
        ((values[None, :] < values[:, None]).sum(axis=1) + (values[None, :] <= values[:, None]).sum(axis=1) + 1) / 2
    )


def best_of(contender: Contender) -> BestOf:
    """What n settings give for every n: chosen by the data that choose, told on those that report.

    Dodge et al. 2019 (arXiv:1909.03004), without replacement, which is exact for the settings that were tried, while
    drawing with replacement is too good (Tang et al. 2020, arXiv:2004.13705).
    """
    chosen, worth = scores(contender.choosing), scores(contender.final)
    # The order in which `best_setting` prefers them.
    ordered = worth[np.lexsort((np.isinf(contender.choosing).sum(axis=-1), chosen))]
    low, median, high = (_quantile(ordered, share) for share in SHARES)
    with np.errstate(invalid="ignore"):
        parts = np.where(chances(len(ordered)) > 0, chances(len(ordered)) * ordered, 0.0)
    return BestOf(low, median, high, parts.sum(axis=1))


def _quantile(ordered: Floats, share: float) -> Floats:
    """The quantile of the value at the best of n, for every n: the least value that so many choices do not exceed."""
    order = np.argsort(ordered, kind="stable")
    reached = np.cumsum(chances(len(ordered))[:, order], axis=1) >= share - 1e-12
    return np.asarray(ordered[order][reached.argmax(axis=1)])


@cache
def chances(count: int) -> Floats:
    """Of n out of `count` settings drawn without replacement (row n - 1) the chance that the k-th best is the best."""
    table = [[comb(count - k, n - 1) / comb(count, n) for k in range(1, count + 1)] for n in range(1, count + 1)]
    return np.array(table)
