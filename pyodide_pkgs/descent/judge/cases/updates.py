"""Cases for functions that give the update for one gradient and keep their state in place: what `tests.py` files share.

    updates = partial(update_calls, "calculate_adam_update", ("exp_avg", "exp_avg_sq"))

    def warm(rng, xp):
        return updates([spread(rng, xp, 3) for _ in range(8)], {"betas": (0.4, 0.7)}, xp, first=7)

`descent.judge.cases.steps` does the same for functions that take a step on lists of arrays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from descent.judge.case import Assign, Call, Case, Ref
from descent.spec import Array, Namespace


def spread(rng: Any, xp: Namespace, shape: int | tuple[int, ...], low: float = -2.0, high: float = 1.0) -> Array:
    """One array of numbers whose size runs from 10^low to 10^high, of either sign, none near zero."""
    sign = rng.choice([-1.0, 1.0], size=shape)
    return xp.asarray(sign * 10.0 ** rng.uniform(low, high, size=shape))


def update_calls(
    entry: str,
    names: Sequence[str],
    gradients: Sequence[Array],
    knobs: Mapping[str, Any],
    xp: Namespace,
    state: Sequence[Array] | None = None,
    first: int | None = 1,
    tensor: str = "",
    gradients_too: bool = False,
) -> Case:
    """One call of `entry` per gradient, all on the state of those `names`, zero unless given.

    The step counts from `first`, and is not passed where that is None. `tensor` ends the names of this state and its
    gradients, so that cases can be joined. After each call the state is observed, and the gradient if `gradients_too`.
    """
    own_names = [name + tensor for name in names]
    objects: dict[str, Any] = dict(zip(own_names, state or [xp.zeros_like(gradients[0]) for _ in names], strict=True))
    calls = []
    for number, gradient in enumerate(gradients):
        own = f"grad{tensor}{number}"
        objects[own] = gradient
        watched = (*own_names, own) if gradients_too else tuple(own_names)
        kwargs = dict(knobs) if first is None else {**knobs, "step": first + number}
        calls.append(Call(entry, (Ref(own), *map(Ref, own_names)), kwargs, observe=watched))
    return Case(objects, tuple(calls))


def joined(*cases: Case) -> Case:
    """All calls of several cases, one case after the other."""
    objects: dict[str, Any] = {}
    calls: tuple[Call | Assign, ...] = ()
    for case in cases:
        objects, calls = {**objects, **case.objects}, calls + case.calls
    return Case(objects, calls)
