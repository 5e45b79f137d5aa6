"""Gradient descent just below, at and above 2/λ."""

import numpy
from descent import registry

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import run

SHARES = (0.95, 1.0, 1.05)
STEPS = 60


def picture() -> Picture:
    """Losses on the ravine against the step, from a start on its wall."""
    limit = registry.landscape("ravine").stable_lr or 0.0
    plane = Plane((0, STEPS * 1.25), (-6.5, 5.5))
    parts = [plane.axes("step", "loss (log)")]
    for place, share in enumerate(SHARES, 1):
        losses = run("sgd", "ravine", STEPS, (0.0, 1.0), lr=share * limit).losses[:, 0]
        y = numpy.log10(losses)
        parts.append(plane.line(range(len(y)), y, place))
        parts.append(plane.words(len(y) + 1, y[-1], f"{share:g} × 2/λ", up=-4))
    return Picture.of("Gradient descent on the wall of the ravine at three learning rates.", *parts)
