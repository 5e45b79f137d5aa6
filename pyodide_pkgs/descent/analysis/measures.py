"""Measures along a trace; each is `(steps, runs)` unless said otherwise, and zero once a run has ended."""

from descent.arrays import constant
from descent.errors import BadShape
from descent.spec import Array, Namespace
from descent.trace import Trace


def updates(trace: Trace) -> Array:
    """What each step added: `(steps, runs, dim)`."""
    return trace.points[1:, :, :] - trace.points[:-1, :, :]


def update_rms(trace: Trace, xp: Namespace) -> Array:
    """The root mean square of each step over the coordinates."""
    step = updates(trace)
    return xp.sqrt(xp.mean(step * step, axis=-1))


def effective_rate(trace: Trace, xp: Namespace) -> Array:
    """The length of each step over that of the exact gradient it started from; lr itself for gradient descent."""
    step = updates(trace)
    return _ratio(xp.sqrt(xp.sum(step * step, axis=-1)), trace.gradient_norms[:-1, :], xp)


def coordinate_rate(trace: Trace, xp: Namespace) -> Array:
    """The effective learning rate of each coordinate, -step/gradient: `(steps, runs, dim)`; 0 where the gradient is."""
    return _ratio(-updates(trace), trace.gradients[:-1, :, :], xp)


def descent_cosine(trace: Trace, xp: Namespace) -> Array:
    """The cosine of the angle between each step and the direction of steepest descent; 0 where either is zero."""
    step, gradient = updates(trace), trace.gradients[:-1, :, :]
    size = xp.sqrt(xp.sum(step * step, axis=-1)) * trace.gradient_norms[:-1, :]
    return _ratio(-xp.sum(step * gradient, axis=-1), size, xp)


def tracking_distance(trace: Trace, xp: Namespace, skip: int = 50) -> Array:
    """The mean distance to the nearest, perhaps moving, minimum after the first `skip` steps: `(runs,)`."""
    landscape = trace.landscape
    if not landscape.minima or trace.steps <= skip:
        raise BadShape(f"tracking needs a minimum and more than {skip} steps, given {trace.steps} steps")
    points = trace.points[skip + 1 :, :, :]
    if landscape.motion is not None:
        moved = [landscape.motion(step) for step in range(skip + 1, trace.steps + 1)]
        points = points - constant(moved, points, xp)[:, None, :]
    apart = points[:, :, None, :] - constant(landscape.minima, points, xp)
    return xp.mean(xp.min(xp.sqrt(xp.sum(apart * apart, axis=-1)), axis=-1), axis=0)


def _ratio(top: Array, bottom: Array, xp: Namespace) -> Array:
    """`top` / `bottom`, 0 where `bottom` is."""
    none = bottom == 0
    return xp.where(none, xp.zeros_like(top), top / xp.where(none, xp.ones_like(bottom), bottom))
