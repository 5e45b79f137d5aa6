"""Plateau: a Gaussian hole in a plain; away from it the gradient vanishes."""

from descent.spec import Landscape


def value(x, xp):
    return 1 - xp.exp(-0.5 * xp.sum(x * x, axis=-1))


def gradient(x, xp):
    return x * xp.exp(-0.5 * xp.sum(x * x, axis=-1, keepdims=True))


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-4, 4), (-4, 4)),
    start=(-3, 2),
    minima=((0, 0),),
    least=0,
    formula=r"f(x, y) = 1 - \exp\!\left(-\tfrac12 (x^2 + y^2)\right)",
    title="Plateau",
    tags=("plateau", "vanishing gradient"),
    stable_lr=2,
    curvature=(1, 1),
    note="At distance r the gradient is r·exp(-r²/2): 0.0055 at r = 3.6.",
)
