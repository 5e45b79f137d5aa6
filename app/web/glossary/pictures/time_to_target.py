"""When two runs first reach a target."""

import numpy

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import run

TARGET, STEPS = 1e-3, 200


def picture() -> Picture:
    """Losses on the ravine, and the step at which each is first as low."""
    plane = Plane((0, STEPS), (-6, 2.5))
    parts = [plane.axes("step", "loss (log)"), plane.line([0, STEPS], [numpy.log10(TARGET)] * 2, look="axis")]
    parts.append(plane.words(3, numpy.log10(TARGET), "target", up=5))
    for place, (rule, settings) in enumerate((("momentum", {"lr": 0.01, "momentum": 0.8}), ("sgd", {"lr": 0.0195})), 1):
        losses = run(rule, "ravine", STEPS, **settings).losses[:, 0]
        y = numpy.log10(numpy.maximum(losses, 1e-8))
        parts.append(plane.line(range(len(y)), y, place))
        first = numpy.nonzero(losses <= TARGET)[0]
        if len(first):
            parts.append(plane.dots(first[0], y[first[0]], place))
            parts.append(plane.words(first[0] + 5, y[first[0]], f"{first[0]} steps", up=6))
    return Picture.of("Momentum reaches the target; gradient descent (dashed) not within these steps.", *parts)
