"""Sphere: the round bowl x² + y², the same curvature in every direction."""

from descent.spec import Landscape


def value(x, xp):
    return xp.sum(x * x, axis=-1)


def gradient(x, xp):
    return 2 * x


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5, 5), (-5, 5)),
    start=(-4, 3),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = x^2 + y^2",
    title="Sphere",
    tags=("convex", "quadratic"),
    stable_lr=1,
    curvature=(2, 2),
)
