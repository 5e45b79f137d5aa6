"""Losses on noisy gradients at two learning rates."""

import numpy

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import NOISY_STEPS, noisy


def picture() -> Picture:
    """One run each."""
    plane = Plane((0, NOISY_STEPS), (-4, 2.6))
    parts = [plane.axes("step", "loss (log)")]
    for place, lr in enumerate((0.1, 0.02), 1):
        y = numpy.log10(noisy("sgd", lr)[:, 0])
        parts += [plane.line(range(len(y)), y, place)]
    return Picture.of(
        "Gradient descent on noisy gradients: with rate 0.1 it soon falls no further, with 0.02"
        " (dashed) later and lower.",
        *parts,
    )
