"""What a chat shows beside a link: an opening's map and paths as a PNG, and the mark of the site as icons."""

import re
from functools import cache
from pathlib import Path

import numpy
from descent import registry

from app.places import STATIC
from app.web.openings import opening, preview
from app.web.render.contours import Contours
from app.web.render.path_points import polylines
from app.web.render.png import Canvas, Colour

WIDTH, HEIGHT = 1200, 630
"""What chats ask for."""
PAPER: Colour = (247, 243, 234)
CONTOUR: Colour = (205, 180, 138)
RACERS: tuple[Colour, ...] = ((0, 114, 178), (213, 94, 0), (0, 158, 115))
ACCENT: Colour = (27, 79, 138)
"""The light colours of `tokens.css`."""
MARK = STATIC / "img" / "mark.svg"
MARGIN = 0.14
"""Of the side of an icon: systems cut its corners."""


@cache
def names() -> tuple[str, ...]:
    """The pictures that there are: of the site, of each lesson, of each rule."""
    lessons = (f"lesson-{one['name']}" for one in opening.lessons())
    return ("site", *lessons, *(f"rule-{name}" for name in registry.rule_names()))


@cache
def image(name: str) -> bytes:
    """The PNG of that name; what has no map in two coordinates is shown by the picture of the site."""
    kind, _, which = name.partition("-")
    if kind == "rule":
        run = preview.miniature(which)
        if run.map:
            return drawn(run.map, [run.path])
        return image("site")
    made = opening.lesson_opening(which) if kind == "lesson" else opening.default_opening()
    return drawn(made.map, made.paths) if made.map else image("site")


def drawn(contours: Contours, paths: list[str]) -> bytes:
    """A map and SVG paths on it, as a PNG that it fills."""
    canvas, scale = Canvas(WIDTH, HEIGHT, PAPER), numpy.asarray([WIDTH / contours.width, HEIGHT / contours.height])
    for level, thick in zip(contours.paths, contours.thick, strict=True):
        canvas.lines((line * scale for line in polylines(level)), CONTOUR, 3 if thick else 1.5)
    for place, path in enumerate(paths):
        for line in polylines(path):
            canvas.lines([line * scale], RACERS[place % len(RACERS)], 6)
            canvas.disc(line[-1] * scale, 9, RACERS[place % len(RACERS)])
    return canvas.png()


@cache
def icon(size: int, file: Path = MARK) -> bytes:
    """The mark of the site on paper, `size` x `size` pixels, as a PNG."""
    text = file.read_text(encoding="utf-8")
    side = float(re.findall(r'viewBox="0 0 (\d+) ', text)[0])
    scale = size * (1 - 2 * MARGIN) / side
    canvas = Canvas(size, size, PAPER)
    width = float(re.findall(r'stroke-width="([\d.]+)"', text)[0]) * scale
    for d in re.findall(r' d="([^"]+)"', text):
        for line in polylines(d):
            canvas.lines([line * scale + MARGIN * size], ACCENT, width)
    for x, y, radius in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', text):
        centre = numpy.asarray([float(x), float(y)]) * scale + MARGIN * size
        canvas.disc((float(centre[0]), float(centre[1])), float(radius) * scale, ACCENT)
    return canvas.png()
