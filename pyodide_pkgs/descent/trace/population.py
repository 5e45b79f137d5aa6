"""An outcome: what became of each run of a population, for curves and maps of thousands of runs.

Only the last points, the losses and the first times below given targets are kept, so memory does not grow with steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descent.arrays import constant, quiet
from descent.spec import Array, Landscape, Namespace, Rule, Stop
from descent.trace.ending import REASONS, Ending, blocks
from descent.trace.inputs import Inputs
from descent.trace.march import March, population


@dataclass(frozen=True)
class Outcome:
    """The ends of the runs of one rule on one landscape, with runs along axis 0 of every array but `hits`.

    `points` `(runs, dim)` and `losses` are the last good ones, `best` the least loss on the way. `diverged` is true for
    runs that left the window or the finite numbers; `reasons` index `descent.trace.ending.REASONS`; `stop_steps` counts
    the steps to the last good point. `hits` `(targets, runs)` is the first step with a loss at or below each target,
    -1 for never.
    """

    points: Array
    losses: Array
    best: Array
    diverged: Array
    reasons: Array
    stop_steps: Array
    targets: tuple[float, ...]
    hits: Array

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The reason of each run."""
        return tuple(REASONS[int(self.reasons[run])] for run in range(self.reasons.shape[0]))


def outcome(
    rule: Rule,
    landscape: Landscape,
    settings: Mapping[str, Any] | None = None,
    *,
    xp: Namespace,
    steps: int,
    starts: Array | None = None,
    seed: int = 0,
    numbers: Array | None = None,
    inputs: Inputs | None = None,
    tolerance: float | None = None,
    leave: bool = True,
    targets: Sequence[float] = (),
) -> Outcome:
    """The outcome of a population; the arguments are those of `descent.trace.trace`, `targets` are losses to reach."""
    settings = dict(settings or {})
    starts = population(landscape, starts, settings, xp)
    march = March(rule, landscape, starts, settings, xp, seed=seed, numbers=numbers, inputs=inputs)
    ending = Ending(landscape, starts, xp, tolerance, leave)
    levels = constant(tuple(targets) or (float("-inf"),), starts, xp)[:, None]
    with quiet(xp):
        ending.close(0, starts[None, :, :])
        best = ending.last_loss
        hits = xp.astype(best <= levels, xp.int64) - 1
        for block in blocks(march, ending, steps):
            own, losses = ending.close(block.first, block.points)
            if own is not None:
                losses = xp.where(own, losses, xp.full_like(losses, float("inf")))
            best = xp.minimum(best, xp.min(losses, axis=0))
            if targets:
                reached = losses[None, :, :] <= levels[:, :, None]
                step = block.first + xp.argmax(xp.astype(reached, xp.int64), axis=1)
                hits = xp.where((hits < 0) & xp.any(reached, axis=1), step, hits)
        ending.finish(march.step)
    diverged = (ending.reasons == REASONS.index(Stop.DIVERGED)) | (ending.reasons == REASONS.index(Stop.LEFT_WINDOW))
    hits = hits if targets else hits[:0, :]
    return Outcome(ending.last, ending.last_loss, best, diverged, ending.reasons, ending.steps, tuple(targets), hits)
