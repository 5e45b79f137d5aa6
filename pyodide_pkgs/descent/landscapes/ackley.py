"""Ackley: a cone-shaped funnel with ripples on its wall. Ackley 1987.

The tip is a cone and has no gradient; zero is given there.
"""

from math import e, pi

from descent.arrays import constant
from descent.spec import Landscape


def value(x, xp):
    r = xp.sqrt(xp.mean(x * x, axis=-1))
    return 20 - 20 * xp.exp(-0.2 * r) + (e - xp.exp(xp.mean(xp.cos(2 * pi * x), axis=-1)))


def gradient(x, xp):
    r = xp.sqrt(xp.mean(x * x, axis=-1, keepdims=True))
    tip = xp.where(r == 0, constant(1, x, xp), r)
    ripples = xp.exp(xp.mean(xp.cos(2 * pi * x), axis=-1, keepdims=True))
    return (4 * xp.exp(-0.2 * r) / tip * x + 2 * pi * xp.sin(2 * pi * x) * ripples) / x.shape[-1]


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5, 5), (-5, 5)),
    start=(-3.5, 3),
    minima=((0, 0),),
    least=0,
    formula=(
        r"f(x, y) = 20 + e - 20 \exp\!\left(-0.2 \sqrt{\tfrac12 (x^2 + y^2)}\right) "
        r"- \exp\!\left(\tfrac12 (\cos 2\pi x + \cos 2\pi y)\right)"
    ),
    title="Ackley",
    tags=("many minima", "funnel"),
    note="Not differentiable at the minimum, a cone; the gradient is taken as zero there.",
)
