"""Booth's function: a quadratic bowl whose axes lie along the diagonals."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return (a + 2 * b - 7) ** 2 + (2 * a + b - 5) ** 2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(10 * a + 8 * b - 34, 8 * a + 10 * b - 38, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-10, 10), (-10, 10)),
    start=(-8, -6),
    minima=((1, 3),),
    least=0,
    formula=r"f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2",
    title="Booth",
    tags=("convex", "quadratic"),
    stable_lr=1 / 9,
    curvature=(2, 18),
)
