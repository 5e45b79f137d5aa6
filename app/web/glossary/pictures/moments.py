"""A noisy gradient and its two running averages."""

import numpy

from app.web.glossary.drawing import Picture, Plane

STEPS = 120


def averaged(values: numpy.ndarray, beta: float) -> numpy.ndarray:
    """The running average after each value, from zero."""
    found, held = numpy.empty_like(values), 0.0
    for step, value in enumerate(values):
        held = beta * held + (1 - beta) * value
        found[step] = held
    return found


def picture() -> Picture:
    """Dots: the gradients of one weight. Lines: m, and the root of v."""
    gradients = 1 + numpy.random.default_rng(3).normal(size=STEPS)
    step = numpy.arange(1, STEPS + 1)
    first, second = averaged(gradients, 0.9), numpy.sqrt(averaged(gradients**2, 0.98))
    plane = Plane((0, STEPS * 1.1), (-2.0, 4.0))
    return Picture.of(
        "Dots: gradients of one weight, 1 and noise. m: their running average with β₁ = 0.9; √v:"
        " that of their squares with β₂ = 0.98.",
        plane.axes("step", "gradient"),
        plane.dots(step[::2], gradients[::2], 3),
        plane.line(step, first),
        plane.line(step, second, 2),
        plane.words(STEPS + 2, first[-1], "m", up=-4),
        plane.words(STEPS + 2, second[-1], "√v", up=0),
    )
