"""Which learning rates a rule tries where none were given: one rule decides, for every rule, baselines included.

So many points over three powers of ten, around the middle that a stored probe of the rule found on the workload
(`app/workloads/probes.json`; of baselines their tuning, `baselines.json`). What else that was made with (a decay of 0
where nothing generalises) holds too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, log10
from typing import Any

from descent import registry
from descent.schedules.named import named

from app.comparisons.rule_choice import RuleChoice
from app.workloads.card import Card, baselines, probes
from app.workloads.compatibility import FALLBACK, FALLBACK_LR

WIDTH = 3.0
"""Powers of ten from the first learning rate to the last; with few points less, so that none is left out."""

MEAN_OF = 1000
"""Steps at which a schedule is looked at for its mean."""
RESCALING = frozenset({"hyperball", "prodigy_distance", "relative_update"})
"""Modifiers in which a learning rate means another length, so that what was probed without them says nothing."""


@dataclass(frozen=True)
class Middle:
    """Where the grid of a rule lies: the learning rate in its middle, and the other numbers of that setting."""

    lr: float | None
    fixed: Mapping[str, float]
    probed: bool
    """Whether a probe found it; else it is the rule's default."""
    aside: Mapping[str, int] = field(default_factory=dict)
    """Numbers that were tuned before and apart from this comparison, each with how many values were tried for it."""


def middle(choice: RuleChoice, workload: Card) -> Middle:
    """The middle for a rule on a workload."""
    # What a baseline was tuned to is its probe.
    found = baselines().get(workload.name, {}).get(choice.name) or probes().get(choice.name, {}).get(workload.name)
    if not RESCALING.isdisjoint(choice.modifiers):
        found = None
    hypers = dict(found["hypers"]) if found else {}
    default = next((hyper.default for hyper in choice.composed.hypers if hyper.name == "lr"), None)
    lr = hypers.pop("lr", default)
    aside: dict[str, int] = {}
    if choice.rule.scope == "matrix" and FALLBACK_LR not in choice.grid and workload.has_others({}):
        stored = baselines().get(workload.name, {}).get(FALLBACK)
        rate = registry.rule(FALLBACK).defaults["lr"]
        hypers[FALLBACK_LR] = float(stored["hypers"]["lr"]) if stored else rate
        aside[FALLBACK_LR] = len(stored["tried"]) if stored else 0
    return Middle(lr, dict(sorted(hypers.items())), found is not None, aside)


def width(given: Sequence[Sequence[float]]) -> float | None:
    """Powers of ten that the widest of the grids that were given spans; None where none does."""
    return max((log10(max(rates) / min(rates)) for rates in given if 0 < min(rates) < max(rates)), default=None)


def raised(schedule: Mapping[str, Any] | None, steps: int, points: int, wide: float | None = None) -> int:
    """How many places a grid lies higher under a schedule: probes are made at the constant rate.

    As many whole places as bring the mean rate of a run nearer to what was probed, and not beyond. The best peak is
    measured to be that much higher, or more, where gradients are noisy (two to five times on the noisy quadratic under
    warm-up and cosine, whose mean is 0.5), and not at all on other workloads.
    """
    if schedule is None:
        return 0
    at = named(schedule["name"]).multiplier(schedule["horizon"], schedule["settings"])
    looked = [at(steps * place // MEAN_OF) for place in range(MEAN_OF)]
    mean = sum(looked) / MEAN_OF
    return floor(-log10(mean) / log10(ratio(points, wide))) if 0 < mean < 1 and points > 1 else 0


def placed(centre: float, points: int, wide: float | None = None, up: int = 0) -> list[float]:
    """So many rates, evenly spaced in the logarithm, `centre` exactly among them: in the middle, or just below.

    With `up` the grid lies so many places higher, yet never wholly above `centre`.
    """
    step = ratio(points, wide)
    below = max(0, (points - 1) // 2 - up)
    return [rounded(centre * step ** (place - below)) if place != below else centre for place in range(points)]


def ratio(points: int, wide: float | None = None) -> float:
    """What one rate is to the one before it, over so many powers of ten; at most ten where that is not given."""
    return float(10 ** ((min(WIDTH, points - 1) if wide is None else wide) / max(1, points - 1)))


def beyond(rates: Sequence[float], points: int, end: int) -> list[float]:
    """So many rates beyond the last (`end` 1) or the first (-1) of `rates`, as far apart as in a grid of that size."""
    last, step = (max(rates) if end > 0 else min(rates)), ratio(max(2, points))
    return sorted(rounded(last * step ** (end * (place + 1))) for place in range(points))


def between(rates: Sequence[float], points: int, best: float) -> list[float]:
    """So many rates more between the neighbours of the best one, evenly spaced on either side of it."""
    ordered = sorted(set(rates))
    place = ordered.index(best)
    beside = ordered[max(0, place - 1) : place] + ordered[place + 1 : place + 2]
    shares = [points // len(beside)] * len(beside)
    shares[-1] += points - sum(shares)
    found = [
        best * (neighbour / best) ** (count / (share + 1))
        for neighbour, share in zip(beside, shares, strict=True)
        for count in range(1, share + 1)
    ]
    return sorted(rounded(rate, 12) for rate in found)


def rounded(value: float, digits: int = 6) -> float:
    """Six digits: more than a learning rate needs, and the same on every machine."""
    return float(f"{value:.{digits}g}")
