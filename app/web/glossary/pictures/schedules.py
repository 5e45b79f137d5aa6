"""Warm-up and half a cosine."""

import numpy
from descent.schedules.rates import warmup_cosine

from app.web.glossary.drawing import Picture, Plane

STEPS, WARM = 200, 30


def picture() -> Picture:
    """The learning rate at every step, as the schedule gives it."""
    rate = warmup_cosine(1.0, WARM, STEPS)  # type: ignore[no-untyped-call]
    step = numpy.arange(STEPS + 1)
    plane = Plane((0, STEPS), (0, 1.35))
    return Picture.of(
        f"A schedule: {WARM} steps of warm-up, then half a cosine down to zero.",
        plane.axes("step", "learning rate"),
        plane.line([WARM, WARM], [0, 1], 2),
        plane.line(step, [float(rate(one)) for one in step]),
        plane.words(WARM + 4, 0.12, "warm-up ends"),
    )
