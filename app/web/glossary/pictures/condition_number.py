"""Two quadratics, of condition number 2 and 20."""

import numpy
from markupsafe import Markup

from app.web.glossary.drawing import HEIGHT, WIDTH, Picture, Plane, path

KAPPAS = (2, 20)


def picture() -> Picture:
    """Lines of equal loss of ½(x² + κ y²) for both, side by side at one scale."""
    plane = Plane((0, WIDTH), (0, HEIGHT), 0, 0, 0, 0)
    angle = numpy.linspace(0, 2 * numpy.pi, 73)
    parts = []
    for place, kappa in enumerate(KAPPAS):
        middle = WIDTH * (0.25 + 0.5 * place)
        for radius in (20, 40, 60):
            x = middle + radius * numpy.cos(angle)
            y = HEIGHT / 2 + radius * numpy.sin(angle) / numpy.sqrt(kappa)
            parts.append(path(numpy.column_stack((x, y)), "contour"))
        parts.append(plane.words(middle, 16, f"κ = {kappa}", "middle"))
    return Picture.of("Lines of equal loss of ½(x² + κy²).", Markup().join(parts))
