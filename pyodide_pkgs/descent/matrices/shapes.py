"""Shapes of matrix parameters: what is refused, which side is shorter, and how long a Muon step is for a shape."""

from collections.abc import Sequence

from descent.arrays import at_least_single
from descent.errors import BadShape
from descent.spec import Array, Namespace, Options

SCALES: Options = {
    "spectral": "√max(rows, columns): the step has the same spectral norm per √dimension whatever the shape",
    "shape_scaling": "√max(1, rows / columns), the original Muon",
    "unit_rms_norm": "√(rows / columns): inputs of root mean square 1 change outputs by root mean square 1",
    "match_rms_adamw": "0.2 √max(rows, columns): the root mean square of an AdamW step",
    "fan_in": "√max(1, columns / rows): the original scale where axis 0 is the input",
}


def matrix_shape(p: Array, rule: str) -> tuple[int, int]:
    """Rows and columns of the parameter `(runs, rows, columns)`; `BadShape` for anything else."""
    if p.ndim != 3:
        raise BadShape(f"{rule} takes matrices, arrays (runs, rows, columns); got shape {tuple(p.shape)}")
    return p.shape[1], p.shape[2]


def muon_scale(shape: Sequence[int], scale: str) -> float:
    """The factor, one of `SCALES`, of a semi-orthogonal step whose shape ends in rows and columns."""
    rows, columns = shape[-2:]
    factor: float = {
        "spectral": max(rows, columns) ** 0.5,
        "shape_scaling": max(1.0, rows / columns) ** 0.5,
        "unit_rms_norm": (rows / columns) ** 0.5,
        "match_rms_adamw": 0.2 * max(rows, columns) ** 0.5,
        "fan_in": max(1.0, columns / rows) ** 0.5,
    }[scale]
    return factor


def identity(p: Array, axis: int, xp: Namespace) -> Array:
    """The identity matrix for the rows (axis 1) or columns (axis 2) of `p`, one per run: `(runs, n, n)`.

    In the dtype of `p`, but float32 at least.
    """
    n, dtype = p.shape[axis], at_least_single(p.dtype, xp)
    ones = xp.eye(n, dtype=dtype, device=p.device)
    return xp.zeros((p.shape[0], n, n), dtype=dtype, device=p.device) + ones


def zeros(p: Array, rows: int, columns: int, xp: Namespace) -> Array:
    """A zero matrix `(runs, rows, columns)` in the dtype of `p`, but float32 at least, and on its device."""
    return xp.zeros((p.shape[0], rows, columns), dtype=at_least_single(p.dtype, xp), device=p.device)


def per_run(value: Array | float, p: Array, xp: Namespace) -> Array:
    """A number, or an array with one number per run, as an array `(runs, 1, ...)` in float32 at least.

    A step counter `t` may be a Python number; compared in this form it gives a mask for `xp.where`.
    """
    dtype = at_least_single(p.dtype, xp)
    return xp.zeros((p.shape[0],) + (1,) * (p.ndim - 1), dtype=dtype, device=p.device) + value
