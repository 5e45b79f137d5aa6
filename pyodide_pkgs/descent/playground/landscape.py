"""The landscape that a page asks for: built in, of a family, or typed; started elsewhere, turned, noisy or moving."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from descent import expression, random, registry, transform
from descent.errors import BadMessage, UnknownName
from descent.playground.reading import Given, number, numbers
from descent.playground.search import with_minima
from descent.spec import Landscape, Namespace

LARGEST_DIM = 600
"""The most coordinates of a landscape of a family."""
MOST_TRANSFORMS = 8

Transform = Callable[[Landscape, Given], Landscape]

TRANSFORMS: dict[str, Transform] = {
    "rotate": lambda here, given: transform.rotated(here, given.number("angle")),
    "shift": lambda here, given: transform.shifted(here, given.numbers("by", length=here.dim), stay=_stay(given)),
    "rescale": lambda here, given: transform.rescaled(
        here, given.numbers("factors", length=here.dim), stay=_stay(given)
    ),
    "multiply": lambda here, given: transform.multiplied(here, given.number("factor")),
    "noise": lambda here, given: transform.noisy(here, given.number("spread")),
    "sparse": lambda here, given: transform.sparse(here, given.number("share")),
    "move": lambda here, given: transform.moving(here, given.numbers("velocity", length=here.dim)),
}


def landscape(ground: Any, xp: Namespace) -> Landscape:
    """The landscape; `BadMessage`, `UnknownName`, `BadExpression` or `BadShape` for one that cannot be made."""
    if not isinstance(ground, dict):
        raise BadMessage("a ground is an object with name, family or expression")
    given = Given(ground)
    found = _untransformed(given, xp)
    if "start" in given:
        found = replace(found, start=given.numbers("start", length=found.dim))
    steps = given.raw("transforms", [])
    if not isinstance(steps, list) or len(steps) > MOST_TRANSFORMS:
        raise BadMessage(f"'transforms' is a list of at most {MOST_TRANSFORMS}")
    for step in steps:
        kind = step.get("kind") if isinstance(step, dict) else step
        if kind not in TRANSFORMS:
            raise UnknownName("transform", kind, TRANSFORMS)
        found = TRANSFORMS[kind](found, Given(step))
    if steps and "start" in given:
        # The start is where the page put it, on the landscape as it is shown.
        found = replace(found, start=given.numbers("start", length=found.dim))
    return _jittered(found, Given(given.raw("jitter")), xp) if "jitter" in given else found


def _stay(given: Given) -> bool:
    return bool(given.raw("stay", False))


def _jittered(found: Landscape, jitter: Given, xp: Namespace) -> Landscape:
    """The landscape with its start moved at random, by at most `spread` times the window's half size each way."""
    spread = jitter.number("spread")
    if not 0 <= spread <= 1:
        raise BadMessage(f"the spread of the start is from 0 to 1, given {spread}")
    zero = xp.zeros((1,), dtype=xp.int64)
    drawn = random.uniform(jitter.whole("seed", 0, low=0, high=2**31), zero, zero, found.dim, xp)[0, 0, :]
    moved = (
        place + spread * (2 * float(share) - 1) * (high - low) / 2
        for place, share, (low, high) in zip(found.start, drawn, found.window, strict=True)
    )
    return replace(found, start=tuple(moved))


def _untransformed(given: Given, xp: Namespace) -> Landscape:
    if "expression" in given:
        window = [
            (low, high)
            for low, high in (numbers(side, "window", 2) for side in given.raw("window", [[-5, 5], [-5, 5]]))
        ]
        if len(window) != 2 or any(not low < high for low, high in window):
            raise BadMessage(f"a window is [[left, right], [bottom, top]], given {given.raw('window')!r}")
        return _typed(given.text("expression"), tuple(window), xp)
    if "family" in given:
        return family(given.text("family"), given.raw("parameters", {}))
    return registry.landscape(given.text("name"))


@lru_cache(maxsize=16)
def _typed(text: str, window: tuple[tuple[float, float], ...], xp: Namespace) -> Landscape:
    """The typed landscape with its minima; remembered, since a slider that shapes it asks for it again and again."""
    return with_minima(expression.landscape(text, xp, window), xp)


def family(name: str, parameters: Any) -> Landscape:
    """The landscape of a family; lists of numbers become tuples. `BadMessage` for parameters it does not have."""
    make = registry.family(name)
    known = inspect.signature(make).parameters
    if not isinstance(parameters, dict) or any(key not in known for key in parameters):
        raise BadMessage(f"the family {name!r} takes {', '.join(known) or 'no parameters'}; given {parameters!r}")
    values: dict[str, Any] = {}
    for key, value in parameters.items():
        default = known[key].default
        values[key] = numbers(value, key) if isinstance(default, tuple) else number(value, key)
        if isinstance(default, int):
            values[key] = Given(parameters).whole(key, low=0, high=LARGEST_DIM)
    made = make(**values)
    if made.dim > LARGEST_DIM:
        raise BadMessage(f"a landscape has at most {LARGEST_DIM} coordinates here, given {made.dim}")
    return made
