"""What the steps of each rule follow: the gradient, or their own learning rate; the page suggests a rate by that."""

from functools import cache
from typing import Literal

import numpy
from descent import registry
from descent.spec import Landscape
from descent.trace.path import trace

Follows = Literal["gradient", "rate"]
STEEPER = 1000.0


@cache
def followed() -> dict[str, Follows]:
    """For each rule of vectors with a learning rate what the length of its first step follows, seen from two races.

    One is down a bowl, the other down one that is a thousand times as steep: the step is as many times as long where it
    follows the gradient, as long as before where it follows the rate alone. A rule that is neither is left out, and so
    is one that finds its rate itself.
    """
    found: dict[str, Follows] = {}
    for name in registry.rule_names():
        rule = registry.rule(name)
        lr = next((hyper for hyper in rule.hypers if hyper.name == "lr"), None)
        if rule.scope == "matrix" or lr is None or lr.default >= 1:
            continue
        flat, steep = (first_step(name, height) for height in (1.0, STEEPER))
        if not flat or not steep:
            continue
        if abs(steep / flat / STEEPER - 1) < 0.01:
            found[name] = "gradient"
        elif abs(steep / flat - 1) < 0.01:
            found[name] = "rate"
    return found


def first_step(name: str, height: float) -> float | None:
    """How long the first step of that rule is down a bowl of that height; None where it takes none."""
    rule = registry.rule(name)
    lr = max(1e-4, next(hyper.low for hyper in rule.hypers if hyper.name == "lr"))
    run = trace(rule, bowl(height), {"lr": lr}, xp=numpy, steps=1, leave=False)
    if len(run.points) < 2:
        return None
    return float(numpy.linalg.norm(run.points[1, 0] - run.points[0, 0]))


def bowl(height: float) -> Landscape:
    """A bowl, twice as steep along y."""
    weights = numpy.asarray([height, 2 * height])
    return Landscape(
        lambda x, xp: xp.sum(weights * x * x, axis=1),
        lambda x, xp: 2 * weights * x,  # noqa: ARG005
        window=((-2, 2), (-2, 2)),
        start=(1.0, 0.5),
        minima=((0, 0),),
        least=0,
        formula="",
        title="Bowl",
    )
