"""Cliff: a shallow bowl with a wall whose gradient reaches 50; what clipping is for."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    # 10 σ(z) = 5 (1 + tanh(z/2)), which no point can overflow.
    return 0.05 * (a * a + b * b) + 5 * (1 + xp.tanh(10 * (a - 2)))


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    return columns(0.1 * a + 50 * (1 - xp.tanh(10 * (a - 2)) ** 2), 0.1 * b, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-3, 4), (-3, 3)),
    start=(1, 2),
    minima=((0, 0),),
    least=0,
    formula=(
        r"f(x, y) = 0.05 \left(x^2 + y^2\right) + 10\, \sigma(20 (x - 2)), \quad "
        r"\sigma(z) = \frac{1}{1 + e^{-z}}"
    ),
    title="Cliff",
    tags=("exploding gradient", "clipping"),
    stable_lr=20,
    curvature=(0.1, 0.1),
    note="The wall's gradient is 50 at x = 2.",
)
