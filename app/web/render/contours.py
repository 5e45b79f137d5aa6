"""Contour lines of a landscape as SVG paths: the map that every picture of a landscape is drawn on."""

from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy
from contourpy import LineType, contour_generator
from descent import registry
from descent.spec import Landscape

GRID = 121
LEVELS = 14


@dataclass(frozen=True)
class Contours:
    """Contour lines in a box of `width` x `height`; y points down, as in SVG."""

    width: int
    height: int
    paths: tuple[str, ...]
    """One SVG path per level, from the lowest up."""
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
    heights = shown(landscape, numpy.asarray(landscape.value(points, numpy))).reshape(GRID, GRID)
    lines = contour_generator(x, y, heights, line_type=LineType.Separate)
    to_x, to_y = width / (x_high - x_low), height / (y_high - y_low)
    paths = []
    for level in levels(heights):
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
    return Contours(width, height, tuple(paths), minima)


def shown(landscape: Landscape, heights: numpy.ndarray) -> numpy.ndarray:
    """Heights as they are drawn: on a logarithmic scale where the landscape asks for it."""
    if not landscape.log_scale:
        return heights
    least = landscape.least if landscape.least is not None else float(heights.min())
    return numpy.log10(heights - least + 1e-9)


def levels(heights: numpy.ndarray) -> list[float]:
    """Levels at equal shares of the area, so that flat and steep parts both get lines."""
    shares = numpy.linspace(0, 1, LEVELS + 2)[1:-1] ** 1.6
    return sorted({float(level) for level in numpy.quantile(heights, shares)})
