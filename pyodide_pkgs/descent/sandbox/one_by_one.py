"""A rule that computes over all runs at once, made safe: each row of a population is stepped on its own."""

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from descent.arrays import is_number
from descent.spec import Array, Namespace, Rule, State


def one_by_one(rule: Rule) -> Rule:
    """The rule that takes the rows of a population one after another, as if each were alone; slow."""
    first, original = rule.init, rule.update

    @functools.wraps(first)
    def init(p: Array, xp: Namespace, **settings: Any) -> State:
        return _joined([first(p[row : row + 1], xp, **_row(settings, row)) for row in range(p.shape[0])], xp)

    @functools.wraps(original)
    def update(p: Array, g: Array, s: State, t: Any, xp: Namespace, **settings: Any) -> tuple[Array, State]:
        steps, states = [], []
        for row in range(p.shape[0]):
            here = slice(row, row + 1)
            own = {name: array[here] for name, array in s.items()}
            step, state = original(p[here], g[here], own, _one(t, row), xp, **_row(settings, row))
            steps.append(step)
            states.append(state)
        return xp.concat(steps), _joined(states, xp)

    return replace(rule, init=init, update=update)


def _row(settings: Mapping[str, Any], row: int) -> dict[str, Any]:
    return {name: _one(value, row) for name, value in settings.items()}


def _one(value: Any, row: int) -> Any:
    if is_number(value) or not hasattr(value, "shape") or value.shape[0] == 1:
        return value
    return value[row : row + 1]


def _joined(states: list[State], xp: Namespace) -> State:
    return {name: xp.concat([state[name] for state in states]) for name in states[0]}
