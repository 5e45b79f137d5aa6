"""The landscape that a page asks for: built in, of a family, or typed; started elsewhere, turned, noisy or moving."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal, NotRequired, TypedDict

from descent import expression, random, registry, transform
from descent.errors import BadMessage, UnknownName
from descent.playground.answers import Window
from descent.playground.arguments import Arguments, number, numbers, whole
from descent.playground.search import with_local_minima, with_minima
from descent.spec import Landscape, Namespace

LARGEST_DIM = 600
"""The most coordinates of a landscape of a family."""
MOST_TRANSFORMS = 8


class Transform(TypedDict):
    """One change of a landscape; each kind takes its own of the other entries."""

    kind: Literal["rotate", "shift", "rescale", "multiply", "noise", "sparse", "move"]
    """`move` is the last one."""
    angle: NotRequired[float]
    """Of `rotate`, in radians."""
    by: NotRequired[Sequence[float]]
    """Of `shift`."""
    factors: NotRequired[Sequence[float]]
    """Of `rescale`."""
    stay: NotRequired[bool]
    """Of `shift` and `rescale`: the window stays; a shift then leaves the start too."""
    factor: NotRequired[float]
    """Of `multiply`."""
    spread: NotRequired[float]
    """Of `noise`: normal noise is added to each gradient."""
    share: NotRequired[float]
    """Of `sparse`: a coordinate's gradient is seen with that probability, else it is 0."""
    velocity: NotRequired[Sequence[float]]
    """Of `move`: how far the landscape moves at each step."""


class Jitter(TypedDict):
    """How far the start is moved at random."""

    spread: float
    """The share of half the window, each way."""
    seed: NotRequired[int]


class LandscapeDescription(TypedDict, total=False):
    """A built-in landscape, one of a family, or a typed one."""

    name: str
    """A built-in landscape."""
    family: str
    """A family, in place of `name`."""
    parameters: Mapping[str, object]
    """Of the family, by name: numbers, or lists of numbers."""
    expression: str
    """A typed formula, in place of `name`."""
    window: Window
    """Of a typed landscape."""
    start: Sequence[float]
    jitter: Jitter
    transforms: Sequence[Transform]
    """Applied in order."""


class LandscapeArguments(TypedDict):
    """Where the run is."""

    ground: LandscapeDescription
    start: NotRequired[Sequence[float]]
    """In place of the landscape's own."""


TRANSFORMS: dict[str, Callable[[Landscape, Arguments[Any]], Landscape]] = {
    "rotate": lambda here, by: transform.rotated(here, by.number("angle")),
    "shift": lambda here, by: transform.shifted(here, by.numbers("by", length=here.dim), stay=by.flag("stay")),
    "rescale": lambda here, by: transform.rescaled(here, by.numbers("factors", length=here.dim), stay=by.flag("stay")),
    "multiply": lambda here, by: transform.multiplied(here, by.number("factor")),
    "noise": lambda here, by: transform.noisy(here, by.number("spread")),
    "sparse": lambda here, by: transform.sparse(here, by.number("share")),
    "move": lambda here, by: transform.moving(here, by.numbers("velocity", length=here.dim)),
}


def landscape_of(arguments: Arguments[Any]) -> Landscape:
    """The landscape of a method's arguments, started where `start` says."""
    description = described_in(arguments)
    if "start" in arguments:
        description = {**description, "start": arguments.value("start")}
    return landscape_from(description, arguments.xp)


def described_in(arguments: Arguments[Any]) -> dict[str, Any]:
    """How a method's arguments describe the landscape; links and saved work have it under `ground`."""
    description = arguments.value("ground")
    if not isinstance(description, dict):
        raise BadMessage("a landscape is an object with name, family or expression")
    return description


def landscape_from(description: dict[str, Any], xp: Namespace) -> Landscape:
    """The landscape; `BadMessage`, `UnknownName`, `BadExpression` or `BadShape` for one that cannot be made."""
    wanted: Arguments[Any] = Arguments(description, xp)
    plain = _untransformed(wanted)
    landscape = _started(plain, wanted)
    steps = wanted.value("transforms", [])
    if not isinstance(steps, list) or len(steps) > MOST_TRANSFORMS:
        raise BadMessage(f"'transforms' is a list of at most {MOST_TRANSFORMS}")
    for step in steps:
        kind = step.get("kind") if isinstance(step, dict) else step
        if kind not in TRANSFORMS:
            raise UnknownName("transform", kind, TRANSFORMS)
        landscape = TRANSFORMS[kind](landscape, wanted.inside(step))
    if steps:
        # The start is where the page put it, on the landscape as it is shown.
        landscape = _started(landscape, wanted)
    return _jittered(landscape, wanted.inside(wanted.value("jitter"))) if "jitter" in wanted else landscape


def _started(landscape: Landscape, wanted: Arguments[Any]) -> Landscape:
    """The landscape with the start that is wanted, if any is."""
    return replace(landscape, start=wanted.numbers("start", length=landscape.dim)) if "start" in wanted else landscape


def _jittered(landscape: Landscape, jitter: Arguments[Any]) -> Landscape:
    """The landscape with its start moved at random, by at most `spread` times the window's half size each way."""
    spread = jitter.number("spread")
    if not 0 <= spread <= 1:
        raise BadMessage(f"the spread of the start is from 0 to 1, given {spread}")
    xp = jitter.xp
    zero = xp.zeros((1,), dtype=xp.int64)
    drawn = random.uniform(jitter.seed(), zero, zero, landscape.dim, xp)[0, 0, :]
    moved = (
        place + spread * (2 * float(share) - 1) * (high - low) / 2
        for place, share, (low, high) in zip(landscape.start, drawn, landscape.window, strict=True)
    )
    return replace(landscape, start=tuple(moved))


def _untransformed(wanted: Arguments[Any]) -> Landscape:
    if "expression" in wanted:
        window = [
            (low, high)
            for low, high in (numbers(side, "window", 2) for side in wanted.value("window", [[-5, 5], [-5, 5]]))
        ]
        if len(window) != 2 or any(not low < high for low, high in window):
            raise BadMessage(f"a window is [[left, right], [bottom, top]], given {wanted.value('window')!r}")
        return _typed(wanted.text("expression"), tuple(window), wanted.xp)
    if "family" in wanted:
        return _member(wanted.text("family"), _Parameters(wanted.value("parameters", {})), wanted.xp)
    return _searched(registry.landscape(wanted.text("name")), wanted.xp)


@lru_cache(maxsize=64)
def _searched(landscape: Landscape, xp: Namespace) -> Landscape:
    """The built-in landscape with its local minima; remembered, since every method asks for it."""
    return with_local_minima(landscape, xp)


class _Parameters(dict[str, Any]):
    """Parameters of a family as they came, to be told apart by what they say."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(repr(self))


@lru_cache(maxsize=16)
def _member(name: str, parameters: _Parameters, xp: Namespace) -> Landscape:
    """The landscape of a family with its local minima; remembered like the built-in ones."""
    return with_local_minima(family(name, dict(parameters)), xp)


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
            values[key] = whole(value, key, low=0, high=LARGEST_DIM)
    landscape = make(**values)
    if landscape.dim > LARGEST_DIM:
        raise BadMessage(f"a landscape has at most {LARGEST_DIM} coordinates here, given {landscape.dim}")
    return landscape
