"""Levy: a rippled valley, the ripples steeper away from the minimum. Levy & Montalvo 1985."""

from math import cos, pi, sin

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    u, v = 1 + (x[:, 0] - 1) / 4, 1 + (x[:, 1] - 1) / 4
    return (
        xp.sin(pi * u) ** 2
        + (u - 1) ** 2 * (1 + 10 * xp.sin(pi * u + 1) ** 2)
        + (v - 1) ** 2 * (1 + xp.sin(2 * pi * v) ** 2)
    )


def gradient(x, xp):
    u, v = 1 + (x[:, 0] - 1) / 4, 1 + (x[:, 1] - 1) / 4
    du = (
        pi * xp.sin(2 * pi * u)
        + 2 * (u - 1) * (1 + 10 * xp.sin(pi * u + 1) ** 2)
        + 10 * pi * (u - 1) ** 2 * xp.sin(2 * pi * u + 2)
    )
    dv = 2 * (v - 1) * (1 + xp.sin(2 * pi * v) ** 2) + 2 * pi * (v - 1) ** 2 * xp.sin(4 * pi * v)
    return columns(du / 4, dv / 4, xp=xp)


# Second derivatives at u = v = 1, divided by 4² for u = 1 + (x - 1)/4.
ALONG_X = (2 * pi**2 * cos(2 * pi) + 2 * (1 + 10 * sin(pi + 1) ** 2)) / 16
ALONG_Y = 2 / 16

LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-10, 10), (-10, 10)),
    start=(-8, 7),
    minima=((1, 1),),
    least=0,
    formula=(
        r"f(x, y) = \sin^2 \pi u + (u-1)^2 \left(1 + 10 \sin^2(\pi u + 1)\right) "
        r"+ (v-1)^2 \left(1 + \sin^2 2\pi v\right), \\"
        r"u = 1 + \tfrac{x-1}{4}, \quad v = 1 + \tfrac{y-1}{4}"
    ),
    title="Levy",
    tags=("many minima",),
    stable_lr=2 / ALONG_X,
    curvature=(ALONG_Y, ALONG_X),
)
