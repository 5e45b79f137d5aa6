"""McCormick's function: a tilted valley with a ripple. McCormick 1976."""

from math import pi, sqrt

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return xp.sin(a + b) + (a - b) ** 2 - 1.5 * a + 2.5 * b + 1


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    c, d = xp.cos(a + b), 2 * (a - b)
    return columns(c + d - 1.5, c - d + 2.5, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-1.5, 4), (-3, 4)),
    start=(3.5, 3),
    minima=((0.5 - pi / 3, -0.5 - pi / 3),),
    least=-sqrt(3) / 2 - pi / 3,
    formula=r"f(x, y) = \sin(x + y) + (x - y)^2 - 1.5\, x + 2.5\, y + 1",
    title="McCormick",
    tags=("tilted valley", "many minima"),
    stable_lr=0.5,
    curvature=(sqrt(3), 4),
    note="Outside the window lie further minima, each lower than the last: the function is unbounded below.",
)
