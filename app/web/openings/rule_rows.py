"""The list of rules, a row each: a small picture of the rule at work, its year, and how much it remembers."""

import json
import re
from dataclasses import dataclass
from functools import cache
from math import log10, prod
from pathlib import Path

import numpy
from descent import registry
from descent.graph.tree import leaves
from descent.spec import Rule

from app.text.numbers import number_text
from app.web.openings import preview
from app.web.openings.thumbnail import strokes
from app.web.render.contours import contours
from app.web.render.loss_chart import FLOOR

WIDTH, HEIGHT = 96, 72
POINTS = 40
"""A path has no more points than this."""
LINES = 4
"""Every so many contour lines are drawn behind a path."""
STORED = Path(__file__).with_name("rule_paths.json")
SHAPE = (64, 48)
"""Of the matrix for which the state is counted: what is kept per row, column or tensor is little beside it."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!\.)")


@dataclass(frozen=True)
class Row:
    """What the list says of one rule."""

    name: str
    rule: Rule
    path: str
    """As SVG in a box of `WIDTH` x `HEIGHT`: its way through Rosenbrock's valley, or its losses."""
    of_losses: bool
    """So it is of a rule for matrices."""
    year: str
    """Of the paper; the last one where there are several, empty where there is none."""
    kept: str
    """How many numbers it keeps for each parameter, in words."""


@cache
def rows() -> dict[str, Row]:
    """The rows by name."""
    stored = paths()
    return {
        name: Row(name, rule, stored[name], rule.scope == "matrix", year(rule), kept_text(kept(rule)))
        for name in registry.rule_names()
        for rule in [registry.rule(name)]
    }


@cache
def paths() -> dict[str, str]:
    """The stored pictures by rule; a test holds them equal to computed ones."""
    found: dict[str, str] = json.loads(STORED.read_text(encoding="utf-8"))
    return found


@cache
def valley() -> str:
    """Some contour lines of the valley, as SVG in the same box."""
    drawn = contours(preview.LANDSCAPE)
    across, down = WIDTH / drawn.width, HEIGHT / drawn.height
    return "".join(scaled(line, across, down) for line in drawn.paths[::LINES])


def scaled(path: str, across: float, down: float) -> str:
    """An SVG path of straight lines, smaller and with a third of its points."""
    return "".join(line([(x * across, y * down) for x, y in (*points[:-1:3], points[-1])]) for points in strokes(path))


def small_path(name: str) -> str:
    """The picture of the rule of that name, made from its run (`preview`)."""
    run = preview.miniature(name)
    if run.map is None:
        logs = [log10(max(loss, FLOOR)) for loss in run.losses]
        low, high = min(logs), max(logs)
        points = [
            (WIDTH * place / (len(logs) - 1), HEIGHT * (0.1 + 0.8 * (high - log) / (high - low or 1)))
            for place, log in enumerate(logs)
        ]
    else:
        across, down = WIDTH / run.map.width, HEIGHT / run.map.height
        points = [(x * across, y * down) for x, y in run.points]
    return line(points[:: -(-len(points) // POINTS)])


def line(points: list[tuple[float, float]]) -> str:
    """The points as an SVG path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def year(rule: Rule) -> str:
    """The year of the rule's paper, as its citation has it."""
    found = YEAR.findall(re.sub(r"arXiv:\S+", "", rule.paper))
    return found[-1] if found else ""


def kept(rule: Rule) -> float:
    """How many numbers the rule keeps per parameter, for a matrix of `SHAPE` and with the default settings."""
    settings = rule.settings({})
    state = rule.init(numpy.zeros((1, *SHAPE)), numpy, **rule.wanted(rule.init, settings))
    return sum(numpy.size(array) for _, array in leaves(state)) / prod(SHAPE)


def kept_text(numbers: float) -> str:
    """In words; a share below a hundredth is that of single numbers per tensor."""
    whole = round(numbers, 2)
    if whole == 0:
        return "keeps nothing" if numbers == 0 else "keeps a few numbers"
    return f"keeps {number_text(whole)} number{'' if whole == 1 else 's'} per parameter"
