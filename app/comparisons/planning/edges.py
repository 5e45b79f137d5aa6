"""Where the best setting of a rule lies at an end of what was tried, so that a wider grid may hold a better one.

No verdict is given for or against such a rule, and a grid that was filled in is moved: both ask `edges_of`, and the
setting that a rule is judged by is chosen by the same `scores`. Smaller is better, infinity has diverged.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from descent import registry
from descent.errors import DescentError
from numpy.typing import ArrayLike

from app.comparisons.around import brought
from app.comparisons.planning.quantile import Floats, quantile
from app.comparisons.space import Span, position

RATES = ("lr", "fallback_lr")
"""Two values of these show nothing, for each is an end; nor does one learning rate."""
LOWER, UPPER = -1, 1
FROM_NOTHING = ("weight_decay", "sam_rho", "sam_eps")
"""What modifiers bring and is never below 0."""
OUTER, OUTER_OF_NEXT = 1 / 8, 1 / 4
"""Of a searched space: the best lies at an end if it is in the outer eighth and the next two in the outer quarter."""
Setting = Mapping[str, float]


def scores(ends: ArrayLike) -> Floats:
    """The score of each setting, `(settings,)`: the median of its end values, `ends` being `(settings, seeds)`.

    Of two in the middle the mean; infinity where the larger of them is infinite.
    """
    return quantile(np.asarray(ends, dtype=np.float64), 0.5)


def edges_of(
    rule: str, settings: Sequence[Setting], ends: ArrayLike, space: Mapping[str, Span] | None = None
) -> dict[str, int]:
    """By hyperparameter the end at which the best setting lies; `ends`, `(settings, seeds)`, as `scores` takes them.

    With a `space` the settings are a search of it.
    """
    found = scores(ends).tolist()
    return edges_of_space(rule, settings, found, space) if space else edges(rule, settings, found)


def edges(rule: str, settings: Sequence[Setting], scores: Sequence[float]) -> dict[str, int]:
    """By hyperparameter the end (`LOWER`, `UPPER`) at which the best of the settings lies; empty where inside.

    Settings that are equally good all count. An end beyond which the rule has no meaning (a decay of 0) is none. Where
    every setting diverged, all that is known is that the learning rates were too large.
    """
    least = min(scores)
    best = [setting for setting, score in zip(settings, scores, strict=True) if score == least]
    found = {}
    for name in settings[0]:
        tried = sorted({setting[name] for setting in settings})
        if len(tried) == 1 and name == "lr":
            found[name] = UPPER
        if len(tried) < 2 or (len(tried) == 2 and name not in RATES):
            continue
        values = {setting[name] for setting in best}
        low, high = limits(rule, name)
        if math.isinf(least) or (tried[0] in values and tried[-1] not in values and tried[0] > low):
            if name in RATES or not math.isinf(least):
                found[name] = LOWER
        elif tried[-1] in values and tried[-1] < high:
            found[name] = UPPER
    return found


def edges_of_space(
    rule: str, settings: Sequence[Setting], scores: Sequence[float], space: Mapping[str, Span]
) -> dict[str, int]:
    """The same of settings that are spread over a space, of which almost none lies at an end exactly.

    An end is where the three best are, of equal ones those nearest to it. So a hyperparameter without any influence has
    its best at an end in about 1 of 100 searches; the first or last of 16 values would be the best in 12. Where every
    setting diverged, all that is known is that the learning rates were too large.
    """
    if math.isinf(min(scores)):
        return {"lr": LOWER} if "lr" in space else {}
    found = {}
    for name, span in space.items():
        places = [position(setting[name], span) for setting in settings]
        low, high = limits(rule, name)
        lower = span[0] > low and _outside(scores, places)
        upper = span[1] < high and _outside(scores, [1 - place for place in places])
        if lower or upper:
            found[name] = UPPER if upper else LOWER
    return found


def _outside(scores: Sequence[float], distances: Sequence[float]) -> bool:
    best, *others = sorted(zip(scores, distances, strict=True))[:3]
    return best[1] <= OUTER and all(distance <= OUTER_OF_NEXT for _, distance in others)


def limits(rule: str, name: str) -> tuple[float, float]:
    """Where the hyperparameter ends by its own meaning: infinite where it does not."""
    try:
        known = {hyper.name: hyper for hyper in registry.rule(rule).hypers}
    except DescentError:  # a rule of an earlier version
        known = {}
    hyper = known.get(name) or (None if name in FROM_NOTHING else brought().get(name))
    if hyper is None:
        return (0.0 if name in FROM_NOTHING else -math.inf), math.inf
    return hyper.valid.low, hyper.valid.high


def reason(contenders: Mapping[str, Sequence[str]]) -> str | None:
    """Why nothing is decided between these rules, given with the hyperparameters whose best lies at an end; or None."""
    at = [f"{', '.join(names)} of {label}" for label, names in contenders.items() if names]
    return f"the best {' and '.join(at)} lies at the edge of what was tried" if at else None
