"""Ravine: an axis-aligned quadratic, a hundred times steeper across than along.

Gradient descent is stable for lr < 2/κ; its best lr 2/(1 + κ) contracts by (κ - 1)/(κ + 1) a step.
"""

from descent.arrays import columns
from descent.spec import Landscape

KAPPA = 100


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    return 0.5 * (a * a + KAPPA * b * b)


def gradient(x, xp):
    return columns(x[:, 0], KAPPA * x[:, 1], xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5, 5), (-2, 2)),
    start=(-4.5, 1),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = \tfrac12 \left(x^2 + 100\, y^2\right)",
    title="Ravine",
    tags=("convex", "quadratic", "ill-conditioned"),
    stable_lr=0.02,
    curvature=(1, 100),
    note="Gradient descent is stable iff lr < 2/κ = 0.02; the best lr is 2/(1 + κ), the rate (κ - 1)/(κ + 1).",
)
