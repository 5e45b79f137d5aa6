"""Bounded saddle: a saddle at the origin between two equal minima."""

from math import sqrt

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return a**2 - b**2 + b**4 / 4


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(2 * a, b**3 - 2 * b, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-2, 2), (-2.5, 2.5)),
    start=(-1.5, 0.001),
    minima=((0, sqrt(2)), (0, -sqrt(2))),
    least=-1,
    formula=r"f(x, y) = x^2 - y^2 + \tfrac14 y^4",
    title="Bounded saddle",
    tags=("saddle", "many minima"),
    stable_lr=0.5,
    curvature=(2, 4),
)
