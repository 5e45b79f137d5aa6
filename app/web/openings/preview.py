"""A finished run of a rule, made on the server, so that its page shows the rule at work before Python has loaded.

A rule for vectors runs on a landscape in two dimensions and is drawn on its map; a rule for matrices runs on the matrix
quadratic and is drawn by its loss. The learning rate is the best of a sweep that keeps the run on the map.
"""

from dataclasses import dataclass
from functools import cache

import numpy
from descent import registry
from descent.families import matrix_quadratic
from descent.spec import Landscape, Rule
from descent.trace import Trace, trace

from app.web.render.contours import Contours, contours

LANDSCAPE = "rosenbrock"
STEPS = 300
SWEEP = 25


@dataclass(frozen=True)
class Miniature:
    """One run: where, with which learning rate, and its numbers."""

    landscape: str | None
    """None: the matrix quadratic, which has no map."""
    lr: float | None
    points: tuple[tuple[float, float], ...]
    """In the coordinates of the map."""
    losses: tuple[float, ...]
    stop: str
    map: Contours | None

    @property
    def path(self) -> str:
        """The path on the map, as SVG."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points) if self.points else ""

    @property
    def start(self) -> tuple[float, float]:
        """Where the path starts on the map."""
        return self.points[0] if self.points else (0.0, 0.0)


@cache
def miniature(name: str) -> Miniature:
    """The miniature of the rule of that name."""
    rule = registry.rule(name)
    flat = rule.scope != "matrix"
    landscape = registry.landscape(LANDSCAPE) if flat else matrix_quadratic.landscape()
    lrs = sweep(rule)
    run = trace(rule, landscape, {"lr": numpy.asarray(lrs)} if lrs else {}, xp=numpy, steps=STEPS)
    best = chosen(run, landscape)
    return Miniature(
        landscape=LANDSCAPE if flat else None,
        lr=lrs[best] if lrs else None,
        points=on_map(run.points[:, best, :], landscape, contours(LANDSCAPE)) if flat else (),
        losses=tuple(float(loss) for loss in run.losses[:, best]),
        stop=run.stops[best].sentence,
        map=contours(LANDSCAPE) if flat else None,
    )


def window(run: Miniature) -> tuple[float, ...]:
    """Left, right, bottom and top of the map; nothing where there is none."""
    if run.landscape is None:
        return ()
    return tuple(bound for bounds in registry.landscape(run.landscape).window for bound in bounds)


def sweep(rule: Rule) -> list[float]:
    """Learning rates over the range of the rule, evenly on a logarithmic scale; none for a rule without one."""
    hyper = next((one for one in rule.hypers if one.name == "lr"), None)
    if hyper is None:
        return []
    values = numpy.geomspace(max(hyper.low, 1e-6), hyper.high, SWEEP)
    return [float(f"{value:.2g}") for value in values]


def chosen(run: Trace, landscape: Landscape) -> int:
    """The run with the least final loss among those that stay on the map; among all if none does."""
    low, high = (numpy.asarray([bounds[side] for bounds in landscape.window]) for side in (0, 1))
    inside = ((run.points >= low) & (run.points <= high)).all(axis=(0, 2))
    losses = numpy.where(inside | ~inside.any(), run.losses[-1], numpy.inf)
    return int(numpy.argmin(losses))


def on_map(points: numpy.ndarray, landscape: Landscape, drawn: Contours) -> tuple[tuple[float, float], ...]:
    """The points, `(steps + 1, 2)`, where the map draws them; far outside ones at ten times its size."""
    (x_low, x_high), (y_low, y_high) = landscape.window
    x = (points[:, 0] - x_low) / (x_high - x_low) * drawn.width
    y = (y_high - points[:, 1]) / (y_high - y_low) * drawn.height
    far = 10 * max(drawn.width, drawn.height)
    return tuple((float(a), float(b)) for a, b in numpy.clip(numpy.column_stack((x, y)), -far, far))
