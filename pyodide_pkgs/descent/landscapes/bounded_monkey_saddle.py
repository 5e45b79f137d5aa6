"""Bounded monkey saddle: the monkey saddle with a rim, three equal minima at radius 3."""

from math import sqrt

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return a**3 - 3 * a * b**2 + (a**2 + b**2) ** 2 / 4


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    square = a**2 + b**2
    return columns(3 * a**2 - 3 * b**2 + a * square, b * square - 6 * a * b, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-4.5, 4.5), (-4.5, 4.5)),
    start=(2, 0.1),
    minima=((-3, 0), (1.5, 1.5 * sqrt(3)), (1.5, -1.5 * sqrt(3))),
    least=-6.75,
    formula=r"f(x, y) = x^3 - 3 x y^2 + \tfrac14 \left(x^2 + y^2\right)^2",
    title="Bounded monkey saddle",
    tags=("saddle", "many minima", "basins"),
    stable_lr=2 / 27,
    curvature=(9, 27),
)
