"""Steps of a rule on a landscape, a block at a time, without asking whether a run has ended.

Losses and stops are found afterwards for a whole block in one call, which is what keeps the cost of a step near that of
the rule and the gradient alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from descent import random
from descent.arrays import constant
from descent.errors import BadShape
from descent.spec import Array, Landscape, Namespace, Rule, State
from descent.stepper import ahead
from descent.trace.inputs import Inputs, supplied
from descent.trace.pace import pace


@dataclass(frozen=True)
class Block:
    """The points after each of some steps: `first` is the number of the first step, `points` is `(steps, runs, dim)`.

    `states` holds, per kept step, its number and one state per tensor.
    """

    first: int
    points: Array
    states: tuple[tuple[int, tuple[State | None, ...]], ...]


class March:
    """A population on its way; `go` takes steps, `hold` puts rows back to given points.

    A rule of scope `matrix` or `model` is fed zero in place of a gradient that is not finite, since a factorisation
    may refuse the whole batch for one bad row; the row's point becomes NaN, which ends it.
    """

    def __init__(
        self,
        rule: Rule,
        landscape: Landscape,
        starts: Array,
        settings: Mapping[str, Any],
        xp: Namespace,
        *,
        seed: int = 0,
        numbers: Array | None = None,
        inputs: Inputs | None = None,
    ):
        self.rule, self.landscape, self.xp, self.seed = rule, landscape, xp, seed
        self.runs = starts.shape[0]
        self.x = starts
        self.looked: Array | None = None
        """Where the last step took its second gradient, `(runs, dim)`; None for a rule that takes one."""
        self.step = 0
        self.streams: tuple[Array, Array | None] | None = None
        self.numbers = xp.arange(self.runs, dtype=xp.int64, device=starts.device) if numbers is None else numbers
        self.inputs = inputs or supplied(rule, landscape, xp, tensors, seed, self.numbers)
        self.careful = rule.scope in ("matrix", "model")
        self.settings = settings
        self.pace = pace(rule, tensors(landscape, starts, xp), settings, xp)

    def go(self, count: int, every: int = 0) -> Block:
        """The next `count` steps; the states after each step whose number `every` divides (0: none)."""
        first, points, states = self.step + 1, [], []
        draws = self._draws(count)
        for place in range(count):
            self._advance(None if draws is None else draws[place, :, :])
            points.append(self.shown())
            if every and self.step % every == 0:
                states.append((self.step, self.pace.states))
        together = points[0][None, ...] if count == 1 else self.xp.stack(points)
        return Block(first, together, tuple(states))

    def run_to(self, step: int) -> None:
        """Take steps until `step` have been taken, keeping nothing."""
        while self.step < step:
            count = min(64, step - self.step)
            draws = self._draws(count)
            for place in range(count):
                self._advance(None if draws is None else draws[place, :, :])

    def hold(self, rows: Array, points: Array) -> None:
        """Put the rows where `rows` `(runs,)` is true back to `points` `(runs, dim)`."""
        self.x = self.xp.where(rows[:, None], points, self.x)
        self.pace.put(tensors(self.landscape, self.x, self.xp))

    def _advance(self, draws: Array | None) -> None:
        landscape, xp, x = self.landscape, self.xp, self.x
        here = x if landscape.motion is None else x - constant(landscape.motion(self.step), x, xp)
        self.step += 1
        g = self._gradient(here, draws)
        if self.rule.perturb is not None:
            g = self._ahead(here, g, draws)
        bad = None
        if self.careful:
            bad = xp.any(~xp.isfinite(g), axis=-1, keepdims=True)
            g = xp.where(bad, xp.zeros_like(g), g)
        gradients = tensors(landscape, g, xp)
        further = self.inputs(here, gradients, self.step) if self.inputs else {}
        self.x = joined(self.pace.advance(gradients, further), xp)
        if bad is not None:
            self.x = xp.where(bad, xp.full_like(self.x, float("nan")), self.x)
        if landscape.project is not None:
            self.x = landscape.project(self.x, xp)
            self.pace.put(tensors(landscape, self.x, xp))

    def _gradient(self, here: Array, draws: Array | None) -> Array:
        """The gradient that this step sees at points of the landscape, noise included, `(runs, dim)`."""
        landscape, xp = self.landscape, self.xp
        return (
            landscape.gradient(here, xp) if landscape.sample is None else landscape.sample(here, draws, self.step, xp)
        )

    def _ahead(self, here: Array, g: Array, draws: Array | None) -> Array:
        """The gradient where the rule looks further, with the noise of the first; `g` where that is not finite."""
        landscape, xp = self.landscape, self.xp
        found = ahead(self.rule, tensors(landscape, self.x, xp), tensors(landscape, g, xp), self.settings, xp)
        self.looked = joined(found, xp)
        second = self._gradient(here + (self.looked - self.x), draws)
        return xp.where(xp.all(xp.isfinite(g), axis=-1, keepdims=True), second, g)

    def shown(self) -> Array:
        """The points to draw and evaluate, `(runs, dim)`."""
        if self.rule.view is None:
            return self.x
        return joined(self.pace.shown(), self.xp)

    def _draws(self, count: int) -> Array | None:
        landscape, xp = self.landscape, self.xp
        if landscape.sample is None:
            return None
        if self.streams is None:
            # Runs with the same number have the same noise: a sweep over settings draws it once.
            different, places = xp.unique_inverse(self.numbers)
            self.streams = (different, places if different.shape[0] < self.runs else None)
        numbers, places = self.streams
        steps = xp.arange(self.step + 1, self.step + 1 + count, dtype=xp.int64, device=self.x.device)
        make = random.normal if landscape.noise == "normal" else random.uniform
        if places is None:
            numbers = self.numbers
        drawn = xp.astype(make(self.seed, numbers, steps, landscape.draws, xp), self.x.dtype)
        return drawn if places is None else xp.take(drawn, places, axis=1)


def tensors(landscape: Landscape, x: Array, xp: Namespace) -> list[Array]:
    """The points or gradients `(runs, dim)` as the tensors that the landscape names, `(runs, *shape)` each."""
    if not landscape.shapes:
        return [x]
    found, at = [], 0
    for shape in landscape.shapes:
        found.append(xp.reshape(x[:, at : at + prod(shape)], (x.shape[0], *shape)))
        at += prod(shape)
    return found


def joined(parts: Sequence[Array], xp: Namespace) -> Array:
    """Tensors `(runs, *shape)` laid side by side as points `(runs, dim)`."""
    if len(parts) == 1 and parts[0].ndim == 2:
        return parts[0]
    return xp.concat([xp.reshape(part, (part.shape[0], -1)) for part in parts], axis=-1)


def population(landscape: Landscape, starts: Array | None, settings: Mapping[str, Any], xp: Namespace) -> Array:
    """The starts as `(runs, dim)`: one row for each of the given starts or of the settings given per run.

    `BadShape` where their numbers do not fit. Without starts all runs begin where the landscape says, in float64.
    """
    if starts is None:
        starts = xp.asarray([landscape.start], dtype=xp.float64)
    if starts.ndim != 2 or starts.shape[1] != landscape.dim:
        raise BadShape(f"starts must be (runs, {landscape.dim}), given {tuple(starts.shape)}")
    counts = {value.shape[0] for value in settings.values() if hasattr(value, "shape") and value.ndim}
    counts = (counts | {starts.shape[0]}) - {1}
    if len(counts) > 1:
        raise BadShape(f"starts and settings are for different numbers of runs: {', '.join(map(str, sorted(counts)))}")
    runs = counts.pop() if counts else 1
    return xp.broadcast_to(starts, (runs, landscape.dim)) + 0
