"""Goldstein-Price: values from 3 to a million within a small window. Goldstein & Price 1971."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    s, q = a + b + 1, 2 * a - 3 * b
    p = 19 - 14 * a + 3 * a**2 - 14 * b + 6 * a * b + 3 * b**2
    r = 18 - 32 * a + 12 * a**2 + 48 * b - 36 * a * b + 27 * b**2
    return (1 + s**2 * p) * (30 + q**2 * r)


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    s, q = a + b + 1, 2 * a - 3 * b
    p = 19 - 14 * a + 3 * a**2 - 14 * b + 6 * a * b + 3 * b**2
    r = 18 - 32 * a + 12 * a**2 + 48 * b - 36 * a * b + 27 * b**2
    # The first factor depends on a + b alone, so both of its derivatives are the same.
    A, B = 1 + s**2 * p, 30 + q**2 * r
    dA = 2 * s * p + s**2 * (6 * a + 6 * b - 14)
    dB_da = 4 * q * r + q**2 * (24 * a - 36 * b - 32)
    dB_db = -6 * q * r + q**2 * (54 * b - 36 * a + 48)
    return columns(B * dA + A * dB_da, B * dA + A * dB_db, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-2, 2), (-2, 2)),
    start=(-0.5, 1),
    minima=((0, -1),),
    least=3,
    formula=(
        r"f(x, y) = \left[1 + (x+y+1)^2 \left(19 - 14x + 3x^2 - 14y + 6xy + 3y^2\right)\right] \\"
        r"\cdot \left[30 + (2x-3y)^2 \left(18 - 32x + 12x^2 + 48y - 36xy + 27y^2\right)\right]"
    ),
    title="Goldstein-Price",
    tags=("huge range", "many minima"),
    stable_lr=0.002072175985943212,
    curvature=(402.83101166736037, 965.1689883326396),
    log_scale=True,
    note="Values from 3 to a million within the window.",
)
