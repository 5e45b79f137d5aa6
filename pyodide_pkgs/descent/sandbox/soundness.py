"""Whether a typed rule does what a rule must: right shapes, finite steps, nothing mutated, each run on its own."""

from dataclasses import dataclass
from math import prod
from typing import Any, TypedDict

from descent.arrays import quiet
from descent.errors import BadRule
from descent.spec import Array, Namespace, Rule
from descent.stepper import Progress, advance, begin

ROWS = 3
STEPS = 3
MIXES = (
    "This rule computes over all runs at once (a norm or a mean without an axis, perhaps), so one run changes another. "
    "Every run is computed on its own, which is slower."
)
_SHAPES = {"matrix": (3, 2)}


class Notice(TypedDict):
    """What a person should know about a rule."""

    kind: str
    """`mixes_runs`: its runs are computed one by one; `two_gradients`: a step takes two."""
    message: str


@dataclass(frozen=True)
class Soundness:
    """What was found: whether rows must be run alone, and what a person should know."""

    alone: bool
    notices: tuple[Notice, ...]


def examine(rule: Rule, xp: Namespace) -> Soundness:
    """The soundness of a rule, from a few steps; `BadRule` for what no run could use, and what the rule raises."""
    if rule.scope == "model":
        return Soundness(False, ())
    with quiet(xp):
        alone = [_walk(rule, slice(row, row + 1), xp) for row in range(ROWS)]
        try:
            batch = _walk(rule, slice(0, ROWS), xp)
        except Exception:
            mixes = True  # it can do with one run, not with several
        else:
            mixes = not all(_same(batch[row : row + 1], alone[row], xp) for row in range(ROWS))
    return Soundness(True, ({"kind": "mixes_runs", "message": MIXES},)) if mixes else Soundness(False, ())


def _walk(rule: Rule, rows: slice, xp: Namespace) -> Array:
    """The points after each of a few steps on a bowl, `(rows, steps, ...)`, checked on the way."""
    shape = _SHAPES.get(rule.scope, (2,))
    everything = xp.cos(xp.arange(ROWS * prod(shape), dtype=xp.float64) * 1.7 + 0.3) + 1.5
    p = xp.reshape(everything, (ROWS, *shape))[rows]
    # A rule must work with plain numbers and with arrays: each of the two walks takes one form.
    plain = {hyper.name: float(hyper.default) for hyper in rule.hypers}
    alone = rows.stop - rows.start == 1
    settings = plain if alone else {name: xp.full((ROWS,), value) for name, value in plain.items()}
    progress, points = begin(rule, [p + 0], settings, xp), []
    for step in range(1, STEPS + 1):
        g = 0.7 * progress.params[0] + 0.1
        inputs = {name: [g * 0 + 1] for name in rule.inputs if name != "probes"}
        progress = _step(rule, progress, g, settings, inputs, step, xp)
        points.append(progress.params[0])
    return xp.stack(points, axis=1)


def _step(
    rule: Rule, before: Progress, g: Array, settings: dict[str, Any], inputs: dict[str, Any], step: int, xp: Namespace
) -> Progress:
    p, state = before.params[0], before.states[0]
    kept = {"p": p + 0, "g": g + 0} | {f's["{name}"]': array + 0 for name, array in (state or {}).items()}
    after = advance(rule, before, [g], settings, xp, inputs)
    now = {"p": p, "g": g} | {f's["{name}"]': array for name, array in (state or {}).items()}
    for name, array in kept.items():
        if not _same(now[name], array, xp):
            raise BadRule(f"update changed {name} in place; make a new array instead, as in m = beta * m + g")
    _check_state(state, after.states[0], p, xp)
    if not bool(xp.all(xp.isfinite(after.updates[0]))):
        raise BadRule(f"step {step} is not finite for an ordinary gradient: {_shown(after.updates[0])}")
    return after


def _check_state(before: dict[str, Array] | None, after: dict[str, Array] | None, p: Array, xp: Namespace) -> None:
    state = after or {}
    for name, array in state.items():
        if not isinstance(array, xp.ndarray) or array.ndim < 1 or array.shape[0] not in (1, p.shape[0]):
            what = f"shape {tuple(array.shape)}" if hasattr(array, "shape") else type(array).__name__
            raise BadRule(f'the state s["{name}"] is an array with one row per run, here {p.shape[0]}; given {what}')
    if before is not None and sorted(before) != sorted(state):
        raise BadRule(
            f"the state had {', '.join(sorted(before)) or 'nothing'} and update returned "
            f"{', '.join(sorted(state)) or 'nothing'}; both must name the same arrays"
        )


def _same(one: Array, other: Array, xp: Namespace) -> bool:
    if one.shape != other.shape:
        return False
    return bool(xp.all((xp.abs(one - other) <= 1e-9 * (1 + xp.abs(other))) | ((one != one) & (other != other))))


def _shown(array: Array) -> str:
    return str(array.tolist())[:80]
