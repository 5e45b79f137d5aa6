"""p values before and after Holm's correction."""

from descent.analysis.holm import holm
from descent.analysis.sign_test import sign_test

from app.web.glossary.drawing import Picture, Plane

WINS = (10, 9, 9, 8, 7)
"""Of ten pairs each."""


def picture() -> Picture:
    """Five sign tests of ten pairs each: dots below the line of 5 % are found."""
    raw = [sign_test(wins, 10 - wins) for wins in WINS]
    corrected = holm(raw)
    plane = Plane((0.5, len(WINS) + 0.5), (0, 0.5))
    place = list(range(1, len(WINS) + 1))
    return Picture.of(
        f"Five tests: {sum(p < 0.05 for p in raw)} have p below 5 % (line); corrected (orange),"
        f" {sum(p < 0.05 for p in corrected)}.",
        plane.axes("test", "p"),
        plane.line([0.5, len(WINS) + 0.5], [0.05, 0.05], look="axis"),
        plane.line(place, raw),
        plane.dots(place, raw),
        plane.line(place, [min(p, 0.5) for p in corrected], 2),
        plane.dots(place, [min(p, 0.5) for p in corrected], 2),
    )
