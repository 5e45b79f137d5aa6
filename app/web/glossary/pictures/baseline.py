"""A rule beside the two baselines."""

import numpy

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import run

STEPS = 300


def picture() -> Picture:
    """Losses on Rosenbrock's valley."""
    plane = Plane((0, STEPS), (-3.2, 1.8))
    parts = [plane.axes("step", "loss (log)")]
    for rule, lr in (("momentum", 0.0008), ("adamw", 0.08)):
        y = numpy.log10(run(rule, "rosenbrock", STEPS, lr=lr).losses[:, 0])
        parts.append(plane.line(range(len(y)), y, look="axis"))
    y = numpy.log10(run("lion", "rosenbrock", STEPS, lr=0.01).losses[:, 0])
    parts.append(plane.line(range(len(y)), y))
    return Picture.of("Lion on Rosenbrock’s valley; in grey SGD with momentum and AdamW.", *parts)
