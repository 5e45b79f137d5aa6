"""Beale's function: a flat curved valley between steep corners. Beale 1958."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return (1.5 - a + a * b) ** 2 + (2.25 - a + a * b**2) ** 2 + (2.625 - a + a * b**3) ** 2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    p, q, r = 1.5 - a + a * b, 2.25 - a + a * b**2, 2.625 - a + a * b**3
    return columns(
        2 * p * (b - 1) + 2 * q * (b**2 - 1) + 2 * r * (b**3 - 1),
        2 * p * a + 4 * q * a * b + 6 * r * a * b**2,
        xp=xp,
    )


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-4.5, 4.5), (-4.5, 4.5)),
    start=(1, 1.5),
    minima=((3, 0.5),),
    least=0,
    formula=r"f(x, y) = (1.5 - x + xy)^2 + \left(2.25 - x + xy^2\right)^2 + \left(2.625 - x + xy^3\right)^2",
    title="Beale",
    tags=("curved valley", "steep corners"),
    stable_lr=0.04083317116915094,
    curvature=(0.3014636465222482, 48.97978635347775),
    log_scale=True,
)
