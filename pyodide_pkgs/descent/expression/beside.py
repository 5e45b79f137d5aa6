"""The shortest subgradient at a kink, from the gradients beside it.

Where a function has a kink there is no gradient but a whole set between those on all sides; its shortest vector is 0 at
a minimum and points uphill elsewhere. The gradients are taken a little way off in several directions and carried back
to the point in a straight line; then again in the direction in which the shortest one found so far leads down. Taking
gradients beside the point is the gradient sampling of Burke, Lewis & Overton (2005).
"""

import math
from collections.abc import Callable

from descent.arrays import constant
from descent.spec import Array, Namespace

Evaluate = Callable[[Array], tuple[Array, Array]]

STEP = 2.0**-30
ROUNDS = 8
AROUND = ((1, 0), (0, 1), (-1, 0), (0, -1), (0.8, 0.6), (-0.6, 0.8), (-0.8, -0.6), (0.6, -0.8))
"""Unit vectors all round."""
JOINED = 16.0
"""A value that has risen by more than so many times what the slope says lies beyond a jump."""
CLOSE = 1e-9
TINY = 1e-24
"""The square of what is left of vectors that cancel, as a share of theirs."""


def shortest(evaluate: Evaluate, x: Array, value: Array, fallback: Array, xp: Namespace) -> Array:
    """The shortest vector between the gradients beside each `x` `(runs, 2)`; `fallback` where there are none.

    `evaluate` gives value and gradient; gradients that are not finite and those across a jump do not count.
    """
    ways = [constant([way], x, xp) + xp.zeros_like(x) for way in AROUND]
    pieces = [_piece(evaluate, x, value, way, xp) for way in ways]
    for _ in range(ROUNDS):
        best, _ = _nearest(pieces, xp)
        size = xp.sqrt(xp.sum(best * best, axis=-1, keepdims=True))
        still = ~(size > 0) | ~xp.isfinite(size)
        if bool(xp.all(still)):
            break
        way = xp.where(still, ways[0], -best / xp.where(still, xp.ones_like(size), size))
        pieces.append(_piece(evaluate, x, value, way, xp))
    best, some = _nearest(pieces, xp)
    return xp.where(some[:, None], best, fallback)


def _piece(evaluate: Evaluate, x: Array, value: Array, way: Array, xp: Namespace) -> tuple[Array, Array]:
    """The gradient on the side of `x` that `way` points to, `(runs, 2)`, and whether it counts, `(runs,)`."""
    step = STEP * (1 + xp.max(xp.abs(x), axis=-1, keepdims=True))
    near, slope = evaluate(x + step * way)
    _, farther = evaluate(x + 2 * step * way)
    there = xp.all(xp.isfinite(slope), axis=-1)
    length = xp.sqrt(xp.sum(xp.where(there[:, None], slope * slope, xp.zeros_like(slope)), axis=-1))
    joined = xp.abs(near - value) <= JOINED * step[:, 0] * length + CLOSE * (1 + xp.abs(value))
    carried = xp.where(xp.isfinite(farther), 2 * slope - farther, slope)
    return xp.where(there[:, None], carried, xp.zeros_like(slope)), there & joined


def _nearest(pieces: list[tuple[Array, Array]], xp: Namespace) -> tuple[Array, Array]:
    """The point nearest to 0 in the hull of the vectors that count, and whether any does."""
    vectors = xp.stack([vector for vector, _ in pieces], axis=1)
    counts = xp.stack([mask for _, mask in pieces], axis=1)
    a, edge = vectors[:, :, None, :], vectors[:, None, :, :] - vectors[:, :, None, :]
    square = xp.sum(edge * edge, axis=-1)
    share = -xp.sum(a * edge, axis=-1) / xp.where(square > 0, square, xp.ones_like(square))
    share = xp.clip(share, 0.0, 1.0)
    points = xp.reshape(a + share[..., None] * edge, (vectors.shape[0], -1, 2))
    lengths = xp.sum(points * points, axis=-1)
    both = xp.reshape(counts[:, :, None] & counts[:, None, :], lengths.shape)
    lengths = xp.where(both, lengths, xp.full_like(lengths, float("inf")))
    chosen = xp.arange(lengths.shape[1])[None, :] == xp.argmin(lengths, axis=-1)[:, None]
    best = xp.sum(xp.where(chosen[..., None], points, xp.zeros_like(points)), axis=1)
    largest = xp.max(xp.sum(vectors * vectors, axis=-1), axis=-1)
    zero = _surrounded(vectors, counts, xp) | (xp.min(lengths, axis=-1) <= TINY * largest)
    return xp.where(zero[:, None], xp.zeros_like(best), best), xp.any(counts, axis=-1)


def _surrounded(vectors: Array, counts: Array, xp: Namespace) -> Array:
    """Whether the vectors that count leave no half plane empty."""
    angles = xp.atan2(vectors[..., 1], vectors[..., 0])
    # Those that do not count are put where one stands that does: at the largest angle.
    largest = xp.max(xp.where(counts, angles, xp.full_like(angles, -4.0)), axis=-1, keepdims=True)
    angles = xp.sort(xp.where(counts, angles, largest), axis=-1)
    gaps = xp.concat([angles[:, 1:] - angles[:, :-1], angles[:, :1] + 2 * math.pi - angles[:, -1:]], axis=-1)
    return xp.max(gaps, axis=-1) < math.pi - CLOSE
