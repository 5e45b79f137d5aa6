"""Rules for parameters of fewer bits than float32: what is computed is computed in float32.

In bfloat16, with its eight bits, 0.999 is 1 and a sum of ones stops at 256; no library decomposes matrices in it. So
a rule sees such parameters, gradients and states in float32, and what it gives is rounded to the dtypes that they had:
the step to that of the parameter, each state to the one that `init` gave it. `init` keeps what is as large as the
parameter in its dtype, as torch does, and in float32 what must not be rounded: one number per tensor, factors, bases.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from descent.arrays import at_least_single, widened
from descent.spec import Array, Namespace, Rule, State


def in_single_at_least(rule: Rule) -> Rule:
    """The rule, taking parameters of any floating dtype; itself where it has been through here already."""
    if hasattr(rule.update, "in_single_at_least"):
        return rule
    view = rule.view and _view(rule.view)
    return replace(rule, update=_update(rule.update), view=view)


def _update(update: Callable[..., tuple[Array, State]]) -> Callable[..., tuple[Array, State]]:
    @wraps(update)
    def wide(p: Any, g: Any, s: State, t: Any, xp: Namespace, **given: Any) -> tuple[Array, State]:
        if not _is_narrow(p, xp):
            return update(p, g, s, t, xp, **given)
        wider, old = {name: _wide(value, xp) for name, value in given.items()}, _wide(s, xp)
        step, new = update(_wide(p, xp), _wide(g, xp), old, _wide(t, xp), xp, **wider)
        return _like(step, p, xp), {name: _like(value, s[name], xp) for name, value in new.items()}

    wide.in_single_at_least = True  # type: ignore[attr-defined]
    return wide


def _view(view: Callable[..., Array]) -> Callable[..., Array]:
    @wraps(view)
    def wide(p: Any, s: State, t: Any, xp: Namespace, **given: Any) -> Array:
        if not _is_narrow(p, xp):
            return view(p, s, t, xp, **given)
        wider = {name: _wide(value, xp) for name, value in given.items()}
        return _like(view(_wide(p, xp), _wide(s, xp), _wide(t, xp), xp, **wider), p, xp)

    return wide


def _is_narrow(p: Any, xp: Namespace) -> bool:
    """Whether the parameter, or the first of several, has fewer bits than float32."""
    dtype = (p[0] if isinstance(p, list) else p).dtype
    return bool(at_least_single(dtype, xp) != dtype)


def _wide(x: Any, xp: Namespace) -> Any:
    """An array, or all of a list or dict, in float32 at least; what is no array as it is."""
    if isinstance(x, list):
        return [_wide(one, xp) for one in x]
    if isinstance(x, dict):
        return {name: _wide(one, xp) for name, one in x.items()}
    if not hasattr(x, "dtype") or x.dtype == xp.bool:
        return x
    return widened(x, xp)


def _like(x: Any, old: Any, xp: Namespace) -> Any:
    """The array, or all of a list, in the dtype of the old one."""
    if isinstance(old, list):
        return [_like(one, before, xp) for one, before in zip(x, old, strict=True)]
    if x is None:  # a state that this tensor does not have
        return x
    return x if x.dtype == old.dtype else xp.astype(x, old.dtype)
