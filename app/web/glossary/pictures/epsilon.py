"""The step of Adam against the size of the gradient, for three ε."""

import numpy
from descent import registry

from app.web.glossary.drawing import Picture, Plane


def picture() -> Picture:
    """The first step from zero state, as a share of the learning rate, taken by the rule itself."""
    sizes = numpy.geomspace(1e-6, 1e2, 49)
    rule = registry.rule("adam")
    plane = Plane((-6, 2), (0, 1.3))
    parts = [plane.axes("size of the gradient (log)", "step, as a share of the learning rate")]
    for place, (eps, name) in enumerate(((1e-4, "ε = 10⁻⁴"), (1e-2, "10⁻²"), (1.0, "1")), 1):
        p = numpy.zeros((len(sizes), 1))
        settings = {**{hyper.name: hyper.default for hyper in rule.hypers}, "lr": 1.0, "eps": eps}
        wanted = rule.wanted(rule.update, {**{choice.name: choice.default for choice in rule.choices}, **settings})
        step, _ = rule.update(
            p, sizes[:, None], rule.init(p, numpy, **rule.wanted(rule.init, settings)), 1, numpy, **wanted
        )
        share = numpy.abs(numpy.asarray(step)[:, 0])
        parts.append(plane.line(numpy.log10(sizes), share, place))
        half = int(numpy.argmin(numpy.abs(share - 0.5)))
        parts.append(plane.words(numpy.log10(sizes[half]) - 0.25, 0.5, name, "end"))
    return Picture.of("Adam’s first step for gradients of every size: far below ε it shrinks.", *parts)
