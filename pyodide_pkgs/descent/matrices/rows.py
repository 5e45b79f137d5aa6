"""Rows and columns as vectors of their own: their lengths, unit vectors, and the sphere each of them lives on."""

from descent.arrays import length
from descent.matrices.shapes import per_run
from descent.spec import Array, Namespace


def unit(x: Array, axis: int, xp: Namespace, *, eps: Array | float) -> Array:
    """The vectors of `x` along `axis` divided by max(length, `eps`)."""
    return x / xp.maximum(length(x, axis, xp), per_run(eps, x, xp))


def row_norm(x: Array, xp: Namespace, *, center_rows: bool = False, eps: Array | float = 1e-8) -> Array:
    """Each row of `x`, `(runs, rows, columns)`, divided by max(its length, `eps`).

    `center_rows` takes the mean row off before and after.
    """
    if not center_rows:
        return unit(x, -1, xp, eps=eps)
    return centred(unit(centred(x, xp), -1, xp, eps=eps), xp)


def centred(x: Array, xp: Namespace) -> Array:
    """Each matrix without its mean row."""
    return x - xp.mean(x, axis=-2, keepdims=True)


def tangent(p: Array, u: Array, axis: int, xp: Namespace) -> Array:
    """The part of `u` that moves no vector of `p` along itself: u - p ⟨p, u⟩ for unit vectors along `axis`."""
    return u - p * xp.sum(p * u, axis=axis, keepdims=True)
