"""The runs that the glossary's pictures are of."""

from functools import cache
from typing import Any

import numpy
from descent import registry
from descent.families import noisy_quadratic
from descent.spec import Landscape
from descent.trace import Trace, trace

SEEDS = 10
NOISY_STEPS = 120


def run(rule: str, landscape: str | Landscape, steps: int, start: Any = None, **settings: Any) -> Trace:
    """One run of a rule on a landscape, from its usual start unless another is given."""
    ground = registry.landscape(landscape) if isinstance(landscape, str) else landscape
    starts = None if start is None else numpy.asarray([start], float)
    return trace(registry.rule(rule), ground, settings, xp=numpy, steps=steps, starts=starts)


@cache
def noisy(rule: str, lr: float) -> numpy.ndarray:
    """The losses `(steps + 1, seeds)` of a rule on noisy gradients, one run for each of `SEEDS` seeds."""
    ground = noisy_quadratic.landscape((1.0, 10.0), 0.5)
    starts = numpy.tile(numpy.asarray(ground.start, float), (SEEDS, 1))
    made = trace(registry.rule(rule), ground, {"lr": lr}, xp=numpy, steps=NOISY_STEPS, starts=starts, leave=False)
    return numpy.asarray(made.losses)
