"""Rosenbrock's banana: a steep curved valley with a nearly flat floor. Rosenbrock 1960."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return (1 - a) ** 2 + 100 * (b - a * a) ** 2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    q = b - a * a
    return columns(-2 * (1 - a) - 400 * a * q, 200 * q, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-2, 2), (-1, 3)),
    start=(-1.5, 2),
    minima=((1, 1),),
    least=0,
    formula=r"f(x, y) = (1 - x)^2 + 100 \left(y - x^2\right)^2",
    title="Rosenbrock",
    tags=("curved valley", "ill-conditioned"),
    stable_lr=0.0019968038374381654,
    curvature=(0.3993607674876216, 1001.6006392325123),
    log_scale=True,
    note="Some sources use the coefficient 1 in place of 100, which is a far easier function.",
)
