"""What a matrix and its orthogonal factor make of the unit circle."""

import numpy
from descent.matrices.polar import polar
from markupsafe import Markup

from app.web.glossary.drawing import HEIGHT, WIDTH, Picture, Plane, path

SCALE = 40


def picture() -> Picture:
    """An ellipse with half axes of the singular values; a circle, turned alike."""
    matrix = numpy.asarray([[1.5, 0.5], [0.2, 0.45]])
    factor = numpy.asarray(polar(matrix[None], numpy)[0])[0]
    values = numpy.linalg.svd(matrix, compute_uv=False)
    angle = numpy.linspace(0, 2 * numpy.pi, 73)
    circle = numpy.stack((numpy.cos(angle), numpy.sin(angle)))
    plane = Plane((0, WIDTH), (0, HEIGHT), 0, 0, 0, 0)
    parts = []
    for place, (applied, name) in enumerate(((matrix, "G"), (factor, "U Vᵀ"))):
        middle = WIDTH * (0.27 + 0.48 * place)
        around = applied @ circle * SCALE
        parts.append(path(plane.place(middle + around[0], HEIGHT / 2 + around[1]), "line", 1))
        for k in range(2):
            end = applied[:, k] * SCALE
            parts.append(path(plane.place([middle, middle + end[0]], [HEIGHT / 2, HEIGHT / 2 + end[1]]), "line", 2))
        parts.append(plane.words(middle, 14, name, "middle"))
    return Picture.of(
        f"The unit circle under a matrix with singular values {values[0]:.2f} and {values[1]:.2f},"
        " and under the orthogonal factor, whose are 1. Dashed: its columns.",
        Markup().join(parts),
    )
