"""The gradient of a typed function: forward differentiation in both coordinates at once."""

from collections.abc import Callable

from descent.expression.beside import shortest
from descent.expression.dual import Dual, real, spread
from descent.spec import Array, Namespace

Function = Callable[..., Dual | Array | float]
"""`f(x, y, xp)` of two arrays `(runs,)` or two duals."""


def gradient_of(f: Function, x: Array, xp: Namespace) -> Array:
    """The gradient of `f` at `x`, `(runs, 2)`; NaN where f is NaN, and at a kink the shortest subgradient.

    `x` may be complex: a complex step of this gradient gives second derivatives, away from kinks.
    """
    value, gradient, kink = _differentiated(f, x, xp)
    if real(x) is not x:
        at = real(x)
        outside = xp.isnan(_differentiated(f, at, xp)[0])
        return xp.where(outside[:, None], xp.full_like(gradient, complex("nan+nanj")), gradient)
    gradient = xp.where(xp.isnan(value)[:, None], xp.full_like(gradient, float("nan")), gradient)
    asked = xp.any(xp.isnan(gradient), axis=-1)
    if kink is not None:
        asked = asked | (kink & xp.all(xp.isfinite(gradient), axis=-1))
    asked = asked & xp.isfinite(value)
    if bool(xp.any(asked)):
        found = shortest(lambda near: _differentiated(f, near, xp)[:2], x[asked], value[asked], gradient[asked], xp)
        gradient[asked] = found
    return gradient


def _differentiated(f: Function, x: Array, xp: Namespace) -> tuple[Array, Array, Array | None]:
    """Value `(runs,)` and gradient `(runs, 2)` by the rules of differentiation, and where there are kinks."""
    across, up = x[:, 0], x[:, 1]
    found = f(Dual(across, (1.0, None)), Dual(up, (None, 1.0)), xp)
    dual = found if isinstance(found, Dual) else Dual(found)
    value = xp.full_like(across, dual.value) if isinstance(dual.value, float) else dual.value
    # A partial derivative may be real though the point is complex, as that of abs is.
    partials = [xp.astype(spread(p, across, xp), across.dtype) for p in dual.partials]
    return value, xp.stack(partials, axis=-1), dual.kink
