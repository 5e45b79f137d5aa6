"""The Hessian of a tilted quadratic: its eigenvectors as axes of the lines of equal loss."""

import numpy
from descent import registry
from descent.derivatives import hessian
from markupsafe import Markup

from app.web.glossary.drawing import Picture, Plane, contours


def picture() -> Picture:
    """Near a minimum of Himmelblau's function: lines of equal loss of the quadratic, and its two axes."""
    ground = registry.landscape("himmelblau")
    at = numpy.asarray([ground.minima[0]], float)
    curved = numpy.asarray(hessian(ground, at, numpy))[0]
    values, vectors = numpy.linalg.eigh(curved)
    plane = Plane((-1.6, 1.6), (-1, 1), 0, 0, 0, 0)
    x, y = numpy.linspace(*plane.across, 61), numpy.linspace(*plane.up, 61)
    across, up = numpy.meshgrid(x, y)
    heights = 0.5 * (curved[0, 0] * across**2 + 2 * curved[0, 1] * across * up + curved[1, 1] * up**2)
    lines = [contours(plane, x, y, heights, float(level)) for level in heights.max() * numpy.linspace(0.1, 1, 7) ** 2]
    axes = []
    for place, (value, vector) in enumerate(zip(values, vectors.T, strict=True), 1):
        end = vector * numpy.sqrt(2 * 0.07 * heights.max() / value)
        end = end if end[1] > 0 else -end
        axes.append(plane.line([0, end[0]], [0, end[1]], place))
        axes.append(plane.words(end[0], end[1], f"λ = {value:.0f}", "middle", up=5))
    return Picture.of(
        "The quadratic that fits a minimum of Himmelblau’s function: both eigenvectors of its"
        " Hessian, drawn to one height.",
        Markup().join(lines),
        *axes,
    )
