"""TITLE: a bowl that is steeper along one axis. Say where it is from."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return a**2 + 4 * b**2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(2 * a, 8 * b, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5, 5), (-5, 5)),
    start=(-4, 3),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = x^2 + 4y^2",
    title="TITLE",
    tags=("convex", "quadratic"),
    stable_lr=1 / 4,
    curvature=(2, 8),
)
