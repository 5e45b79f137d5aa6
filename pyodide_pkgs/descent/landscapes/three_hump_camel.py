"""Three-hump camel: one global minimum between two local ones."""

from math import sqrt

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return 2 * a**2 - 1.05 * a**4 + a**6 / 6 + a * b + b**2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(4 * a - 4.2 * a**3 + a**5 + b, a + 2 * b, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5, 5), (-5, 5)),
    start=(-1.9, 1.2),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = 2x^2 - 1.05\, x^4 + \tfrac16 x^6 + xy + y^2",
    title="Three-hump camel",
    tags=("many minima",),
    stable_lr=2 / (3 + sqrt(2)),
    curvature=(3 - sqrt(2), 3 + sqrt(2)),
)
