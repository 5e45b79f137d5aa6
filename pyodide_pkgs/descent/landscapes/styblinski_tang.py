"""Styblinski-Tang: a double well in each coordinate, so four minima of three heights. Styblinski & Tang 1990."""

from descent.spec import Landscape


def value(x, xp):
    return 0.5 * xp.sum(x**4 - 16 * x**2 + 5 * x, axis=-1)


def gradient(x, xp):
    return 2 * x**3 - 16 * x + 2.5


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-5, 5), (-5, 5)),
    start=(0.5, 1),
    minima=((-2.903534027771177, -2.903534027771177),),
    least=-78.33233140754282,
    formula=(
        r"f(x, y) = \tfrac12 \left(x^4 - 16x^2 + 5x\right) "
        r"+ \tfrac12 \left(y^4 - 16y^2 + 5y\right)"
    ),
    title="Styblinski-Tang",
    tags=("many minima", "separable"),
    stable_lr=0.05783178388208259,
    curvature=(34.58305910255068, 34.58305910255068),
)
