"""Rosenbrock's valley in n dimensions: Σ 100 (xᵢ₊₁ - xᵢ²)² + (1 - xᵢ)². For n ≥ 4 a second, local minimum exists."""

from descent.spec import Landscape


def value(x, xp):
    """The value, `(runs,)`."""
    head, tail = x[:, :-1], x[:, 1:]
    return xp.sum(100 * (tail - head**2) ** 2 + (1 - head) ** 2, axis=-1)


def gradient(x, xp):
    """The gradient, `(runs, dim)`."""
    head, tail = x[:, :-1], x[:, 1:]
    q = tail - head**2
    none = 0 * x[:, :1]
    return xp.concat((-400 * head * q - 2 * (1 - head), none), axis=-1) + xp.concat((none, 200 * q), axis=-1)


def landscape(dim: int = 10) -> Landscape:
    """The landscape of `dim` ≥ 2 coordinates."""
    return Landscape(
        value,
        gradient,
        window=((-2.048, 2.048),) * dim,
        start=(-1.2, 1.0) * (dim // 2) + (-1.2,) * (dim % 2),
        minima=((1.0,) * dim,),
        least=0.0,
        formula=r"f(x) = \sum_{i=1}^{n-1} 100 \left(x_{i+1} - x_i^2\right)^2 + (1 - x_i)^2",
        title=f"Rosenbrock, n = {dim}",
        tags=("curved valley", "ill-conditioned", "n-dimensional"),
        log_scale=True,
    )
