"""The two sequences of a schedule-free rule on noisy gradients."""

import numpy
from descent import registry
from descent.families import noisy_quadratic
from descent.trace import trace

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import NOISY_STEPS, noisy


def picture() -> Picture:
    """Gradient descent, and the average that the schedule-free form gives, at one rate."""
    ground = noisy_quadratic.landscape((1.0, 10.0), 0.5)
    starts = numpy.asarray([ground.start], float)
    made = trace(registry.rule("schedule_free"), ground, {"lr": 0.1}, xp=numpy, steps=NOISY_STEPS, starts=starts)
    plane = Plane((0, NOISY_STEPS), (-4, 2.6))
    plain, free = numpy.log10(noisy("sgd", 0.1)[:, 0]), numpy.log10(numpy.asarray(made.losses)[:, 0])
    return Picture.of(
        "Noisy gradients at one constant rate: gradient descent, and the average of the schedule-free form (dashed).",
        plane.axes("step", "loss (log)"),
        plane.line(range(len(plain)), plain, 1, "line thin"),
        plane.line(range(len(free)), free, 2),
    )
