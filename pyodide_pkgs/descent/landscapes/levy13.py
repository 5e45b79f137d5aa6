"""Levy no. 13: a fine grid of ripples on a bowl, steep along x. Levy & Montalvo 1985."""

from math import pi

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return (
        xp.sin(3 * pi * a) ** 2
        + (a - 1) ** 2 * (1 + xp.sin(3 * pi * b) ** 2)
        + (b - 1) ** 2 * (1 + xp.sin(2 * pi * b) ** 2)
    )


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(
        3 * pi * xp.sin(6 * pi * a) + 2 * (a - 1) * (1 + xp.sin(3 * pi * b) ** 2),
        3 * pi * (a - 1) ** 2 * xp.sin(6 * pi * b)
        + 2 * (b - 1) * (1 + xp.sin(2 * pi * b) ** 2)
        + 2 * pi * (b - 1) ** 2 * xp.sin(4 * pi * b),
        xp=xp,
    )


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-10, 10), (-10, 10)),
    start=(-4, 4),
    minima=((1, 1),),
    least=0,
    formula=(
        r"f(x, y) = \sin^2 3\pi x + (x-1)^2 \left(1 + \sin^2 3\pi y\right) "
        r"+ (y-1)^2 \left(1 + \sin^2 2\pi y\right)"
    ),
    title="Levy no. 13",
    tags=("many minima", "ill-conditioned"),
    stable_lr=2 / (2 + 18 * pi**2),
    curvature=(2, 2 + 18 * pi**2),
)
