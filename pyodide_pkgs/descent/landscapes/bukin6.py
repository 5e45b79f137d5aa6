"""Bukin no. 6: a bent ridge line on whose floor the gradient has no bound. Bukin 1997.

On the ridge itself, y = x²/100, the first term has no gradient; zero is given there.
"""

from descent.arrays import columns, constant, sign
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return 100 * xp.sqrt(xp.abs(b - 0.01 * a * a)) + 0.01 * xp.abs(a + 10)


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    q = b - 0.01 * a * a
    slope = sign(q, xp) / xp.sqrt(xp.where(q == 0, constant(1, x, xp), xp.abs(q)))
    return columns(0.01 * sign(a + 10, xp) - a * slope, 50 * slope, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-15, -5), (-3, 3)),
    start=(-7, 2),
    minima=((-10, 1),),
    least=0,
    formula=r"f(x, y) = 100 \sqrt{\left|y - 0.01\, x^2\right|} + 0.01\, |x + 10|",
    title="Bukin no. 6",
    tags=("non-smooth", "exploding gradient"),
    analytic=False,
    note="The gradient grows without bound towards the ridge y = x²/100.",
)
