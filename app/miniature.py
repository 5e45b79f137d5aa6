"""A finished run of a rule, made on the server, so that its page shows the rule at work before Python has loaded.

A rule for vectors runs on a landscape in two dimensions and is drawn on its map; a rule for matrices runs on the matrix
quadratic and is drawn by its loss. The learning rate is the best of a sweep, as a visitor would find it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy
from descent import registry
from descent.analysis.sensitivity import curve
from descent.families import matrix_quadratic
from descent.spec import Landscape, Rule
from descent.trace import trace

from app.contours import Contours, contours

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
def of(name: str) -> Miniature:
    """The miniature of the rule of that name."""
    rule = registry.rule(name)
    landscape = matrix_quadratic.landscape() if rule.scope == "matrix" else registry.landscape(LANDSCAPE)
    lr = best_lr(rule, landscape)
    run = trace(rule, landscape, {} if lr is None else {"lr": lr}, xp=numpy, steps=STEPS)
    flat = rule.scope != "matrix"
    return Miniature(
        landscape=LANDSCAPE if flat else None,
        lr=lr,
        points=on_map(run.points[:, 0, :], landscape, contours(LANDSCAPE)) if flat else (),
        losses=tuple(float(loss) for loss in run.losses[:, 0]),
        stop=run.stops[0].sentence,
        map=contours(LANDSCAPE) if flat else None,
    )


def on_map(points: numpy.ndarray, landscape: Landscape, drawn: Contours) -> tuple[tuple[float, float], ...]:
    """The points, `(steps + 1, 2)`, where the map draws them; far outside ones at ten times its size."""
    (x_low, x_high), (y_low, y_high) = landscape.window
    x = (points[:, 0] - x_low) / (x_high - x_low) * drawn.width
    y = (y_high - points[:, 1]) / (y_high - y_low) * drawn.height
    far = 10 * max(drawn.width, drawn.height)
    return tuple((float(a), float(b)) for a, b in numpy.clip(numpy.column_stack((x, y)), -far, far))


def best_lr(rule: Rule, landscape: Landscape) -> float | None:
    """The learning rate of a logarithmic sweep with the least final loss; None for a rule without one."""
    hyper: Any = next((one for one in rule.hypers if one.name == "lr"), None)
    if hyper is None:
        return None
    values = numpy.geomspace(max(hyper.low, 1e-6), hyper.high, SWEEP)
    losses = numpy.asarray(curve(rule, landscape, values.tolist(), xp=numpy, steps=STEPS).losses)[0]
    return float(f"{values[int(numpy.argmin(losses))]:.3g}")
