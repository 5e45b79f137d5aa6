"""The starts of populations: random points of the window."""

from descent import random
from descent.arrays import constant
from descent.spec import Array, Landscape, Namespace


def random_starts(landscape: Landscape, count: int, xp: Namespace, seed: int = 0) -> Array:
    """`count` points spread evenly over the window, `(count, dim)` float64; the same for the same seed everywhere."""
    runs, steps = xp.arange(count, dtype=xp.int64), xp.zeros(1, dtype=xp.int64)
    unit = random.uniform(seed, runs, steps, landscape.dim, xp)[0, :, :]
    low, high = (constant([bounds[side] for bounds in landscape.window], unit, xp) for side in (0, 1))
    return low + (high - low) * unit
