"""The runtime ECDF of two rules."""

import numpy
from descent.analysis.ecdf import runtime_ecdf, spread_targets

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import NOISY_STEPS, noisy


def first_reached(losses: numpy.ndarray, targets: tuple[float, ...]) -> numpy.ndarray:
    """After how many steps each run first has a loss as low, `(targets, runs)`; -1 for never."""
    reached = losses[None, :, :] <= numpy.asarray(targets)[:, None, None]
    return numpy.where(reached.any(axis=1), reached.argmax(axis=1), -1)


def picture() -> Picture:
    """Shares of the pairs of target and run, against the step."""
    plane = Plane((0, NOISY_STEPS * 1.15), (0, 1.2))
    parts = [plane.axes("step", "share of targets reached")]
    budgets = list(range(NOISY_STEPS + 1))
    for place, (rule, lr, title) in enumerate((("sgd", 0.01, "SGD"), ("adam", 0.1, "Adam")), 1):
        losses = noisy(rule, lr)
        targets = spread_targets(float(losses[0, 0]), 0.0, precision=1e-3)
        shares = numpy.asarray(runtime_ecdf(first_reached(losses, targets), budgets, numpy))
        parts += [plane.line(budgets, shares, place), plane.words(NOISY_STEPS + 2, shares[-1], title, up=-4)]
    return Picture.of(f"{len(targets)} targets, ten seeds: which share of them is reached after so many steps.", *parts)
