"""Steps of one rule with settings that stay: what `stepper` works out at every step is worked out once.

The same numbers come out, bit for bit; a step of a small population takes half the time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from descent import stepper
from descent.arrays import at_least_single
from descent.spec import Array, Namespace, Rule, State

Further = Mapping[str, Sequence[Array]]


class Pace:
    """Several tensors on their way under a rule that takes them one by one. `BadShape`, `BadHyper` as `stepper`."""

    def __init__(self, rule: Rule, params: Sequence[Array], settings: Mapping[str, Any], xp: Namespace):
        progress = stepper.begin(rule, params, settings, xp)
        self.rule, self.xp = rule, xp
        self.params: Sequence[Array] = progress.params
        self.states: tuple[State | None, ...] = progress.states
        self.step = 0
        values = rule.settings(settings)
        self.reached = [stepper.reach(rule, values, p, xp) for p in self.params]
        self.wanted = [rule.wanted(rule.update, own) for own in self.reached]
        self.plain = stepper.counts_plainly(values)

    def advance(self, grads: Sequence[Array], further: Further) -> Sequence[Array]:
        """The tensors after the next step."""
        rule, xp = self.rule, self.xp
        self.step += 1
        params, states = [], []
        for index, (p, g, state) in enumerate(zip(self.params, grads, self.states, strict=True)):
            t = self._time(p)
            if state is None:
                state = rule.init(p, xp, **rule.wanted(rule.init, self.reached[index]))
            own = self.wanted[index]
            if further:
                own = own | rule.wanted(rule.update, {name: arrays[index] for name, arrays in further.items()})
            update, state = rule.update(p, g, state, t, xp, **own)
            params.append(p + update)
            states.append(state)
        self.params, self.states = params, tuple(states)
        return params

    def put(self, params: Sequence[Array]) -> None:
        """Go on from other tensors."""
        self.params = params

    def shown(self) -> Sequence[Array]:
        """The tensors to evaluate or report."""
        rule = self.rule
        if rule.view is None:
            return self.params
        return [
            p if state is None else rule.view(p, state, self._time(p), self.xp, **rule.wanted(rule.view, own))
            for p, state, own in zip(self.params, self.states, self.reached, strict=True)
        ]

    def _time(self, p: Array) -> Array | int:
        if self.plain:
            return self.step
        return self.xp.full((1,) * p.ndim, self.step, dtype=at_least_single(p.dtype, self.xp), device=p.device)


class ModelPace:
    """The same for a rule that takes all tensors at once."""

    def __init__(self, rule: Rule, params: Sequence[Array], settings: Mapping[str, Any], xp: Namespace):
        self.rule, self.settings, self.xp = rule, settings, xp
        self.progress = stepper.begin(rule, params, settings, xp)

    @property
    def states(self) -> tuple[State | None, ...]:
        """One state per tensor, with what all tensors share in the first."""
        first, *others = self.progress.states
        return (None if first is None else {**first, **self.progress.shared}, *others)

    def advance(self, grads: Sequence[Array], further: Further) -> Sequence[Array]:
        """The tensors after the next step."""
        self.progress = stepper.advance(self.rule, self.progress, grads, self.settings, self.xp, further)
        return self.progress.params

    def put(self, params: Sequence[Array]) -> None:
        """Go on from other tensors."""
        self.progress = replace(self.progress, params=tuple(params))

    def shown(self) -> Sequence[Array]:
        """The tensors to evaluate or report."""
        return stepper.view(self.rule, self.progress, self.settings, self.xp)


def pace(rule: Rule, params: Sequence[Array], settings: Mapping[str, Any], xp: Namespace) -> Pace | ModelPace:
    """The pace that fits the rule's scope."""
    return (ModelPace if rule.scope == "model" else Pace)(rule, params, settings, xp)
