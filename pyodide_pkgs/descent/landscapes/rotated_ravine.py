"""Rotated ravine: the ravine's spectrum turned by 30°, so that scaling each coordinate no longer helps."""

from math import cos, pi, sin

from descent.arrays import columns
from descent.spec import Landscape

KAPPA = 100
C, S = cos(pi / 6), sin(pi / 6)


def value(x, xp):
    a, b = x[:, 0], x[:, 1]
    u, v = C * a + S * b, C * b - S * a
    return 0.5 * (u * u + KAPPA * v * v)


def gradient(x, xp):
    a, b = x[:, 0], x[:, 1]
    u, v = C * a + S * b, KAPPA * (C * b - S * a)
    return columns(C * u - S * v, S * u + C * v, xp=xp)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5, 5), (-5, 5)),
    start=(-4, 1),
    minima=((0, 0),),
    least=0,
    formula=(
        r"f(x, y) = \tfrac12 \left(u^2 + 100\, v^2\right), \quad "
        r"\begin{pmatrix} u \\ v \end{pmatrix} = R(-30^\circ) \begin{pmatrix} x \\ y \end{pmatrix}"
    ),
    title="Rotated ravine",
    tags=("convex", "quadratic", "ill-conditioned", "rotated"),
    stable_lr=0.02,
    curvature=(1, 100),
    note="The ravine's spectrum on turned axes: rules that scale each coordinate (Adam, RMSProp) lose their advantage.",
)
