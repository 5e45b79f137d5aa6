"""The quantile of end values, of which some may have diverged."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def quantile(values: Floats, share: float, axis: int = -1) -> Floats:
    """The quantile by linear interpolation; `inf` where it lies beyond the last finite value (NumPy gives NaN)."""
    ordered = np.sort(values, axis=axis)
    place = share * (ordered.shape[axis] - 1)
    below = np.take(ordered, int(np.floor(place)), axis=axis)
    above = np.take(ordered, int(np.ceil(place)), axis=axis)
    part = place - np.floor(place)
    if part == 0:
        return np.asarray(below)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(np.isfinite(above), below + part * (above - below), above))
