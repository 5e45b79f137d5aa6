"""The length of gradients before and after clipping."""

import numpy
from descent.modifiers.clipping import clip_norm

from app.web.glossary.drawing import Picture, Plane

LIMIT = 1.0


def picture() -> Picture:
    """Lengths up to three times the limit."""
    before = numpy.linspace(0.01, 3, 61)
    gradients = before[:, None] * numpy.asarray([0.6, 0.8])
    after = numpy.linalg.norm(clip_norm(gradients, LIMIT, numpy), axis=1)  # type: ignore[no-untyped-call]
    plane = Plane((0, 3), (0, 1.6))
    return Picture.of(
        "The length of a gradient after clipping to 1: longer ones keep their direction and get this length.",
        plane.axes("length before", "length after"),
        plane.line(before, after),
    )
