"""A cut through the plateau."""

import numpy
from descent import registry

from app.web.glossary.drawing import Picture, Plane


def picture() -> Picture:
    """Heights along the line from the start through the minimum, with the length of the gradient there."""
    ground = registry.landscape("plateau")
    first, minimum = numpy.asarray(ground.start, float), numpy.asarray(ground.minima[0], float)
    share = numpy.linspace(0, 2, 121)
    points = first + share[:, None] * (minimum - first)
    heights = numpy.asarray(ground.value(points, numpy))
    slope = float(numpy.linalg.norm(ground.gradient(points[:1], numpy)))
    plane = Plane((0, 2), (-0.05, 1.25))
    return Picture.of(
        f"A cut through the landscape “Plateau”: at its start the gradient is only {slope:.3f} long.",
        plane.axes("from the start through the minimum", "loss"),
        plane.line(share, heights),
        plane.dots(0.0, heights[0]),
    )
