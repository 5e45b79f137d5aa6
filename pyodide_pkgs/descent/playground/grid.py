"""A landscape to be drawn: heights over its window, contour levels, and what is known about it."""

from collections.abc import Sequence
from typing import Annotated, NotRequired, TypedDict

from descent.arrays import constant, quiet
from descent.playground.answers import Window
from descent.playground.arguments import Arguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.spec import Array, Landscape, Namespace

LEVELS = 24
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
    least: float | None
    stable_lr: float | None
    """The largest learning rate at which gradient descent stays at the minimum."""
    curvature: tuple[float, float] | None
    """The smallest and largest eigenvalue of the Hessian at the minimum."""
    log_scale: bool
    """The heights are `log10(f - least + 1e-9)`."""
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
    """The minima were found by search, as those of a typed landscape are."""


class GridArrays(TypedDict, total=False):
    """The map of a landscape of two coordinates; another has no arrays."""

    heights: Annotated[Array, "float32", "rows", "columns"]
    """At the centres of the cells, row 0 at the bottom; values that are not finite are the largest one."""
    levels: Annotated[Array, "float64", "levels"]
    """Of contour lines, in the scale of the heights."""


def describe(arguments: Arguments[GridArguments]) -> tuple[LandscapeAnswer, GridArrays]:
    """The landscape's facts, with `heights` and `levels` where it has two coordinates."""
    xp, landscape = arguments.xp, landscape_of(arguments)
    facts: LandscapeAnswer = {
        "title": landscape.title,
        "window": landscape.window,
        "start": landscape.start,
        "minima": landscape.minima,
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
    heights = drawn_heights(landscape, columns, rows, xp)
    return facts, {"heights": xp.astype(heights, xp.float32), "levels": levels(heights, xp)}


def drawn_heights(landscape: Landscape, columns: int, rows: int, xp: Namespace) -> Array:
    """The value at the centre of each cell, `(rows, columns)` from the bottom, in the scale in which it is drawn."""
    (left, right), (bottom, top) = landscape.window
    x = left + (right - left) * (xp.arange(columns, dtype=xp.float64) + 0.5) / columns
    y = bottom + (top - bottom) * (xp.arange(rows, dtype=xp.float64) + 0.5) / rows
    points = xp.stack([xp.tile(x, (rows,)), xp.repeat(y, columns)], axis=-1)
    with quiet(xp):
        values = landscape.value(points, xp)
        if landscape.log_scale and landscape.least is not None:
            values = xp.log10(xp.maximum(values - landscape.least, constant(0.0, values, xp)) + _FLOOR)
        good = xp.isfinite(values)
        highest = xp.max(xp.where(good, values, xp.full_like(values, float("-inf"))))
        return xp.reshape(xp.where(good, values, highest), (rows, columns))


def levels(heights: Array, xp: Namespace, count: int = LEVELS) -> Array:
    """Heights of contour lines: half even in height, half at even shares of the map, so that valleys show too."""
    flat = xp.sort(xp.reshape(heights, (-1,)))
    low, high = float(flat[0]), float(flat[-1])
    if not high > low:
        return flat[:1]
    even = [low + (high - low) * (k + 0.5) / (count // 2) for k in range(count // 2)]
    shares = [float(flat[int((k + 0.5) / (count // 2) * (flat.shape[0] - 1))]) for k in range(count // 2)]
    kept: list[float] = []
    for level in sorted(even + shares):
        if not kept or level - kept[-1] > 1e-3 * (high - low):
            kept.append(level)
    return xp.asarray(kept, dtype=xp.float64)
