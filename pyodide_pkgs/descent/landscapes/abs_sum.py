"""Sum of absolute values: convex with a kink, so a fixed step never settles."""

from descent.arrays import columns, sign
from descent.spec import Landscape


def value(x, xp):
    return xp.abs(x[:, 0]) + 3 * xp.abs(x[:, 1])


def gradient(x, xp):
    return columns(sign(x[:, 0], xp), 3 * sign(x[:, 1], xp), xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-3, 3), (-3, 3)),
    start=(-2.5, 1.7),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = |x| + 3\, |y|",
    title="Sum of absolute values",
    tags=("convex", "non-smooth"),
    analytic=False,
    note="Subgradient steps of a fixed length orbit the minimum at a distance of order lr: why lr must decay.",
)
