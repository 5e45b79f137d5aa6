"""Whether a function does what its graph does, bit for bit: if not, it keeps something that is not in its state.

Function and graph walk the same random gradients side by side in NumPy float64. A global counter, a list kept between
calls or a draw of chance is no part of a graph, and shows as the first number that differs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from descent.graph.graph import Graph
from descent.graph.interpreter import rule_of
from descent.graph.tree import leaves
from descent.spec import Namespace

STEPS = 200


@dataclass(frozen=True)
class Difference:
    """The first number in which function and graph differ: at which step, of what, and the two values."""

    step: int
    name: str
    function: float
    graph: float

    @property
    def sentence(self) -> str:
        """What it means, for the author."""
        return (
            f"at step {self.step} the {self.name} of the function is {self.function!r} and that of its graph "
            f"{self.graph!r}: the function keeps something from call to call that is not in its state (a counter, a "
            "list, an attribute), goes by an exception, or draws by chance; put what lasts into s, and return it"
        )


def compared(
    init: Callable[..., Any],
    update: Callable[..., Any],
    graph: Graph,
    xp: Namespace,
    *,
    runs: int = 2,
    seed: int = 0,
    steps: int = STEPS,
    settings: Mapping[str, Any] | None = None,
    form: Callable[[Any, Any], Any] = lambda value, p: value,
) -> Difference | None:
    """The first difference in so many steps; None where all bits are equal. Raises what the function raises.

    `init(p, settings)` and `update(p, g, state, t, settings)` call the function; `form` makes of a setting, or of t,
    what the function takes it as: itself, or an array with one number per run.
    """
    made, model = rule_of(graph), graph.scope == "model"
    rng = xp.random.default_rng(seed)
    points = [rng.standard_normal((runs, *shape)) for shape in graph.shapes]
    inputs = [(name[6:], kind) for name, kind in graph.update.inputs if name.startswith("input.")]
    given = dict(graph.hypers) | dict(settings or {})
    one = (lambda arrays: [a.copy() for a in arrays]) if model else (lambda arrays: arrays[0].copy())
    state: Any = init(one(points), {name: form(value, points[0]) for name, value in given.items()})
    own = made.init(one(points), xp, **given)
    found = _first(0, {"state": (state, own)}, xp)
    if found:
        return found
    for t in range(1, steps + 1):
        grads = [rng.standard_normal(p.shape) for p in points]
        more = {
            name: rng.standard_normal(tuple(runs if side == "runs" else side for side in kind.sides))
            for name, kind in inputs
        }
        formed = {name: form(value, points[0]) for name, value in given.items()}
        step, state = update(one(points), one(grads), state, form(t, points[0]), formed | more)
        own_step, own = made.update(one(points), one(grads), own, t, xp, **given, **more)
        found = _first(t, {"step": (step, own_step), "state": (state, own)}, xp)
        if found:
            return found
        steps_made = own_step if model else [own_step]
        points = [p + by for p, by in zip(points, steps_made, strict=True)]
    return None


WALKED = 8
"""How many numbers of a walk are told."""


def walked(graph: Graph, xp: Namespace, host: Namespace, *, steps: int = STEPS, seed: int = 0) -> list[float]:
    """Where a run of the graph is after so many steps, its first numbers, on gradients that `host` draws in NumPy.

    The same everywhere but for rounding: two array libraries, or two machines, are compared by it.
    """
    made, model = rule_of(graph), graph.scope == "model"
    rng = host.random.default_rng(seed)

    def drawn() -> list[Any]:
        return [xp.asarray(rng.standard_normal((1, *shape)), dtype=xp.float64) for shape in graph.shapes]

    points = drawn()
    inputs = [name[6:] for name, _ in graph.update.inputs if name.startswith("input.")]
    state = made.init(points if model else points[0], xp, **graph.hypers)
    for t in range(1, steps + 1):
        grads, more = drawn(), {name: xp.ones_like(points[0]) for name in inputs}
        one = (points, grads) if model else (points[0], grads[0])
        by, state = made.update(*one, state, t, xp, **graph.hypers, **more)
        points = [p + step for p, step in zip(points, by if model else [by], strict=True)]
    return [float(x) for x in points[0].reshape(-1)[:WALKED]]


def _first(step: int, pairs: Mapping[str, tuple[Any, Any]], xp: Namespace) -> Difference | None:
    for what, (function, graph) in pairs.items():
        there = _flat(graph)
        for name, value in leaves(function):
            one = xp.asarray(value, dtype=xp.float64)
            other = xp.asarray(there[name], dtype=xp.float64)
            if one.size != other.size:
                one, other = xp.broadcast_arrays(_spread(one, other), _spread(other, one))
            one, other = one.reshape(-1), other.reshape(-1)
            same = ((one == other) & (xp.signbit(one) == xp.signbit(other))) | (xp.isnan(one) & xp.isnan(other))
            if not bool(xp.all(same)):
                place = int(xp.argmin(same))
                label = "step" if what == "step" else f"state {name}"
                return Difference(step, label, float(one[place]), float(other[place]))
    return None


def _flat(graph: Any) -> dict[str, Any]:
    """What a graph gave by name; the lists of scope model entry by entry."""
    if isinstance(graph, dict):
        found: dict[str, Any] = {}
        for name, value in graph.items():
            entries = enumerate(value) if isinstance(value, list) else ()
            found |= {f"{name}.{place}": one for place, one in entries} or {name: value}
        return found
    return dict(leaves(graph))


def _spread(x: Any, other: Any) -> Any:
    return x.reshape(x.shape + (1,) * (other.ndim - x.ndim)) if x.ndim and x.ndim < other.ndim else x
