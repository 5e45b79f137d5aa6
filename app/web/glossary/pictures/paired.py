"""Two rules on the same seeds, as pairs."""

import numpy

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import SEEDS, noisy


def picture() -> Picture:
    """A line from one rule's end value to the other's for each seed, in the colour of the better."""
    first, second = numpy.log10(noisy("sgd", 0.02)[-1]), numpy.log10(noisy("sgd", 0.05)[-1])
    plane = Plane((-0.35, 1.35), (min(first.min(), second.min()) - 0.2, max(first.max(), second.max()) + 0.5))
    parts = [plane.axes("", "loss at the end (log)")]
    for one, other in zip(first, second, strict=True):
        colour = 1 if one < other else 2
        parts += [plane.line([0, 1], [one, other], colour), plane.dots([0, 1], [one, other], colour)]
    parts += [
        plane.words(0, plane.up[0], "lr 0.02", "middle", up=-17),
        plane.words(1, plane.up[0], "lr 0.05", "middle", up=-17),
    ]
    lower = int((first < second).sum())
    return Picture.of(f"{SEEDS} seeds, each run with both rates: on {lower} the smaller rate ends lower.", *parts)
