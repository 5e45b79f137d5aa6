"""Which racer is better, and whether that can be said: exact sign tests start by start, corrected by Holm.

The functional is the median: of the losses for the order, of the differences of log10(loss above the least) for a pair.
Starts on which two racers end the same speak for neither. With fewer than six starts no ranking is possible.
"""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

from descent.analysis.holm import holm
from descent.analysis.median_interval import median_interval
from descent.analysis.sign_test import sign_test
from descent.errors import BadMessage
from descent.playground.answers import NoArrays
from descent.playground.arguments import Arguments
from descent.spec import Array, Namespace

LEVEL = 0.05
MOST_LOSSES = 1024
MOST_RACERS = 16
_FAR = 1e12
SAME_DIGITS = 1e-9
"""Logarithms closer than this are the same: two ways to write one rule differ by their rounding."""


class RacerLosses(TypedDict):
    """The final losses of a racer, start by start; null is a run that diverged."""

    id: str
    losses: Sequence[float | None]


class VerdictArguments(TypedDict):
    """Racers with as many losses each."""

    racers: Sequence[RacerLosses]
    least: NotRequired[float | None]


class Compared(TypedDict):
    """Two racers, paired start by start."""

    a: str
    b: str
    lower: int
    """Starts on which `a` ended lower."""
    higher: int
    """Starts on which `a` ended higher."""
    same: int
    """Starts on which both ended the same, or both diverged."""
    p: float
    """Of the exact two-sided sign test of `lower` against `higher`."""
    median_digits: float
    """The median difference of log10(loss - least); negative: `a` is better."""
    interval: list[float] | None
    """Of that median, at least 95 %, whatever the distribution; null with fewer than six starts."""
    mean_digits: float
    """The mean difference of log10(loss - least)."""


class PairAnswer(Compared):
    """What can be said of two racers after Holm's correction."""

    p_holm: float
    better: str | None
    """Null where it cannot be said, as with fewer than six starts, or where medians and wins disagree."""


class RankingAnswer(TypedDict):
    """Which racer is better, and whether that can be said."""

    order: list[str]
    """Ids by median."""
    pairs: list[PairAnswer]
    diverged: dict[str, float]
    """Id to the share of its runs that diverged."""
    n: int
    """Losses of each racer."""
    rounding: float
    """Losses that are less than this above the least count as the same."""


def verdict(arguments: Arguments[VerdictArguments]) -> tuple[RankingAnswer, NoArrays]:
    """The order by median and a test for each pair."""
    xp = arguments.xp
    listed = arguments.items("racers", MOST_RACERS, " objects with id and losses")
    names = [str(racer.get("id")) for racer in listed]
    losses = [_losses(racer.get("losses"), xp) for racer in listed]
    if len({own.shape[0] for own in losses}) != 1:
        raise BadMessage("all racers need the same number of losses, one for each start")
    least = arguments.number("least") if "least" in arguments else min(float(xp.min(own)) for own in losses)
    logs = [xp.log10(xp.clip(own - least, 1 / _FAR, _FAR)) for own in losses]
    medians = [_median(own, xp) for own in logs]
    pairs = [
        _pair(names[i], names[j], logs[i] - logs[j], xp) for i in range(len(names)) for j in range(i + 1, len(names))
    ]
    order = sorted(range(len(names)), key=lambda place: (medians[place], place))
    diverged = {
        name: float(xp.mean(xp.astype(own > 1e300, xp.float64))) for name, own in zip(names, losses, strict=True)
    }
    answer: RankingAnswer = {
        "order": [names[place] for place in order],
        "pairs": _corrected(pairs, dict(zip(names, medians, strict=True))),
        "diverged": diverged,
        "n": losses[0].shape[0],
        "rounding": 1 / _FAR,
    }
    return answer, {}


def _losses(given: Any, xp: Namespace) -> Array:
    """The losses; None, as JSON writes infinity, is a run that diverged."""
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_LOSSES:
        raise BadMessage(f"'losses' is a list of 1 to {MOST_LOSSES} numbers")
    values = [float("inf") if loss is None else loss for loss in given]
    if not all(isinstance(loss, int | float) and loss == loss for loss in values):
        raise BadMessage("'losses' is a list of numbers, null for a run that diverged")
    return xp.asarray(values, dtype=xp.float64)


def _median(values: Array, xp: Namespace) -> float:
    """The median of `(starts,)`, the mean of the middle two where their number is even."""
    ordered, last = xp.sort(values), values.shape[0] - 1
    return (float(ordered[last // 2]) + float(ordered[(last + 1) // 2])) / 2


def _pair(one: str, other: str, difference: Array, xp: Namespace) -> Compared:
    """The test of one pair on `(starts,)` differences of log10 loss, negative where `one` is better."""
    count = difference.shape[0]
    lower = int(xp.sum(xp.astype(difference < -SAME_DIGITS, xp.int64)))
    higher = int(xp.sum(xp.astype(difference > SAME_DIGITS, xp.int64)))
    interval = median_interval([float(difference[place]) for place in range(count)])
    return {
        "a": one,
        "b": other,
        "lower": lower,
        "higher": higher,
        "same": count - lower - higher,
        "p": sign_test(lower, higher),
        "median_digits": _median(difference, xp),
        "interval": None if interval is None else list(interval),
        "mean_digits": float(xp.mean(difference)),
    }


def _corrected(pairs: list[Compared], medians: dict[str, float]) -> list[PairAnswer]:
    """The pairs with Holm's correction, in the same order."""
    corrected = holm([pair["p"] for pair in pairs])
    return [
        {**pair, "p_holm": p, "better": _better(pair, medians) if p < LEVEL else None}
        for pair, p in zip(pairs, corrected, strict=True)
    ]


def _better(pair: Compared, medians: dict[str, float]) -> str | None:
    """The racer that ended lower on more starts, if its median is the lower one too."""
    first = pair["lower"] > pair["higher"]
    winner, loser = (pair["a"], pair["b"]) if first else (pair["b"], pair["a"])
    return winner if medians[winner] < medians[loser] else None
