"""What rules share: a few array functions that mean the same in NumPy, torch and array-api-strict.

Axis 0 is the run and is never reduced over: row i of a population equals that row alone, bit for bit in NumPy float64.
"""

import math
import warnings
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from descent.spec import Array, Namespace


def sign(x: Array, xp: Namespace) -> Array:
    """-1, 0 or 1 in the dtype of `x`; 0 for NaN (NumPy's own sign gives NaN, torch's gives 0)."""
    return xp.astype(x > 0, x.dtype) - xp.astype(x < 0, x.dtype)


def over_run(x: Array) -> tuple[int, ...]:
    """The axes of one run: all but the first."""
    return tuple(range(1, x.ndim))


def total(x: Array, xp: Namespace) -> Array:
    """The sum over each run, `(runs, 1, ..., 1)`."""
    return xp.sum(x, axis=over_run(x), keepdims=True)


def over_model(tensors: Iterable[Array], xp: Namespace) -> Array:
    """The sum over all entries of all tensors, `(runs,)`."""
    return sum(xp.reshape(total(tensor, xp), (tensor.shape[0],)) for tensor in tensors)


def mean(x: Array, xp: Namespace) -> Array:
    """The mean over each run, `(runs, 1, ..., 1)`."""
    return xp.mean(x, axis=over_run(x), keepdims=True)


def norm(x: Array, xp: Namespace) -> Array:
    """The Euclidean (for matrices: Frobenius) norm of each run, `(runs, 1, ..., 1)`."""
    return length(x, over_run(x), xp)


def rms(x: Array, xp: Namespace) -> Array:
    """The root of the mean square of each run, `(runs, 1, ..., 1)`."""
    scale = largest_entry(x, over_run(x), xp)
    return scale * xp.sqrt(mean((x / scale) ** 2, xp))


def length(x: Array, axis: int | tuple[int, ...], xp: Namespace) -> Array:
    """The Euclidean length along `axis`, which stays as 1.

    Of entries divided by the largest: squares would over- or underflow where the length itself does not.
    """
    scale = largest_entry(x, axis, xp)
    return scale * xp.sqrt(xp.sum((x / scale) ** 2, axis=axis, keepdims=True))


def largest_entry(x: Array, axis: int | tuple[int, ...], xp: Namespace) -> Array:
    """The largest absolute entry along `axis`, which stays as 1; 1 where it is 0 or not finite, to divide by."""
    size = xp.abs(x)
    if 0 in x.shape:
        return 1 + xp.sum(size, axis=axis, keepdims=True)
    scale = xp.max(size, axis=axis, keepdims=True)
    return xp.where(xp.isfinite(scale) & (scale > 0), scale, 1.0)


def ema(old: Array, new: Array, beta: Array | float) -> Array:
    """The exponential moving average `beta * old + (1 - beta) * new`."""
    return beta * old + (1 - beta) * new


def constant(values: object, x: Array, xp: Namespace) -> Array:
    """Nested tuples of numbers as an array of the dtype and on the device of `x`."""
    return xp.asarray(values, dtype=x.dtype, device=x.device)


def columns(*coordinates: Array, xp: Namespace) -> Array:
    """The arrays of each coordinate, `(runs,)`, side by side: `(runs, dim)`."""
    # NumPy's stack is written in Python and takes three times as long for a few runs.
    return xp.concat([x[..., None] for x in coordinates], axis=-1)


def quiet(xp: Namespace) -> AbstractContextManager[Any]:
    """A block in which overflow and invalid values are results: NumPy's warnings are off."""
    return xp.errstate(all="ignore") if hasattr(xp, "errstate") else _without_warnings()


@contextmanager
def _without_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def lerp(start: Array, end: Array, weight: Array | float) -> Array:
    """The point that lies `weight` of the way from `start` to `end`, `start + weight * (end - start)`.

    `lerp(m, g, 1 - beta)` is `ema(m, g, beta)` but for an infinite `m`, which becomes NaN at the next step (inf - inf):
    torch forms its first moments this way and its second moments the other way.
    """
    return start + weight * (end - start)


def is_number(x: object) -> bool:
    """Whether `x` is a plain Python number, not an array."""
    return isinstance(x, bool | int | float)


def spread(x: Array | float, p: Array, xp: Namespace) -> Array | float:
    """A number as it is; an array `(runs,)`, `(1,)` or `()` as `(runs, 1, ..., 1)`, to broadcast against `p`.

    Its dtype is that of `p`, but float32 at least. Truths stay truths.
    """
    if isinstance(x, bool | int | float):
        return x
    x = xp.reshape(x, (x.shape[0] if x.ndim else 1,) + (1,) * (p.ndim - 1))
    return x if x.dtype == xp.bool else xp.astype(x, at_least_single(p.dtype, xp))


def at_least_single(dtype: Any, xp: Namespace) -> Any:
    """The dtype itself, or float32 for one of fewer bits (float16, bfloat16)."""
    return xp.float32 if getattr(dtype, "itemsize", 4) < 4 else dtype


def widened(x: Array, xp: Namespace) -> Array:
    """The array in float32 where its dtype has fewer bits, else the array itself."""
    dtype = at_least_single(x.dtype, xp)
    return x if x.dtype == dtype else xp.astype(x, dtype)


def choose(condition: Array | bool, yes: Array | float, no: Array | float, xp: Namespace) -> Array | float:
    """`yes` where `condition` holds, else `no`: `xp.where` that also takes conditions on plain numbers."""
    if is_number(condition):
        return yes if condition else no
    return xp.where(condition, yes, no)


def smaller(x: Array | float, y: Array | float, xp: Namespace) -> Array | float:
    """The smaller of two, each a number or an array; NaN stays NaN in arrays."""
    if is_number(x) and is_number(y):
        return min(x, y)
    return xp.minimum(x, y)


def larger(x: Array | float, y: Array | float, xp: Namespace) -> Array | float:
    """The larger of two, each a number or an array; NaN stays NaN in arrays."""
    if is_number(x) and is_number(y):
        return max(x, y)
    return xp.maximum(x, y)


def log(x: Array | float, xp: Namespace) -> Array | float:
    """The natural logarithm of a number or an array."""
    # While a rule is traced, xp tells this, which is math's for numbers, from the library's own logarithm.
    return math.log(x) if is_number(x) else getattr(xp, "log_of_number", xp.log)(x)


def per_run(x: float, p: Array, xp: Namespace) -> Array:
    """The number once for each run, `(runs, 1, ..., 1)` in the dtype of `p`, but float32 at least.

    In bfloat16 a sum of ones stops at 256 and 0.999 is 1.
    """
    dtype = at_least_single(p.dtype, xp)
    return xp.full((p.shape[0],) + (1,) * (p.ndim - 1), x, dtype=dtype, device=p.device)


def inverse(x: Array, least: Array | float, xp: Namespace) -> Array:
    """1 / x, and 0 where x is below `least`."""
    small = x < least
    return xp.where(small, 0.0, 1 / xp.where(small, 1.0, x))
