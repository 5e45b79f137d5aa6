"""Zakharov: Σ xᵢ² + s² + s⁴ with s = Σ ½ i xᵢ: a plate that one direction bends steeply."""

from descent.arrays import constant
from descent.spec import Landscape


def value(x, xp):
    """The value, `(runs,)`."""
    s = xp.sum(constant(tuple(0.5 * i for i in range(1, x.shape[-1] + 1)), x, xp) * x, axis=-1)
    return xp.sum(x * x, axis=-1) + s**2 + s**4


def gradient(x, xp):
    """The gradient, `(runs, dim)`."""
    weight = constant(tuple(0.5 * i for i in range(1, x.shape[-1] + 1)), x, xp)
    s = xp.sum(weight * x, axis=-1, keepdims=True)
    return 2 * x + (2 * s + 4 * s**3) * weight


def landscape(dim: int = 10) -> Landscape:
    """The landscape of `dim` coordinates."""
    steepest = 2 + 0.5 * sum(i * i for i in range(1, dim + 1))
    return Landscape(
        value,
        gradient,
        window=((-5.0, 10.0),) * dim,
        start=(-2.0, 3.0) * (dim // 2) + (-2.0,) * (dim % 2),
        minima=((0.0,) * dim,),
        least=0.0,
        formula=r"f(x) = \sum_i x_i^2 + s^2 + s^4, \quad s = \sum_i \tfrac{i}{2}\, x_i",
        title=f"Zakharov, n = {dim}",
        tags=("convex", "ill-conditioned", "n-dimensional"),
        stable_lr=2 / steepest,
        curvature=(2.0 if dim > 1 else steepest, steepest),
        log_scale=True,
    )
