"""Matyas's function: a shallow quadratic trough along the diagonal, κ = 25."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return 0.26 * (a * a + b * b) - 0.48 * a * b


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(0.52 * a - 0.48 * b, 0.52 * b - 0.48 * a, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-10, 10), (-10, 10)),
    start=(-8, 6),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = 0.26 \left(x^2 + y^2\right) - 0.48\, x y",
    title="Matyas",
    tags=("convex", "quadratic"),
    stable_lr=2,
    curvature=(0.04, 1),
)
