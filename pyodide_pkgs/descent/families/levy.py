"""Levy's rippled valley in n dimensions, w = 1 + (x - 1)/4."""

from math import pi, sin

from descent.spec import Landscape


def value(x, xp):
    """The value, `(runs,)`."""
    w = 1 + (x - 1) / 4
    head, last = w[:, :-1], w[:, -1]
    ripples = xp.sum((head - 1) ** 2 * (1 + 10 * xp.sin(pi * head + 1) ** 2), axis=-1)
    return xp.sin(pi * w[:, 0]) ** 2 + ripples + (last - 1) ** 2 * (1 + xp.sin(2 * pi * last) ** 2)


def gradient(x, xp):
    """The gradient, `(runs, dim)`."""
    w = 1 + (x - 1) / 4
    head, last = w[:, :-1], w[:, -1:]
    inner = 2 * (head - 1) * (1 + 10 * xp.sin(pi * head + 1) ** 2)
    inner = inner + 10 * pi * (head - 1) ** 2 * xp.sin(2 * pi * head + 2)
    outer = 2 * (last - 1) * (1 + xp.sin(2 * pi * last) ** 2) + 2 * pi * (last - 1) ** 2 * xp.sin(4 * pi * last)
    first = pi * xp.sin(2 * pi * w[:, :1])
    return (xp.concat((inner, outer), axis=-1) + xp.concat((first, 0 * w[:, 1:]), axis=-1)) / 4


def landscape(dim: int = 10) -> Landscape:
    """The landscape of `dim` ≥ 2 coordinates."""
    steepest = (2 * pi**2 + 2 * (1 + 10 * sin(pi + 1) ** 2)) / 16
    return Landscape(
        value,
        gradient,
        window=((-10.0, 10.0),) * dim,
        start=(-8.0, 7.0) * (dim // 2) + (-8.0,) * (dim % 2),
        minima=((1.0,) * dim,),
        least=0.0,
        formula=(
            r"f(x) = \sin^2 \pi w_1 + \sum_{i=1}^{n-1} (w_i - 1)^2 \left(1 + 10 \sin^2(\pi w_i + 1)\right) \\"
            r"+ (w_n - 1)^2 \left(1 + \sin^2 2\pi w_n\right), \quad w_i = 1 + \tfrac{x_i - 1}{4}"
        ),
        title=f"Levy, n = {dim}",
        tags=("many minima", "n-dimensional"),
        stable_lr=2 / steepest,
        curvature=(0.125, steepest),
    )
