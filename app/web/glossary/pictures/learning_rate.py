"""The loss at the end against the learning rate."""

import numpy
from descent import registry
from descent.analysis.sensitivity import curve

from app.web.glossary.drawing import Picture, Plane

STEPS = 100


def picture() -> Picture:
    """Gradient descent on the ravine: one end value a rate."""
    ground = registry.landscape("ravine")
    rates = numpy.geomspace(1e-4, 0.03, 60)
    found = curve(registry.rule("sgd"), ground, tuple(map(float, rates)), xp=numpy, steps=STEPS)
    return drawn(rates, numpy.asarray(found.losses).reshape(len(rates)))


def drawn(rates: numpy.ndarray, ends: numpy.ndarray) -> Picture:
    """The curve, cut where runs diverge."""
    x, y = numpy.log10(rates), numpy.log10(numpy.where(numpy.isfinite(ends), ends, 1e9))
    best = int(numpy.argmin(y))
    plane = Plane((float(x[0]), float(x[-1])), (float(y.min()) - 0.6, 3.0))
    return Picture.of(
        f"Gradient descent on the ravine: the loss after {STEPS} steps; best at {rates[best]:.2g},"
        " beyond it the run diverges.",
        plane.axes("learning rate (log)", "loss at the end (log)"),
        plane.line(x, y),
        plane.dots(x[best], y[best]),
    )
