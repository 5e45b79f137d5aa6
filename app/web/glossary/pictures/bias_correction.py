"""The average of a constant gradient, as it is and corrected."""

import numpy

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.pictures.moments import averaged

STEPS, BETA = 60, 0.95


def picture() -> Picture:
    """Every gradient is 1."""
    step = numpy.arange(1, STEPS + 1)
    raw = averaged(numpy.ones(STEPS), BETA)
    plane = Plane((0, STEPS), (0, 1.25))
    return Picture.of(
        f"The running average of a gradient that is always 1, with β = {BETA}: divided by 1 − βᵗ it"
        " is right from the first step.",
        plane.axes("step", "average"),
        plane.line(step, raw),
        plane.line(step, raw / (1 - BETA**step), 2),
        plane.words(14, raw[12], "m", up=-10),
        plane.words(STEPS / 2, 1.0, "m/(1 − βᵗ)", up=7),
    )
