"""What rules share: a few array functions that mean the same in NumPy, torch and array-api-strict.

Axis 0 is the run and is never reduced over: row i of a population equals that row alone, bit for bit in NumPy float64.
"""

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


def mean(x: Array, xp: Namespace) -> Array:
    """The mean over each run, `(runs, 1, ..., 1)`."""
    return xp.mean(x, axis=over_run(x), keepdims=True)


def norm(x: Array, xp: Namespace) -> Array:
    """The Euclidean (for matrices: Frobenius) norm of each run, `(runs, 1, ..., 1)`."""
    return xp.sqrt(total(x * x, xp))


def rms(x: Array, xp: Namespace) -> Array:
    """The root of the mean square of each run, `(runs, 1, ..., 1)`."""
    return xp.sqrt(mean(x * x, xp))


def ema(old: Array, new: Array, beta: Array | float) -> Array:
    """The exponential moving average `beta * old + (1 - beta) * new`."""
    return beta * old + (1 - beta) * new


def constant(values: object, x: Array, xp: Namespace) -> Array:
    """Nested tuples of numbers as an array of the dtype and on the device of `x`."""
    return xp.asarray(values, dtype=x.dtype, device=x.device)


def columns(*coordinates: Array, xp: Namespace) -> Array:
    """The arrays of each coordinate, `(runs,)`, side by side: `(runs, dim)`."""
    return xp.stack(coordinates, axis=-1)
