"""The least and the largest value of landscapes over their windows: what `optimizer-playground refresh` stores."""

from collections.abc import Iterable

from descent import registry
from descent.spec import Landscape, Namespace

SIDE = 801
"""Points along each side of the grid, the window's corners and centre among them."""
ROWS = 16
"""Rows of the grid that are computed at once."""
DIGITS = 9
"""Significant digits that are kept: the others are the machine's own."""
NOISE = 1e-9
"""A value nearer to 0 is 0: what is left of a sum that cancels."""


def landscape_ranges(names: Iterable[str], xp: Namespace) -> dict[str, list[float]]:
    """For each landscape of that name [least, largest] value; `UnknownName` for one that is not there."""
    return {name: list(landscape_range(registry.landscape(name), xp)) for name in names}


def landscape_range(landscape: Landscape, xp: Namespace) -> tuple[float, float]:
    """The least and the largest value over a grid of `SIDE` × `SIDE` points, for two coordinates."""
    x, y = (xp.linspace(low, high, SIDE, dtype=xp.float64) for low, high in landscape.window)
    least, largest = float("inf"), float("-inf")
    for first in range(0, SIDE, ROWS):
        some = y[first : min(first + ROWS, SIDE)]
        points = xp.stack([xp.tile(x, (some.shape[0],)), xp.repeat(some, SIDE)], axis=-1)
        values = landscape.value(points, xp)
        least, largest = min(least, float(xp.min(values))), max(largest, float(xp.max(values)))
    return _rounded(least), _rounded(largest)


def _rounded(value: float) -> float:
    return 0.0 if abs(value) < NOISE else float(f"{value:.{DIGITS}g}")
