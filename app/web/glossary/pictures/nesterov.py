"""Losses of momentum and of Nesterov's form with the same settings."""

import numpy

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import run

STEPS = 100


def picture() -> Picture:
    """Both on the ravine."""
    plane = Plane((0, STEPS), (-9, 2.5))
    parts = [plane.axes("step", "loss (log)")]
    for place, (rule, title) in enumerate((("momentum", "momentum"), ("nesterov", "Nesterov")), 1):
        losses = run(rule, "ravine", STEPS, lr=0.008, momentum=0.85).losses[:, 0]
        y = numpy.log10(numpy.maximum(losses, 1e-12))
        parts.append(plane.line(range(len(y)), y, place))
        parts.append(plane.words(STEPS, y[-15:].max(), title, "end", up=10 if place == 1 else -16))
    return Picture.of("The same learning rate and momentum on the ravine: looking ahead damps the swings.", *parts)
