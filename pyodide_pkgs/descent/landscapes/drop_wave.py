"""Drop-wave: rings around a drop; every ring is a valley that a path can settle in."""

from descent.arrays import constant
from descent.spec import Landscape


def value(x, xp):
    square = xp.sum(x * x, axis=-1)
    return -(1 + xp.cos(12 * xp.sqrt(square))) / (0.5 * square + 2)


def gradient(x, xp):
    square = xp.sum(x * x, axis=-1, keepdims=True)
    r = xp.sqrt(square)
    D = 0.5 * square + 2
    # At the centre x is zero, whatever it is multiplied by.
    ratio = xp.sin(12 * r) / xp.where(r == 0, constant(1, x, xp), r)
    return x * (12 * ratio / D + (1 + xp.cos(12 * r)) / D**2)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5.12, 5.12), (-5.12, 5.12)),
    start=(-2, 1.5),
    minima=((0, 0),),
    least=-1,
    formula=r"f(x, y) = -\frac{1 + \cos 12 r}{\tfrac12 r^2 + 2}, \quad r^2 = x^2 + y^2",
    title="Drop-wave",
    tags=("many minima", "rings"),
    stable_lr=2 / 72.5,
    curvature=(72.5, 72.5),
)
