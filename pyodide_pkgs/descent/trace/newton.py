"""Traces of L-BFGS, which evaluates where it likes and so is no rule: one run after another, one point per step."""

from collections.abc import Mapping
from typing import Any

from descent import lbfgs
from descent.arrays import quiet
from descent.errors import BadShape
from descent.spec import Array, Landscape, Namespace
from descent.trace.ending import Ending
from descent.trace.march import population
from descent.trace.path import Trace, assembled, closed


def trace_lbfgs(
    landscape: Landscape,
    settings: Mapping[str, Any] | None = None,
    *,
    xp: Namespace,
    steps: int,
    starts: Array | None = None,
    tolerance: float | None = None,
    leave: bool = True,
) -> Trace:
    """The trace of L-BFGS from every row of `starts`; its settings are numbers, the same for all runs.

    A step is up to `max_iter` iterations: with `max_iter` 1 every iteration is a point. Raises `BadHyper`, and
    `BadShape` for a landscape with noise or motion, which a line search cannot take.
    """
    if landscape.sample is not None or landscape.motion is not None:
        raise BadShape(f"L-BFGS needs a landscape that stands still and has no noise, given {landscape.title}")
    settings = lbfgs.settings(dict(settings or {}))
    starts = population(landscape, starts, {}, xp)
    ending = Ending(landscape, starts, xp, tolerance, leave)
    with quiet(xp):
        first = closed(ending, 0, starts[None, :, :])
        paths = [_path(landscape, starts[row : row + 1, :], settings, steps, xp) for row in range(starts.shape[0])]
        pieces = [first, closed(ending, 1, xp.concat(paths, axis=1))]
        ending.finish(steps)
        return assembled(None, landscape, settings, pieces, ending, xp)


def _path(landscape: Landscape, start: Array, settings: dict[str, Any], steps: int, xp: Namespace) -> Array:
    """The points `(steps, 1, dim)` of one run; it stays where it is no longer finite."""

    def objective(x: Array) -> tuple[Array, Array]:
        return landscape.value(x, xp), landscape.gradient(x, xp)

    progress, points = lbfgs.begin(start), []
    for _ in range(steps):
        if bool(xp.all(xp.isfinite(progress.x))):
            progress = lbfgs.advance(objective, progress, settings, xp)
        points.append(progress.x)
    return xp.stack(points)
