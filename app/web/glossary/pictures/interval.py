"""The end values of ten seeds, and the interval of their median."""

import numpy
from descent.analysis.median_interval import median_interval

from app.web.glossary.drawing import Picture, Plane
from app.web.glossary.runs import SEEDS, noisy


def picture() -> Picture:
    """One row a rule."""
    plane = Plane((-3.3, 0.3), (0, 3), bottom=30)
    parts = [plane.axes("loss at the end (log)", "")]
    for place, (rule, lr, title) in enumerate((("sgd", 0.03, "SGD"), ("adam", 0.1, "Adam")), 1):
        ends = numpy.sort(numpy.log10(noisy(rule, lr)[-1]))
        bounds = median_interval([float(end) for end in ends])
        assert bounds is not None
        row = 3 - place
        parts.append(plane.area(bounds, [row - 0.25] * 2, [row + 0.25] * 2, place))
        parts.append(plane.dots(ends, row, place))
        parts.append(plane.line([numpy.median(ends)] * 2, [row - 0.25, row + 0.25], place, "line solid"))
        parts.append(plane.words(-3.25, row, title, up=14))
    return Picture.of(
        f"End values of {SEEDS} seeds (dots), their median (line), and the 95 % interval of the median (band).", *parts
    )
