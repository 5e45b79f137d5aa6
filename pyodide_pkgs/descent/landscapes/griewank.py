"""Griewank: a wide shallow bowl with many shallow minima. Griewank 1981."""

from math import sqrt

from descent.arrays import columns
from descent.spec import Landscape

ROOT2 = sqrt(2)


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return 1 + (a * a + b * b) / 4000 - xp.cos(a) * xp.cos(b / ROOT2)


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(
        a / 2000 + xp.sin(a) * xp.cos(b / ROOT2),
        b / 2000 + xp.cos(a) * xp.sin(b / ROOT2) / ROOT2,
        xp=xp,
    )


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-10, 10), (-10, 10)),
    start=(-8, 6),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = 1 + \tfrac{1}{4000} \left(x^2 + y^2\right) - \cos x \, \cos \tfrac{y}{\sqrt 2}",
    title="Griewank",
    tags=("many minima",),
    stable_lr=2 / 1.0005,
    curvature=(0.5005, 1.0005),
)
