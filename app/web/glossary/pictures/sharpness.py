"""Cuts through a sharp and a flat minimum."""

import numpy
from descent import registry
from descent.analysis.sharpness import sharpness
from descent.derivatives import hessian

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import run


def picture() -> Picture:
    """Heights across each hole of the landscape, moved onto one place."""
    ground = registry.landscape("sharp_flat")
    flat = run("sgd", "sharp_flat", 400, (1.0, 0.0), lr=0.05).points[-1, 0, :]
    minima = numpy.stack([numpy.asarray(ground.minima[0], float), flat])
    sharp = numpy.asarray(sharpness(ground, minima, numpy))
    curved = numpy.asarray(hessian(ground, minima, numpy))
    away = numpy.linspace(-0.5, 0.5, 81)
    plane = Plane((-0.5, 0.5), (-0.05, 1.4))
    lines = []
    for place, (at, value) in enumerate(zip(minima, sharp, strict=True), 1):
        vector = numpy.linalg.eigh(curved[place - 1])[1][:, -1]
        heights = numpy.asarray(ground.value(at + away[:, None] * vector, numpy))
        rises = heights - heights.min()
        lines.append(plane.line(away, rises, place))
        edge = int(numpy.argmin(numpy.abs(away - (0.22 if place == 1 else 0.36))))
        lines.append(
            plane.words(
                away[edge],
                rises[edge],
                f"λ = {value:.0f}",
                "start" if place == 2 else "end",
                up=-14 if place == 2 else 4,
            )
        )
    return Picture.of(
        "Cuts through the two minima of the landscape “Sharp and flat”, with the sharpness λ of each.",
        plane.axes("distance from the minimum", "rise of the loss"),
        *lines,
    )
