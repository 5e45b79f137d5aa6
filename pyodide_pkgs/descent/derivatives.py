"""Derivatives without a formula: complex steps, exact to rounding where the code is analytic, and central differences.

Functions take `x` of `(runs, dim)`. `value` gives `(runs,)`, `gradient` gives `(runs, dim)`. All directions are
evaluated in one call, stacked along the run axis.
"""

from collections.abc import Callable

from descent.spec import Array, Landscape, Namespace

# Far below rounding: (h f')² never reaches the digits of f, so the imaginary part is the derivative to rounding.
COMPLEX_STEP = 1e-20
# The cube root of the rounding of float64, where truncation and rounding errors of a central difference meet.
CENTRAL_STEP = 6e-6


def complex_step_gradient(value: Callable[..., Array], x: Array, xp: Namespace) -> Array:
    """The gradient of `value` at `x`, `(runs, dim)`: Im f(x + i h eⱼ) / h. Squire & Trapp 1998."""
    runs, dim = x.shape
    moved = _complex(x, xp)[:, None, :] + COMPLEX_STEP * 1j * _axes(x, xp, complex_=True)
    return xp.reshape(xp.imag(value(xp.reshape(moved, (runs * dim, dim)), xp)), (runs, dim)) / COMPLEX_STEP


def central_gradient(value: Callable[..., Array], x: Array, xp: Namespace) -> Array:
    """The gradient of `value` at `x`, `(runs, dim)`, by central differences; about ten digits in float64.

    `x` may be complex, so that a complex step of this gradient gives second derivatives.
    """
    runs, dim = x.shape
    step = xp.astype(CENTRAL_STEP * (1 + xp.abs(x)), x.dtype)
    moves = step[:, None, :] * _axes(x, xp)
    ahead, behind = x[:, None, :] + moves, x[:, None, :] - moves
    high = xp.reshape(value(xp.reshape(ahead, (runs * dim, dim)), xp), (runs, dim))
    low = xp.reshape(value(xp.reshape(behind, (runs * dim, dim)), xp), (runs, dim))
    return (high - low) / (2 * step)


def hessian_vector(landscape: Landscape, x: Array, v: Array, xp: Namespace) -> Array:
    """The Hessian of the landscape at `x` times `v`, both `(runs, dim)`.

    By a complex step of its gradient where the landscape is analytic, otherwise by a central difference.
    """
    if landscape.analytic:
        moved = _complex(x, xp) + COMPLEX_STEP * 1j * _complex(v, xp)
        return xp.imag(landscape.gradient(moved, xp)) / COMPLEX_STEP
    size = xp.sqrt(xp.sum(v * v, axis=-1, keepdims=True))
    step = CENTRAL_STEP * (1 + xp.max(xp.abs(x), axis=-1, keepdims=True)) / xp.where(size == 0, size + 1, size)
    return (landscape.gradient(x + step * v, xp) - landscape.gradient(x - step * v, xp)) / (2 * step)


def hessian(landscape: Landscape, x: Array, xp: Namespace) -> Array:
    """The Hessian at `x`, `(runs, dim, dim)`, made symmetric."""
    runs, dim = x.shape
    points = xp.reshape(xp.broadcast_to(x[:, None, :], (runs, dim, dim)), (runs * dim, dim))
    axes = xp.reshape(xp.broadcast_to(_axes(x, xp), (runs, dim, dim)), (runs * dim, dim))
    matrix = xp.reshape(hessian_vector(landscape, points, axes, xp), (runs, dim, dim))
    return 0.5 * (matrix + xp.matrix_transpose(matrix))


def _complex(x: Array, xp: Namespace) -> Array:
    return xp.astype(x, xp.complex64 if x.dtype == xp.float32 else xp.complex128)


def _axes(x: Array, xp: Namespace, complex_: bool = False) -> Array:
    axes = xp.eye(x.shape[1], dtype=x.dtype, device=x.device)[None, :, :]
    return _complex(axes, xp) if complex_ else axes
