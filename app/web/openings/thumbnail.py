"""A small picture of an opening: its paths on a coarse map or, where it has no map, its losses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log10

from app.web.openings import opening
from app.web.openings.opening import Opening
from app.web.render.loss_chart import FLOOR

WIDTH, HEIGHT = 320, 240
POINTS = 150
"""A line has no more points than about this many."""


@dataclass(frozen=True)
class Thumbnail:
    """SVG paths in a box of `WIDTH` x `HEIGHT`."""

    label: str
    """What is seen, in words."""
    contours: tuple[str, ...]
    """Empty where the picture is of losses."""
    paths: tuple[str, ...]
    """One per racer, in their order."""


@cache
def of_lesson(name: str) -> Thumbnail:
    """The thumbnail of the lesson of that name."""
    return thumbnail(opening.lesson_opening(name))


def thumbnail(made: Opening) -> Thumbnail:
    """The thumbnail of an opening."""
    names = ", ".join(racer["name"] for racer in made.state["racers"])
    if made.map is None:
        curves = loss_curves([run["losses"] for run in made.race])
        return Thumbnail(f"Losses of {names} on {made.ground['title']}", (), tuple(curves))
    contours = tuple(small(line) for line in made.map.paths[::2])
    return Thumbnail(f"Paths of {names} on {made.ground['title']}", contours, tuple(map(small, made.paths)))


def small(path: str) -> str:
    """The SVG path of an opening's map, in the box of a thumbnail, with fewer points."""
    across, down = WIDTH / opening.WIDTH, HEIGHT / opening.HEIGHT
    return "".join(line([(x * across, y * down) for x, y in points]) for points in strokes(path))


def strokes(path: str) -> Iterator[list[tuple[float, float]]]:
    """The points of each piece of an SVG path of straight lines."""
    for piece in path.split("M")[1:]:
        yield [(float(x), float(y)) for x, y in (point.split() for point in piece.removesuffix("Z").split("L"))]


def loss_curves(losses: Sequence[Sequence[float]]) -> list[str]:
    """Losses against the step, all on one logarithmic axis."""
    logs = [[log10(max(loss, FLOOR)) for loss in run] for run in losses]
    low, high = min(map(min, logs)), max(map(max, logs))
    longest = max(map(len, logs)) - 1
    edge = 12

    def place(step: int, value: float) -> tuple[float, float]:
        across = edge + step / longest * (WIDTH - 2 * edge)
        return across, edge + (high - value) / ((high - low) or 1) * (HEIGHT - 2 * edge)

    return [line([place(step, value) for step, value in enumerate(run)]) for run in logs]


def line(points: Sequence[tuple[float, ...]]) -> str:
    """The points as one SVG path, to whole units; the last one is always among them."""
    every = max(1, len(points) // POINTS) if len(points) > POINTS else 1 + (len(points) > 12)
    kept = [f"{round(x)} {round(y)}" for x, y in (*points[:-1:every], points[-1])]
    return "M" + "L".join(point for place, point in enumerate(kept) if place == 0 or point != kept[place - 1])
