"""Sharpness: the largest eigenvalue of the Hessian, to be held against the stability limit 2/lr.

Gradient descent cannot stay where the sharpness exceeds 2/lr (the edge of stability; Cohen et al. 2021,
arXiv:2103.00065). In few dimensions the whole Hessian is taken; otherwise power iteration on Hessian-vector products.
"""

from collections.abc import Sequence

from descent import random
from descent.derivatives import hessian, hessian_vector
from descent.spec import Array, Landscape, Namespace
from descent.trace import Trace

# Up to this dimension the Hessian itself is no dearer than the iteration.
SMALL = 8
# A quotient this near to the size it should have is that of a positive eigenvalue.
SETTLED = 0.99


def sharpness(landscape: Landscape, x: Array, xp: Namespace, iterations: int = 60) -> Array:
    """The largest eigenvalue of the Hessian at each of the points `(runs, dim)`: `(runs,)`."""
    if landscape.dim <= SMALL:
        return xp.linalg.eigvalsh(hessian(landscape, x, xp))[:, -1]
    return power_iteration(landscape, x, xp, iterations)


def power_iteration(landscape: Landscape, x: Array, xp: Namespace, iterations: int = 60) -> Array:
    """The largest eigenvalue by power iteration, `(runs,)`: a lower bound that rises with `iterations`.

    The iteration finds the eigenvalue largest in size. Where that one may be negative it is repeated on H shifted by
    its size, which makes all eigenvalues positive and leaves their order.
    """
    quotient, size = _iterate(landscape, x, 0 * x[:, :1], xp, iterations)
    doubtful = quotient < SETTLED * size
    if not bool(xp.any(doubtful)):
        return quotient
    shift = xp.where(doubtful, size, 0 * size)
    again = _iterate(landscape, x, shift[:, None], xp, iterations)[0] - shift
    # Each is the Rayleigh quotient of some vector, so the larger one is the nearer.
    return xp.maximum(quotient, again)


def _iterate(landscape: Landscape, x: Array, shift: Array, xp: Namespace, iterations: int) -> tuple[Array, Array]:
    """The Rayleigh quotient vᵀ(H + shift)v after the iterations and the size of (H + shift)v: both `(runs,)`."""
    zero = xp.zeros(1, dtype=xp.int64, device=x.device)
    v = xp.astype(random.normal(0, zero, zero, x.shape[1], xp)[0, :, :], x.dtype) + 0 * x
    quotient, size = 0 * x[:, 0], 0 * x[:, 0]
    for _ in range(iterations):
        length = xp.sqrt(xp.sum(v * v, axis=-1, keepdims=True))
        v = v / xp.where(length == 0, xp.ones_like(length), length)
        product = hessian_vector(landscape, x, v, xp) + shift * v
        quotient = xp.sum(v * product, axis=-1)
        size = xp.sqrt(xp.sum(product * product, axis=-1))
        v = product
    return quotient, size


def along(trace: Trace, steps: Sequence[int], xp: Namespace, iterations: int = 60) -> Array:
    """The sharpness at the points after the given numbers of steps, `(len(steps), runs)`, all in one batch."""
    chosen = xp.stack([trace.points[step, :, :] for step in steps])
    found = sharpness(trace.landscape, xp.reshape(chosen, (-1, trace.landscape.dim)), xp, iterations)
    return xp.reshape(found, chosen.shape[:2])
