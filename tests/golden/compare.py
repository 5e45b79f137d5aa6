"""Compares nested lists of a golden file with arrays: shape, non-finite entries, then |a - b| <= atol + rtol |b|."""

from typing import Any

import numpy as np

from tests.golden.options import number


def mismatch(name: str, expected: Any, actual: Any, tol: dict[str, float]) -> list[str]:
    """One line where `actual` is not `expected` within the tolerance, else nothing.

    `actual` has no run axis. A single expected number stands for an array of any shape that holds only that number.
    """
    want = np.asarray(number(expected), dtype=np.float64)
    have = np.asarray(actual, dtype=np.float64)
    if want.ndim == 0 and have.size:
        want = np.broadcast_to(want, have.shape)
    if want.shape != have.shape:
        return [f"{name} has shape {have.shape}, expected {want.shape}"]
    finite = np.isfinite(want)
    same = np.where(finite, False, (want == have) | (np.isnan(want) & np.isnan(have)))
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.isfinite(have) & (np.abs(have - want) <= tol["atol"] + tol["rtol"] * np.abs(want))
    wrong = ~np.where(finite, close, same)
    if not wrong.any():
        return []
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    return [f"{name}{list(place)} is {have[place]!r}, expected {want[place]!r} ({int(wrong.sum())} of {wrong.size})"]
