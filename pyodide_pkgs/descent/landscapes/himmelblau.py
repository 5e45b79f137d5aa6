"""Himmelblau's function: four equal minima, the classic for maps of basins. Himmelblau 1972."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return (a * a + b - 11) ** 2 + (a + b * b - 7) ** 2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    p, q = a * a + b - 11, a + b * b - 7
    return columns(4 * a * p + 2 * q, 2 * p + 4 * b * q, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5, 5), (-5, 5)),
    start=(0, 0),
    minima=(
        (3, 2),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.28318599128617),
        (3.584428340330492, -1.848126526964404),
    ),
    least=0,
    formula=r"f(x, y) = \left(x^2 + y - 11\right)^2 + \left(x + y^2 - 7\right)^2",
    title="Himmelblau",
    tags=("many minima", "basins"),
    stable_lr=0.024305981807691966,
    curvature=(25.715728752538098, 82.2842712474619),
    log_scale=True,
    note="The curvature is that at (3, 2); each of the four minima has its own.",
)
