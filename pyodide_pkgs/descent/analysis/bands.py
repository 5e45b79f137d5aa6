"""Quantiles over repeats, in which a diverged run counts as infinite."""

from collections.abc import Sequence
from math import ceil, floor

from descent.errors import BadShape
from descent.spec import Array, Namespace


def quantiles(values: Array, levels: Sequence[float], xp: Namespace) -> Array:
    """The quantiles along axis 0 of `(repeats, ...)`: `(levels, ...)`, linear between neighbours.

    Infinite values are the largest; a quantile that touches one is infinite. `values` must hold no NaN.
    """
    if not all(0 <= level <= 1 for level in levels):
        raise BadShape(f"a quantile's level is from 0 to 1, given {', '.join(map(str, levels))}")
    ordered = xp.sort(values, axis=0)
    return xp.stack([_between(ordered, level * (values.shape[0] - 1), xp) for level in levels])


def _between(ordered: Array, place: float, xp: Namespace) -> Array:
    below, above, weight = ordered[floor(place), ...], ordered[ceil(place), ...], place - floor(place)
    if weight == 0:
        return below
    # Infinity minus infinity is no number, so the difference is only taken where it is finite.
    finite = xp.isfinite(above)
    gap = xp.where(finite, above, xp.zeros_like(above)) - xp.where(finite, below, xp.zeros_like(below))
    return xp.where(finite, below + weight * gap, above)
