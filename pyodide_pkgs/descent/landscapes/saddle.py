"""Saddle: x² - y², downhill without end along y."""

from descent.arrays import columns
from descent.spec import Landscape


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return a * a - b * b


def gradient(x, xp):
    return columns(2 * x[:, 0], -2 * x[:, 1], xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-2, 2), (-2, 2)),
    start=(-1.5, 0.001),
    formula=r"f(x, y) = x^2 - y^2",
    title="Saddle",
    tags=("saddle", "unbounded"),
    note="No minimum: count the steps until |y| > 1. A start exactly on y = 0 never escapes; add a jitter.",
)
