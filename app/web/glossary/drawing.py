"""What the glossary's pictures are drawn with: lines, dots and words in a box, as SVG with classes alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from contourpy import LineType, contour_generator
from descent import registry
from descent.spec import Landscape
from markupsafe import Markup

from app.web.render.contours import lines_of

WIDTH, HEIGHT = 320, 200
GRID = 61
EVERY_LEVEL = 2
"""Of the levels of a map so many give one line: a small picture has room for no more."""


@dataclass(frozen=True)
class Picture:
    """SVG elements in a box of `WIDTH` x `HEIGHT`."""

    label: str
    """What is seen, in a sentence."""
    body: Markup

    @classmethod
    def of(cls, label: str, *parts: Markup) -> "Picture":
        """The picture of these parts, the last one on top."""
        return cls(label, Markup().join(parts))


@dataclass(frozen=True)
class Plane:
    """Two ranges of numbers and the part of the box that they fill."""

    across: tuple[float, float]
    up: tuple[float, float]
    left: float = 12
    right: float = 12
    top: float = 12
    bottom: float = 24

    def place(self, x: Any, y: Any) -> numpy.ndarray:
        """Where the points are in the box: `(n, 2)`; far outside ones at ten times its size."""
        (x_low, x_high), (y_low, y_high) = self.across, self.up
        a = self.left + (numpy.asarray(x, float) - x_low) / (x_high - x_low) * (WIDTH - self.left - self.right)
        b = self.top + (y_high - numpy.asarray(y, float)) / (y_high - y_low) * (HEIGHT - self.top - self.bottom)
        placed: numpy.ndarray = numpy.clip(numpy.stack(numpy.broadcast_arrays(a, b), axis=-1), -10 * WIDTH, 10 * WIDTH)
        return placed

    def line(self, x: Any, y: Any, colour: int = 1, look: str = "line") -> Markup:
        """A line through the points, in the colour and dash of that racer."""
        return path(self.place(x, y), look, colour)

    def dots(self, x: Any, y: Any, colour: int = 1) -> Markup:
        """A dot at each point."""
        circle = Markup('<circle class="dot" data-colour="{}" cx="{:.1f}" cy="{:.1f}" r="3"/>')
        return Markup().join(circle.format(colour, a, b) for a, b in self.place(x, y).reshape(-1, 2))

    def area(self, x: Sequence[float], low: Any, high: Any, colour: int = 1) -> Markup:
        """What lies between two lines over the same `x`."""
        corners = numpy.concatenate([self.place(x, low), self.place(x, high)[::-1]])
        return path(corners, "area", colour)

    def words(self, x: float, y: float, text: str, anchor: str = "start", up: float = 0) -> Markup:
        """A word or two beside a point, `up` units above it."""
        a, b = self.place(x, y)
        written = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
        return written.format(a, b - up, anchor, text)

    def axes(self, across: str, up: str) -> Markup:
        """The left and the lower edge, each with its name."""
        corner = [[self.left, self.top], [self.left, HEIGHT - self.bottom], [WIDTH - self.right, HEIGHT - self.bottom]]
        name = Markup('<text class="axis-name" x="{}" y="{}" text-anchor="{}">{}</text>')
        return (
            path(numpy.asarray(corner, float), "axis")
            + name.format(WIDTH - self.right, HEIGHT - 7, "end", across)
            + name.format(self.left + 6, self.top + 9, "start", up)
        )


def path(points: Iterable[Iterable[float]], look: str, colour: int | None = None) -> Markup:
    """A path through points of the box, to a tenth of a unit; nothing for none."""
    d = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in points)
    worn = Markup(' data-colour="{}"').format(colour) if colour else Markup()
    return Markup('<path class="{}"{} d="{}"/>').format(look, worn, d) if len(d) > 1 else Markup()


def on_map(landscape: Landscape) -> Plane:
    """The window of a landscape in two coordinates, over the whole box."""
    x, y = landscape.window
    return Plane((float(x[0]), float(x[1])), (float(y[0]), float(y[1])), 0, 0, 0, 0)


def map_of(name: str) -> Markup:
    """Lines of equal loss of a landscape over its window, and a cross at each minimum."""
    landscape = registry.landscape(name)
    plane = on_map(landscape)
    x, y = numpy.linspace(*plane.across, GRID), numpy.linspace(*plane.up, GRID)
    points = numpy.stack(numpy.meshgrid(x, y), axis=-1).reshape(-1, 2)
    heights, levels, _ = lines_of(landscape, numpy.asarray(landscape.value(points, numpy)).reshape(GRID, GRID))
    drawn = [contours(plane, x, y, heights, level) for level in levels[::EVERY_LEVEL]]
    return Markup().join(drawn) + crosses(plane, landscape.minima)


def contours(plane: Plane, x: numpy.ndarray, y: numpy.ndarray, heights: numpy.ndarray, level: float) -> Markup:
    """The lines on which the heights `(len(y), len(x))` have that level."""
    lines: Any = contour_generator(x, y, heights, line_type=LineType.Separate).lines(level)
    return Markup().join(path(plane.place(line[:, 0], line[:, 1]), "contour") for line in lines)


def crosses(plane: Plane, minima: Iterable[Sequence[float]]) -> Markup:
    """A cross at each of these points."""
    cross = Markup('<path class="minimum" d="M{0:.1f} {1:.1f}m-4 0h8m-4-4v8"/>')
    return Markup().join(cross.format(*plane.place(*at)) for at in minima)


def start(plane: Plane, at: Sequence[float]) -> Markup:
    """A ring where a path starts."""
    a, b = plane.place(*at)
    return Markup('<circle class="start" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(a, b)
