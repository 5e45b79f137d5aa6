"""A landscape to be drawn: heights over its window, contour levels, and what is known about it."""

from collections.abc import Sequence
from typing import Annotated, NotRequired, TypedDict

from descent.arrays import constant, quiet
from descent.playground.answers import Window
from descent.playground.arguments import Arguments
from descent.playground.contour_levels import levels
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.spec import Array, Landscape, Namespace

MOST_CELLS = 512
_FLOOR = 1e-9


class GridArguments(LandscapeArguments):
    """A landscape, and of how many cells its map is."""

    columns: NotRequired[int]
    rows: NotRequired[int]


class LandscapeAnswer(TypedDict):
    """What is known about a landscape."""

    title: str
    window: Window
    start: Sequence[float]
    minima: Sequence[Sequence[float]]
    """The points with the least value; empty where none are known."""
    local_minima: Sequence[Sequence[float]]
    """The other minima in the window, found by search, the lowest first; those of a landscape of two coordinates."""
    least: float | None
    stable_lr: float | None
    """The largest learning rate at which gradient descent stays at the minimum."""
    curvature: tuple[float, float] | None
    """The smallest and largest eigenvalue of the Hessian at the minimum."""
    log_scale: bool
    """The heights are `log10(f - least + 1e-9)`."""
    above: float
    """What the values of contour lines are counted from."""
    analytic: bool
    note: str
    typed: str
    """What somebody typed as its formula, with every product written out; empty for others."""
    formula: str
    """LaTeX."""
    tags: Sequence[str]
    dim: int
    shapes: Sequence[Sequence[int]]
    """The matrices that the coordinates fill; empty where they are one vector."""
    noisy: bool
    moving: bool
    velocity: Sequence[float] | None
    """How far a moving landscape goes at each step."""
    searched: bool
    """The lowest minima were found by search too, as those of a typed landscape are."""


class GridArrays(TypedDict, total=False):
    """The map of a landscape of two coordinates; another has no arrays."""

    heights: Annotated[Array, "float32", "rows", "columns"]
    """At the centres of the cells, row 0 at the bottom; values that are not finite are the largest one."""
    levels: Annotated[Array, "float64", "levels"]
    """Of contour lines, in the scale of the heights."""
    level_values: Annotated[Array, "float64", "levels"]
    """What is written on them: the value of the landscape above `above`."""
    thick: Annotated[Array, "uint8", "levels"]
    """1 for a line at a round value."""


def describe(arguments: Arguments[GridArguments]) -> tuple[LandscapeAnswer, GridArrays]:
    """The landscape's facts, with `heights` and `levels` where it has two coordinates."""
    xp, landscape = arguments.xp, landscape_of(arguments)
    facts: LandscapeAnswer = {
        "above": 0.0,
        "title": landscape.title,
        "window": landscape.window,
        "start": landscape.start,
        "minima": landscape.minima,
        "local_minima": landscape.local_minima,
        "least": landscape.least,
        "stable_lr": landscape.stable_lr,
        "curvature": landscape.curvature,
        "log_scale": landscape.log_scale,
        "analytic": landscape.analytic,
        "note": landscape.note,
        "typed": landscape.typed,
        "formula": landscape.formula,
        "tags": landscape.tags,
        "dim": landscape.dim,
        "shapes": landscape.shapes,
        "noisy": landscape.sample is not None,
        "moving": landscape.motion is not None,
        "velocity": None if landscape.motion is None else landscape.motion(1),
        "searched": "typed" in landscape.tags,
    }
    if landscape.dim != 2:
        return facts, {}
    columns = arguments.whole("columns", 160, low=2, high=MOST_CELLS)
    rows = arguments.whole("rows", 120, low=2, high=MOST_CELLS)
    values = cell_values(landscape, columns, rows, xp)
    lines = levels(values, xp, least=landscape.least, log=landscape.log_scale)
    facts["above"] = lines.above
    places = xp.asarray(lines.values, dtype=xp.float64)
    return facts, {
        "heights": xp.astype(drawn(landscape, values, xp), xp.float32),
        "levels": drawn(landscape, places + lines.above, xp),
        "level_values": places,
        "thick": xp.asarray(lines.thick, dtype=xp.uint8),
    }


def cell_values(landscape: Landscape, columns: int, rows: int, xp: Namespace) -> Array:
    """The value at the centre of each cell, `(rows, columns)` from the bottom; the largest where it is not finite."""
    (left, right), (bottom, top) = landscape.window
    x = left + (right - left) * (xp.arange(columns, dtype=xp.float64) + 0.5) / columns
    y = bottom + (top - bottom) * (xp.arange(rows, dtype=xp.float64) + 0.5) / rows
    points = xp.stack([xp.tile(x, (rows,)), xp.repeat(y, columns)], axis=-1)
    with quiet(xp):
        values = landscape.value(points, xp)
        good = xp.isfinite(values)
        highest = xp.max(xp.where(good, values, xp.full_like(values, float("-inf"))))
        return xp.reshape(xp.where(good, values, highest), (rows, columns))


def drawn(landscape: Landscape, values: Array, xp: Namespace) -> Array:
    """Values in the scale in which the landscape is drawn."""
    if not landscape.log_scale or landscape.least is None:
        return values
    return xp.log10(xp.maximum(values - landscape.least, constant(0.0, values, xp)) + _FLOOR)
