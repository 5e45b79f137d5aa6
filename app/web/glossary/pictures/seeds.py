"""One rule, one setting, several seeds."""

import numpy

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import NOISY_STEPS, SEEDS, noisy


def picture() -> Picture:
    """A loss curve for each seed."""
    plane = Plane((0, NOISY_STEPS), (-4, 2.6))
    losses = numpy.log10(noisy("sgd", 0.03))
    lines = [plane.line(range(len(losses)), losses[:, seed], 1 + seed % 3, "line thin") for seed in range(SEEDS)]
    return Picture.of(f"The same run with {SEEDS} seeds.", plane.axes("step", "loss (log)"), *lines)
