"""Which racer is better, and whether that can be said: paired sign-flip tests, Holm's correction, bootstrap intervals.

Differences are of log10(loss above the least), start by start. The test flips their signs at random (Fisher 1935); Holm
(1979) corrects for the number of pairs. With fewer than six pairs no ranking is possible.
"""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

from descent import random
from descent.errors import BadMessage
from descent.playground.answers import NoArrays
from descent.playground.arguments import Arguments
from descent.spec import Array, Namespace

FLIPS = 4000
FEWEST = 6
LEVEL = 0.05
MOST_LOSSES = 1024
MOST_RACERS = 16
_FAR = 1e12


class RacerLosses(TypedDict):
    """The final losses of a racer, start by start; null is a run that diverged."""

    id: str
    losses: Sequence[float | None]


class VerdictArguments(TypedDict):
    """Racers with as many losses each."""

    racers: Sequence[RacerLosses]
    least: NotRequired[float | None]
    seed: NotRequired[int]


class Compared(TypedDict):
    """Two racers, paired start by start."""

    a: str
    b: str
    p: float
    mean_digits: float
    """The mean difference of log10(loss - least); negative: `a` is better."""
    interval: list[float]
    """Of that mean, 95 %, by bootstrap."""
    wins: float
    """The share of starts on which `a` ended lower."""
    ties: float
    """The share of starts on which both ended the same, or both within `rounding` of the least."""


class PairAnswer(Compared):
    """What can be said of two racers after Holm's correction."""

    p_holm: float
    better: str | None
    """Null where it cannot be said, as with fewer than six pairs of runs."""


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
    xp, seed = arguments.xp, arguments.seed()
    listed = arguments.items("racers", MOST_RACERS, " objects with id and losses")
    names = [str(racer.get("id")) for racer in listed]
    losses = [_losses(racer.get("losses"), xp) for racer in listed]
    if len({own.shape[0] for own in losses}) != 1:
        raise BadMessage("all racers need the same number of losses, one for each start")
    least = arguments.number("least") if "least" in arguments else min(float(xp.min(own)) for own in losses)
    logs = [xp.log10(xp.clip(own - least, 1 / _FAR, _FAR)) for own in losses]
    medians = [float(xp.sort(own)[own.shape[0] // 2]) for own in logs]
    pairs = [
        _pair(names[i], names[j], logs[i] - logs[j], seed, xp)
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]
    order = sorted(range(len(names)), key=lambda place: (medians[place], place))
    diverged = {
        name: float(xp.mean(xp.astype(own > 1e300, xp.float64))) for name, own in zip(names, losses, strict=True)
    }
    answer: RankingAnswer = {
        "order": [names[place] for place in order],
        "pairs": _corrected(pairs),
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


def _pair(one: str, other: str, difference: Array, seed: int, xp: Namespace) -> Compared:
    """The test of one pair on `(starts,)` differences of log10 loss, negative where `one` is better."""
    count = difference.shape[0]
    mean = float(xp.mean(difference))
    rows, zero = xp.arange(FLIPS, dtype=xp.int64), xp.zeros(1, dtype=xp.int64)
    unit = random.uniform(seed, rows, zero, count, xp)[0, :, :]
    signs = 1 - 2 * xp.astype(unit < 0.5, xp.float64)
    flipped = xp.abs(xp.mean(signs * difference[None, :], axis=1))
    p = (1 + int(xp.sum(flipped >= abs(mean) - 1e-15))) / (FLIPS + 1)
    drawn = xp.astype(unit * count, xp.int64)
    means = xp.sort(xp.mean(difference[drawn], axis=1))
    interval = [float(means[int(share * (FLIPS - 1))]) for share in (0.025, 0.975)]
    return {
        "a": one,
        "b": other,
        "p": p if count >= FEWEST else 1.0,
        "mean_digits": mean,
        "interval": interval,
        "wins": float(xp.mean(xp.astype(difference < 0, xp.float64))),
        "ties": float(xp.mean(xp.astype(difference == 0, xp.float64))),
    }


def _corrected(pairs: list[Compared]) -> list[PairAnswer]:
    """The pairs with Holm's correction, in the same order."""
    order = sorted(range(len(pairs)), key=lambda place: pairs[place]["p"])
    largest = 0.0
    corrected: dict[int, PairAnswer] = {}
    for rank, place in enumerate(order):
        pair = pairs[place]
        largest = max(largest, min(1.0, (len(pairs) - rank) * pair["p"]))
        better = pair["a"] if pair["mean_digits"] < 0 else pair["b"]
        corrected[place] = {**pair, "p_holm": largest, "better": better if largest < LEVEL else None}
    return [corrected[place] for place in range(len(pairs))]
