"""Monkey saddle: three ways down from a point where the whole Hessian is zero."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return a**3 - 3 * a * b**2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(3 * a**2 - 3 * b**2, -6 * a * b, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-2, 2), (-2, 2)),
    start=(1.2, 0),
    formula=r"f(x, y) = x^3 - 3 x y^2",
    title="Monkey saddle",
    tags=("saddle", "unbounded"),
    note="Degenerate: the Hessian is zero at the origin. A start exactly on y = 0 ends there; add a jitter.",
)
