"""A trace: every point of every run, with losses, gradients and, on request, the rule's state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from descent.arrays import quiet
from descent.spec import Array, Landscape, Namespace, Rule, State, Stop
from descent.trace.ending import Ending, blocks, relative
from descent.trace.inputs import Inputs
from descent.trace.march import March, population


@dataclass(frozen=True)
class Trace:
    """Runs of one rule on one landscape. Rows that ended repeat their last good point.

    Points and losses are finite, but for a start that is not: its loss is given as infinite.

    The first axis of `points` `(steps + 1, runs, dim)` is the number of steps taken, 0 the start; it ends where the
    last run ended. `losses` is `(steps + 1, runs)`; `gradients` `(steps + 1, runs, dim)` and `gradient_norms`
    `(steps + 1, runs)` are exact ones, also where the steps saw noise. `stops` says why each run ended, `stop_steps`
    `(runs,)` after how many steps its last own point was reached. `states` maps names to `(kept, runs, *shape)`, one
    mapping per tensor, as they were after the steps `kept`.
    """

    rule: Rule | None
    """None for L-BFGS, which is no rule."""
    landscape: Landscape
    settings: Mapping[str, Any]
    points: Array
    losses: Array
    gradients: Array
    gradient_norms: Array
    stops: tuple[Stop, ...]
    stop_steps: Array
    kept: tuple[int, ...] = ()
    states: tuple[dict[str, Array], ...] = ()

    @property
    def steps(self) -> int:
        """The number of steps of the longest run."""
        return int(self.points.shape[0]) - 1


def trace(
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
    every: int = 0,
) -> Trace:
    """The trace of a population: one run per row of `starts` `(runs, dim)` or of the settings given as `(runs,)`.

    `seed` and the runs' own `numbers` (0, 1, ... unless given) name the noise of a landscape that has some. `inputs`
    gives a rule's further inputs (`descent.trace.inputs`), `tolerance` and `leave` end runs early
    (`descent.trace.ending`). The state is kept after each step that `every` divides. Raises `BadShape`, `BadHyper`
    and `UnknownName`.
    """
    settings = dict(settings or {})
    starts = population(landscape, starts, settings, xp)
    march = March(rule, landscape, starts, settings, xp, seed=seed, numbers=numbers, inputs=inputs)
    ending = Ending(landscape, starts, xp, tolerance, leave)
    states: list[tuple[int, tuple[State | None, ...]]] = []
    with quiet(xp):
        pieces = [closed(ending, 0, starts[None, :, :])]
        for block in blocks(march, ending, steps, every):
            pieces.append(closed(ending, block.first, block.points))
            states += block.states
        ending.finish(march.step)
        found = assembled(rule, landscape, settings, pieces, ending, xp)
    kept = [(step, state) for step, state in states if step <= found.steps]
    return replace(found, kept=tuple(step for step, _ in kept), states=_histories(kept, ending.steps, xp))


def closed(ending: Ending, first: int, points: Array) -> tuple[Array, Array]:
    """The points after steps `first`, ... and their losses, ended rows frozen."""
    own, losses = ending.close(first, points)
    return ending.frozen(own, points, losses)


def assembled(
    rule: Rule | None,
    landscape: Landscape,
    settings: Mapping[str, Any],
    pieces: Sequence[tuple[Array, Array]],
    ending: Ending,
    xp: Namespace,
) -> Trace:
    """The trace of pieces of points and losses that `ending` has closed, cut where the last run ended."""
    length = int(xp.max(ending.steps)) + 1
    points = xp.concat([piece[0] for piece in pieces])[:length, :, :]
    losses = xp.concat([piece[1] for piece in pieces])[:length, :]
    here = relative(landscape, 0, points, xp)
    gradients = xp.reshape(landscape.gradient(xp.reshape(here, (-1, landscape.dim)), xp), points.shape)
    norms = xp.sqrt(xp.sum(gradients * gradients, axis=-1))
    return Trace(rule, landscape, settings, points, losses, gradients, norms, ending.stops, ending.steps)


def _histories(
    kept: Sequence[tuple[int, tuple[State | None, ...]]], ends: Array, xp: Namespace
) -> tuple[dict[str, Array], ...]:
    """Per tensor its state arrays stacked over the kept steps; a row that ended repeats its last, zero before any."""
    if not kept:
        return ()
    histories = []
    for tensor in range(len(kept[0][1])):
        history: dict[str, list[Array]] = {}
        for step, states in kept:
            for name, array in (states[tensor] or {}).items():
                before = history.setdefault(name, [])
                if array.shape[0] == ends.shape[0]:
                    own = xp.reshape(ends >= step, (-1,) + (1,) * (array.ndim - 1))
                    array = xp.where(own, array, before[-1] if before else xp.zeros_like(array))
                before.append(array)
        histories.append({name: xp.stack(arrays) for name, arrays in history.items()})
    return tuple(histories)
