"""Bounds: a step held below a root mean square or a largest entry, and cheap lower bounds of a spectral norm."""

from descent.arrays import length, over_run, rms, sign
from descent.matrices.rows import unit
from descent.matrices.shapes import per_run
from descent.spec import Array, Namespace


def rms_bounded(u: Array, bound: Array | float, xp: Namespace, *, eps: float = 1e-7) -> Array:
    """`u` scaled down where its root mean square plus `eps` exceeds `bound`; as it is where `bound` is 0."""
    bound = per_run(bound, u, xp)
    return u * xp.where(bound > 0, xp.clip(bound / (rms(u, xp) + eps), max=1.0), xp.ones_like(bound))


def largest(x: Array, xp: Namespace) -> Array:
    """The largest absolute entry of each run, `(runs, 1, ...)`."""
    return xp.max(xp.abs(x), axis=over_run(x), keepdims=True)


def norm_bound(A: Array, probes: Array, scale: Array, xp: Namespace, *, eps: float = 1e-8) -> Array:
    """A lower bound `(runs, 1, 1)` of the spectral norm of symmetric or skew matrices, by subspace iteration.

    The rows of `probes`, `(runs, k, n)`, are turned towards the longest row of A and multiplied by it four times; the
    longest result bounds the norm. `scale`, about the size of the entries, keeps the squares in range. Li's PSGD.
    """
    scale = xp.maximum(scale, xp.full_like(scale, eps))
    A = A / scale
    row = _longest_row(A, xp)
    V = row + sign(xp.sum(row * probes, axis=-1, keepdims=True), xp) * probes
    for _ in range(2):
        V = V @ A
        V = V / (length(V, -1, xp) + eps)
        V = V @ A
    return scale * xp.max(length(V, -1, xp), axis=-2, keepdims=True)


def norm_bound_by_row(A: Array, xp: Namespace) -> Array:
    """A lower bound `(runs, 1, 1)` of the spectral norm of symmetric matrices, from the longest row; 0 for zero.

    Two products with A from the row of A that is longest, within √2 of the norm for most matrices. Li's PSGD.
    """
    scale = largest(A, xp)
    A = A / xp.where(scale > 0, scale, xp.ones_like(scale))
    x = _longest_row(A, xp) @ A
    return scale * length(unit(x, -1, xp, eps=xp.finfo(A.dtype).smallest_normal) @ A, -1, xp)


def _longest_row(A, xp):
    """The row of each matrix with the largest Euclidean length, `(runs, 1, n)`."""
    place = xp.argmax(xp.sum(A * A, axis=-1, keepdims=True), axis=-2, keepdims=True)
    return xp.take_along_axis(A, xp.broadcast_to(place, (A.shape[0], 1, A.shape[-1])), axis=-2)
