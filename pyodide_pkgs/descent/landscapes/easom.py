"""Easom: a needle on a plateau; far away the gradient underflows to nothing. Easom 1990."""

from math import pi

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return -xp.cos(a) * xp.cos(b) * xp.exp(-((a - pi) ** 2) - (b - pi) ** 2)


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    E = xp.exp(-((a - pi) ** 2) - (b - pi) ** 2)
    return columns(
        E * xp.cos(b) * (xp.sin(a) + 2 * (a - pi) * xp.cos(a)),
        E * xp.cos(a) * (xp.sin(b) + 2 * (b - pi) * xp.cos(b)),
        xp=xp,
    )


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-2, 8), (-2, 8)),
    start=(1.5, 1.5),
    minima=((pi, pi),),
    least=-1,
    formula=r"f(x, y) = -\cos x \, \cos y \, \exp\!\left(-(x - \pi)^2 - (y - \pi)^2\right)",
    title="Easom",
    tags=("plateau", "vanishing gradient"),
    stable_lr=2 / 3,
    curvature=(3, 3),
    note="The usual window is [-100, 100]²; this is the part that can be drawn.",
)
