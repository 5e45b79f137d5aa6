"""Dixon-Price: (x₁ - 1)² + Σ i (2 xᵢ² - xᵢ₋₁)², its minimum at xᵢ = 2^(-(2ⁱ - 2)/2ⁱ). Dixon & Price 1989."""

from descent.arrays import constant
from descent.spec import Landscape


def value(x, xp):
    """The value, `(runs,)`."""
    head, tail = x[:, :-1], x[:, 1:]
    weight = constant(tuple(range(2, x.shape[-1] + 1)), x, xp)
    return (x[:, 0] - 1) ** 2 + xp.sum(weight * (2 * tail**2 - head) ** 2, axis=-1)


def gradient(x, xp):
    """The gradient, `(runs, dim)`."""
    head, tail = x[:, :-1], x[:, 1:]
    weight = constant(tuple(range(2, x.shape[-1] + 1)), x, xp)
    q = 2 * weight * (2 * tail**2 - head)
    return xp.concat((2 * (x[:, :1] - 1), 4 * q * tail), axis=-1) - xp.concat((q, 0 * x[:, :1]), axis=-1)


def landscape(dim: int = 10) -> Landscape:
    """The landscape of `dim` ≥ 2 coordinates. The last coordinate's sign is free, so there are two minima."""
    place = tuple(2.0 ** (-(2**i - 2) / 2**i) for i in range(1, dim + 1))
    return Landscape(
        value,
        gradient,
        window=((-10.0, 10.0),) * dim,
        start=(-6.0, 5.0) * (dim // 2) + (-6.0,) * (dim % 2),
        minima=tuple((*place[:-1], sign * place[-1]) for sign in (1, -1)),
        least=0.0,
        formula=r"f(x) = (x_1 - 1)^2 + \sum_{i=2}^{n} i \left(2 x_i^2 - x_{i-1}\right)^2",
        title=f"Dixon-Price, n = {dim}",
        tags=("curved valley", "n-dimensional"),
        log_scale=True,
    )
