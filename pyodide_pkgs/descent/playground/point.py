"""One point of a landscape: its value and its gradient, as the map's read-out shows them."""

from collections.abc import Sequence
from typing import TypedDict

from descent.arrays import quiet
from descent.playground.answers import NoArrays, Unbounded
from descent.playground.arguments import Arguments
from descent.playground.landscape import LandscapeArguments, landscape_of


class PointArguments(LandscapeArguments):
    """A landscape and a point of it."""

    point: Sequence[float]


class PointAnswer(TypedDict):
    """What the landscape is there, without noise and before it moves."""

    value: Unbounded
    gradient: Sequence[Unbounded]


def point(arguments: Arguments[PointArguments]) -> tuple[PointAnswer, NoArrays]:
    """Value and gradient at `point`, which has as many coordinates as the landscape."""
    xp, landscape = arguments.xp, landscape_of(arguments)
    at = xp.asarray([arguments.numbers("point", length=landscape.dim)], dtype=xp.float64)
    with quiet(xp):
        value, gradient = landscape.value(at, xp), landscape.gradient(at, xp)
    return {"value": float(value[0]), "gradient": [float(slope) for slope in gradient[0]]}, {}
