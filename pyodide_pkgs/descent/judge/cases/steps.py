"""Cases for functions that take one step of an optimizer on lists of arrays: what the `tests.py` of problems share.

    def large_eps(rng, xp):
        params = draw(rng, xp, 3, (2, 4))
        states = {"m": zeros(params, xp), "v": zeros(params, xp)}
        return steps("adam_step", params, states, gradients(rng, xp, params, 8), {"eps": 0.1}, first=1)

Two laws that every such function keeps come with them: `untouched` and `nothing_returned`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from descent.judge.case import Call, Case, Ref
from descent.judge.observation import Observation
from descent.spec import Array, Namespace

Arrays = list[Array]


def zeros(arrays: Arrays, xp: Namespace) -> Arrays:
    """Zeros in the shapes of `arrays`."""
    return [xp.zeros_like(array) for array in arrays]


def draw(rng: Any, xp: Namespace, *shapes: int | tuple[int, ...]) -> Arrays:
    """Normal numbers, one array per shape."""
    return [xp.asarray(rng.normal(size=shape)) for shape in shapes]


def varied(rng: Any, xp: Namespace, arrays: Arrays, low: float = -2.0, high: float = 1.0) -> Arrays:
    """Numbers whose size runs from 10^low to 10^high, none near zero, in the shapes of `arrays`.

    Signs alternate, so that two elements are enough to have both; the first one is drawn.
    """
    drawn = []
    for array in arrays:
        signs = rng.choice([-1.0, 1.0]) * (-1.0) ** xp.arange(array.size)
        drawn.append(xp.reshape(signs, array.shape) * 10.0 ** rng.uniform(low, high, size=array.shape))
    return [xp.asarray(array) for array in drawn]


def positive(rng: Any, xp: Namespace, arrays: Arrays, low: float = -1.0, high: float = 0.0) -> Arrays:
    """As `varied`, without the signs: second moments that are not zero."""
    return [abs(array) for array in varied(rng, xp, arrays, low, high)]


def gradients(
    rng: Any, xp: Namespace, params: Arrays, count: int, low: float = -2.0, high: float = 1.0
) -> list[Arrays]:
    """`count` lists of gradients of varied scale for `params`."""
    return [varied(rng, xp, params, low, high) for _ in range(count)]


def steps(
    entry: str,
    params: Arrays,
    states: Mapping[str, Arrays],
    grads: Sequence[Arrays],
    hypers: Mapping[str, float],
    *,
    first: int | None = None,
    watch: tuple[str, ...] = (),
) -> Case:
    """One call of `entry` per list in `grads`: parameters, gradients, states, then the step if it is counted.

    The step counts from `first`, and is not passed where that is None. After each call `params` and the states are
    observed, and so is what `watch` names; "grads" there means those of the call, which are the object `grads0`,
    `grads1` and so on.
    """
    objects: dict[str, Any] = {"params": params, **states}
    calls = []
    for number, current in enumerate(grads):
        own = f"grads{number}"
        objects[own] = current
        args: tuple[Any, ...] = (Ref("params"), Ref(own), *map(Ref, states))
        if first is not None:
            args = (*args, first + number)
        watched = ("params", *states, *(own if name == "grads" else name for name in watch))
        calls.append(Call(entry, args, hypers, observe=watched))
    return Case(objects, tuple(calls))


def untouched(seen: Observation, reference: Observation, case: Case, xp: Namespace) -> str | None:
    """After each call its gradients are what they were, in the arrays that they were in; see `watch` of `steps`."""
    del reference
    for number, call in enumerate(seen.calls):
        after = call.objects[f"grads{number}"]
        if not all(slot.same for slot in after.slots):
            return "the list of gradients holds other arrays after the call"
        for before, now in zip(case.objects[f"grads{number}"], after.now, strict=True):
            if not xp.array_equal(before, now):
                return "the gradients have other values after the call"
    return None


def nothing_returned(seen: Observation, reference: Observation, case: Case, xp: Namespace) -> str | None:
    """Every call returns None: a function that works in place has nothing to return."""
    del reference, case, xp
    return None if all(call.returned is None for call in seen.calls) else "the function should return None"
