"""Rastrigin: a bowl under a lattice of cosine dents, one minimum in each unit cell. Rastrigin 1974."""

from math import pi

from descent.spec import Landscape


def value(x, xp):
    return xp.sum(10 + x**2 - 10 * xp.cos(2 * pi * x), axis=-1)


def gradient(x, xp):
    return 2 * x + 20 * pi * xp.sin(2 * pi * x)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5.12, 5.12), (-5.12, 5.12)),
    start=(-2, 3.5),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = 20 + x^2 - 10 \cos 2\pi x + y^2 - 10 \cos 2\pi y",
    title="Rastrigin",
    tags=("many minima", "separable"),
    stable_lr=2 / (2 + 40 * pi**2),
    curvature=(2 + 40 * pi**2, 2 + 40 * pi**2),
    note="The lattice lies along the axes and flatters coordinate-wise rules: try it rotated and shifted.",
)
