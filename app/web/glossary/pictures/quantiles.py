"""Median and quantiles over seeds."""

import numpy
from descent.analysis.bands import quantiles

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import NOISY_STEPS, SEEDS, noisy


def picture() -> Picture:
    """The band from the 10 % to the 90 % quantile, and the median."""
    losses = numpy.log10(noisy("sgd", 0.03)).T
    low, middle, high = numpy.asarray(quantiles(losses, (0.1, 0.5, 0.9), numpy))
    plane = Plane((0, NOISY_STEPS), (-4, 2.6))
    step = range(losses.shape[1])
    return Picture.of(
        f"{SEEDS} seeds: the median, and the band from the 10 % to the 90 % quantile.",
        plane.axes("step", "loss (log)"),
        plane.area(step, low, high),
        plane.line(step, middle),
    )
