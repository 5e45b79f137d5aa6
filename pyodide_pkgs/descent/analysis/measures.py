"""Measures along a trace; each is `(steps, runs)` unless said otherwise, and zero once a run has ended."""

from descent.arrays import constant
from descent.errors import BadShape
from descent.spec import Array, Landscape, Namespace
from descent.trace import Trace
from descent.trace.ending import relative


def updates(trace: Trace) -> Array:
    """What each step added: `(steps, runs, dim)`."""
    return trace.points[1:, :, :] - trace.points[:-1, :, :]


def update_rms(trace: Trace, xp: Namespace) -> Array:
    """The root mean square of each step over the coordinates."""
    step = updates(trace)
    return xp.sqrt(xp.mean(step * step, axis=-1))


def effective_rate(trace: Trace, xp: Namespace) -> Array:
    """The length of each step over that of the exact gradient it started from; lr itself for gradient descent."""
    return rate_of(updates(trace), trace.gradients[:-1, :, :], xp)


def descent_cosine(trace: Trace, xp: Namespace) -> Array:
    """The cosine of the angle between each step and the direction of steepest descent; 0 where either is zero."""
    return cosine_of(updates(trace), trace.gradients[:-1, :, :], xp)


def rate_of(step: Array, gradient: Array, xp: Namespace) -> Array:
    """The length of `step` over that of `gradient`, both `(..., dim)`; 0 where the gradient is or is no number."""
    return _ratio(_length(step, xp), _length(gradient, xp), xp)


def cosine_of(step: Array, gradient: Array, xp: Namespace) -> Array:
    """The cosine of the angle between `step` and -`gradient`, both `(..., dim)`; 0 where either is or is no number."""
    return _ratio(-xp.sum(step * gradient, axis=-1), _length(step, xp) * _length(gradient, xp), xp)


def distance(landscape: Landscape, points: Array, xp: Namespace) -> Array:
    """How far the points `(steps, runs, dim)` after 0, 1, ... steps are from the nearest, perhaps moving, minimum.

    `(steps, runs)`; `BadShape` for a landscape that states no minimum.
    """
    if not landscape.minima:
        raise BadShape(f"{landscape.title} states no minimum to be near to")
    apart = relative(landscape, 0, points, xp)[:, :, None, :] - constant(landscape.minima, points, xp)
    return xp.min(xp.sqrt(xp.sum(apart * apart, axis=-1)), axis=-1)


def _length(vector: Array, xp: Namespace) -> Array:
    return xp.sqrt(xp.sum(vector * vector, axis=-1))


def _ratio(top: Array, bottom: Array, xp: Namespace) -> Array:
    """`top` / `bottom`, 0 where `bottom` is 0 or no number."""
    some = bottom > 0
    return xp.where(some, top / xp.where(some, bottom, xp.ones_like(bottom)), xp.zeros_like(top))
