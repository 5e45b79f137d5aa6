"""Every landscape that paths can be watched on, by trait and with its contour lines: the playground's sheet of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy
from contourpy import LineType, contour_generator
from descent import registry
from descent.playground.grid import cell_values
from descent.playground.landscape import family
from descent.spec import Landscape

from app.web.openings.thumbnail import line
from app.web.render.contours import lines_of

BOWL, MOVING, PLAIN = "Bowls", "Noise and moving targets", "One coordinate"
GROUPS = ("Ravines and valleys", "Saddles", "Many minima", "Plateaus, cliffs and kinks", BOWL, MOVING, PLAIN)
GROUP_OF = {
    **dict.fromkeys(("ill-conditioned", "valley", "curved valley", "tilted valley"), GROUPS[0]),
    "saddle": GROUPS[1],
    "many minima": GROUPS[2],
    **dict.fromkeys(("plateau", "exploding gradient", "non-smooth", "vanishing gradient"), GROUPS[3]),
}
"""The group of the first tag that has one; without one a landscape is a bowl."""
WIDTH, HEIGHT = 160, 120
COLUMNS, ROWS = 40, 30
MOST_COORDINATES = 2
EVERY = 2
"""Of the thin lines so many give one: a small picture has room for no more."""


@dataclass(frozen=True)
class Pictured:
    """A landscape to choose, and its lines in a box of `WIDTH` x `HEIGHT`."""

    value: str
    """As the playground's menu of landscapes has it: `name:...` or `family:...`."""
    title: str
    thin: str
    thick: str
    """SVG paths; empty where there is no map."""


@dataclass(frozen=True)
class Group:
    """Landscapes with one trait."""

    trait: str
    landscapes: list[Pictured]


@cache
def landscape_sheet() -> tuple[Group, ...]:
    """The groups in order; made once."""
    groups: dict[str, list[Pictured]] = {trait: [] for trait in GROUPS}
    for value, landscape in offered():
        thin, thick = lines(landscape) if landscape.dim == MOST_COORDINATES else ("", "")
        groups[group_of(landscape)].append(Pictured(value, landscape.title, thin, thick))
    return tuple(Group(trait, landscapes) for trait, landscapes in groups.items() if landscapes)


def offered() -> Iterator[tuple[str, Landscape]]:
    """The landscapes of the playground's menu with at most two coordinates, as it names them."""
    for name in registry.landscape_names():
        yield f"name:{name}", registry.landscape(name)
    for name in registry.family_names():
        landscape = family(name, {})
        if landscape.dim <= MOST_COORDINATES:
            yield f"family:{name}", landscape


def lines(landscape: Landscape) -> tuple[str, str]:
    """The thin and the thick contour lines of a landscape, as SVG paths."""
    heights, levels, thick = lines_of(landscape, cell_values(landscape, COLUMNS, ROWS, numpy))
    x, y = numpy.linspace(0, WIDTH, COLUMNS), numpy.linspace(HEIGHT, 0, ROWS)
    drawn = contour_generator(x, y, heights, line_type=LineType.Separate)
    kinds: dict[bool, list[str]] = {False: [], True: []}
    for place, level in enumerate(levels):
        if thick[place] or place % EVERY == 0:
            kinds[thick[place]] += [line(points.tolist()) for points in drawn.lines(level)]  # type: ignore[union-attr]
    return "".join(kinds[False]), "".join(kinds[True])


def group_of(landscape: Landscape) -> str:
    """The group in which a landscape stands."""
    if landscape.dim < MOST_COORDINATES:
        return PLAIN
    if landscape.sample is not None or landscape.motion is not None:
        return MOVING
    return next((GROUP_OF[tag] for tag in landscape.tags if tag in GROUP_OF), BOWL)
