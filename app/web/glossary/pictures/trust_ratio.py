"""How far LAMB and Adam move layers of different size."""

import numpy
from descent import registry

from app.web.glossary.drawing import Picture, Plane

SIZES = numpy.geomspace(0.1, 10, 9)
"""The size of every weight of each layer."""


def moved(name: str) -> numpy.ndarray:
    """The length of a rule's first step as a share of the length of the weights, for each layer."""
    rule = registry.rule(name)
    weights = SIZES[:, None, None] * numpy.ones((1, 4, 4))
    gradients = numpy.random.default_rng(0).normal(size=(1, 4, 4)) + numpy.zeros_like(weights)
    settings = {**{hyper.name: hyper.default for hyper in rule.hypers}, "lr": 0.01, "weight_decay": 0.0}
    chosen = {choice.name: choice.default for choice in rule.choices}
    state = rule.init(weights, numpy, **rule.wanted(rule.init, {**chosen, **settings}))
    step, _ = rule.update(weights, gradients, state, 1, numpy, **rule.wanted(rule.update, {**chosen, **settings}))
    length = numpy.sqrt(numpy.sum(numpy.asarray(step) ** 2, axis=(1, 2)))
    return numpy.asarray(length / numpy.sqrt(numpy.sum(weights**2, axis=(1, 2))))


def picture() -> Picture:
    """One dot a layer."""
    x = numpy.log10(SIZES)
    plane = Plane((-1.1, 1.5), (-3.3, -0.6))
    parts = [plane.axes("size of the weights (log)", "step ÷ weights (log)")]
    for place, (name, title) in enumerate((("adam", "Adam"), ("lamb", "LAMB")), 1):
        y = numpy.log10(moved(name))
        parts += [plane.line(x, y, place), plane.dots(x, y, place), plane.words(x[-1] + 0.08, y[-1], title, up=-4)]
    return Picture.of(
        "Layers with small and large weights: by the trust ratio LAMB moves each by the same share.", *parts
    )
