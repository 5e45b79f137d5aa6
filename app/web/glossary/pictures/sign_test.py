"""How likely so many wins are by chance."""

import math

from descent.analysis.sign_test import sign_test, wins_needed
from markupsafe import Markup

from app.web.glossary.drawing import Picture, Plane

PAIRS = 10


def picture() -> Picture:
    """A bar for each number of wins out of ten; those with p below 5 % in the other colour."""
    needed = wins_needed(PAIRS, 0.05)
    assert needed is not None
    chances = [math.comb(PAIRS, wins) / 2**PAIRS for wins in range(PAIRS + 1)]
    plane = Plane((-0.6, PAIRS + 0.6), (0, max(chances) * 1.25), bottom=30)
    bars = [
        plane.area([wins - 0.4, wins + 0.4], [0, 0], [chance] * 2, 2 if max(wins, PAIRS - wins) >= needed else 1)
        for wins, chance in enumerate(chances)
    ]
    p = sign_test(needed, PAIRS - needed)
    return Picture.of(
        f"The chance of each number of wins on {PAIRS} seeds where neither is better. Orange:"
        f" {needed} wins or more of either, p = {p:.3f} or less.",
        plane.axes("wins", "chance"),
        Markup().join(bars),
        *(plane.words(wins, 0, str(wins), "middle", up=-12) for wins in range(0, PAIRS - 1, 2)),
    )
