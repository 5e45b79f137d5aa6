"""Six-hump camel: six minima, two of them global. Dixon & Szegő 1978."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return (4 - 2.1 * a**2 + a**4 / 3) * a**2 + a * b + (4 * b**2 - 4) * b**2


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(8 * a - 8.4 * a**3 + 2 * a**5 + b, a - 8 * b + 16 * b**3, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-2, 2), (-1, 1)),
    start=(-1.6, 0.8),
    minima=((0.08984201310031806, -0.7126564030207396), (-0.08984201310031806, 0.7126564030207396)),
    least=-1.031628453489877,
    formula=r"f(x, y) = \left(4 - 2.1\, x^2 + \tfrac13 x^4\right) x^2 + xy + \left(4y^2 - 4\right) y^2",
    title="Six-hump camel",
    tags=("many minima", "basins"),
    stable_lr=0.12126213094791949,
    curvature=(7.682251413369078, 16.493195232227727),
)
