"""The step against the gradient, and the one that a preconditioner makes of it."""

import numpy
from descent import registry
from descent.derivatives import hessian

from app.web.glossary.drawing import Picture, map_of, on_map, start


def picture() -> Picture:
    """On the turned ravine: −g, and −H⁻¹g, which leads to the minimum."""
    ground = registry.landscape("rotated_ravine")
    plane = on_map(ground)
    at = numpy.asarray([ground.start], float)
    gradient = numpy.asarray(ground.gradient(at, numpy))[0]
    straight = -gradient / numpy.linalg.norm(gradient) * 1.5
    better = -numpy.linalg.solve(numpy.asarray(hessian(ground, at, numpy))[0], gradient)
    parts = [map_of("rotated_ravine")]
    for place, step in enumerate((straight, better), 1):
        end = at[0] + step
        parts += [plane.line([at[0, 0], end[0]], [at[0, 1], end[1]], place), plane.dots(end[0], end[1], place)]
    return Picture.of(
        "The turned ravine: −g points across it, −H⁻¹g (dashed) to the minimum.", *parts, start(plane, at[0])
    )
