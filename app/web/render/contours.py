"""Contour lines of a landscape as SVG paths: the map that every picture of a landscape is drawn on."""

from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy
from contourpy import LineType, contour_generator
from descent import registry
from descent.playground.contour_levels import levels
from descent.playground.grid import drawn
from descent.spec import Landscape

GRID = 121


@dataclass(frozen=True)
class Contours:
    """Contour lines in a box of `width` x `height`; y points down, as in SVG."""

    width: int
    height: int
    paths: tuple[str, ...]
    """One SVG path per level, from the lowest up."""
    thick: tuple[bool, ...]
    """Which of them are at round heights."""
    minima: tuple[tuple[float, float], ...]
    """Where the global minima within the window lie."""


@cache
def contours(name: str, width: int = 600, height: int = 450) -> Contours:
    """The contour lines of a landscape in two dimensions, over its window."""
    landscape = registry.landscape(name)
    (x_low, x_high), (y_low, y_high) = landscape.window
    x = numpy.linspace(x_low, x_high, GRID)
    y = numpy.linspace(y_low, y_high, GRID)
    points = numpy.stack(numpy.meshgrid(x, y), axis=-1).reshape(-1, 2)
    heights, places, thick = lines_of(landscape, numpy.asarray(landscape.value(points, numpy)).reshape(GRID, GRID))
    lines = contour_generator(x, y, heights, line_type=LineType.Separate)
    to_x, to_y = width / (x_high - x_low), height / (y_high - y_low)
    paths = []
    for level in places:
        pieces = []
        for line in cast("list[numpy.ndarray]", lines.lines(level)):
            at = numpy.column_stack(((line[:, 0] - x_low) * to_x, (y_high - line[:, 1]) * to_y))
            pieces.append("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in at))
        paths.append("".join(pieces))
    minima = tuple(
        (round((a - x_low) * to_x, 1), round((y_high - b) * to_y, 1))
        for a, b in landscape.minima
        if x_low <= a <= x_high and y_low <= b <= y_high
    )
    return Contours(width, height, tuple(paths), thick, minima)


def lines_of(landscape: Landscape, values: numpy.ndarray) -> tuple[numpy.ndarray, list[float], tuple[bool, ...]]:
    """Values in the scale of the landscape's map, the heights of its lines in it, and which of them are thick."""
    found = levels(values, numpy, least=landscape.least, log=landscape.log_scale)
    heights = drawn(landscape, numpy.asarray(found.values) + found.above, numpy)
    return drawn(landscape, values, numpy), [float(height) for height in heights], tuple(found.thick)
