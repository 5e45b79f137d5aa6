"""One step of any rule on several tensors: who is skipped, what is counted, how hyperparameters reach each tensor.

`Progress` is a value: `advance` returns a new one and leaves the old one, its arrays included, as it was. A tensor
whose gradient is None is skipped: no state is made for it and its step is not counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from descent.arrays import is_number, per_run, spread
from descent.errors import BadHyper, BadShape
from descent.modifiers import AROUND_MODELS
from descent.precision import in_single_at_least
from descent.registry import in_order
from descent.spec import Array, Namespace, Rule, State

Modifier = Callable[[Rule], Rule]


@dataclass(frozen=True)
class Progress:
    """Where an optimisation stands: one entry per tensor in each tuple.

    `params` are `(runs, *shape)`; `states` is None until a tensor had its first gradient; `steps` counts the gradients
    a tensor had; `updates` is what was added at the last advance, None for a tensor that was skipped. `shared` is the
    state that a rule of scope `model` keeps once for all tensors, `(runs,)` each, and `count` the advances it made.
    """

    params: tuple[Array, ...]
    states: tuple[State | None, ...]
    steps: tuple[int, ...]
    updates: tuple[Array | None, ...]
    shared: State = field(default_factory=dict)
    count: int = 0


def compose(rule: Rule, *modifiers: Modifier) -> Rule:
    """The rule with the modifiers around it, in the order that `descent.modifiers` gives, not the one given here.

    `BadHyper` where one does not go around a rule of scope `model`, which sees all tensors at once, or where two bring
    the same hyperparameter.
    """
    by_name = {modifier: getattr(modifier, "__name__", "") for modifier in modifiers}
    places = {name: place for place, name in enumerate(in_order(by_name.values()))}
    for modifier in sorted(modifiers, key=lambda modifier: places[by_name[modifier]]):
        if rule.scope == "model" and by_name[modifier] not in AROUND_MODELS:
            raise BadHyper(
                f"{rule.title or 'a rule of scope model'} sees all tensors at once and takes no modifiers but "
                f"{', '.join(AROUND_MODELS)}"
            )
        rule = modifier(rule)
    return in_single_at_least(rule)


def begin(rule: Rule, params: Sequence[Array], settings: Mapping[str, Any], xp: Namespace) -> Progress:
    """The progress before the first step. `BadShape` for tensors the rule cannot take, `BadHyper` for bad settings."""
    for name, value in rule.settings(settings).items():
        if name in {hyper.name for hyper in rule.hypers} and not (is_number(value) or hasattr(value, "shape")):
            raise BadHyper(f"{name} must be a number or an array with one number per run, given {value!r}")
    params = tuple(xp.asarray(p) for p in params)
    for p in params:
        if p.ndim < 1:
            raise BadShape("a parameter needs a leading run axis, given a number without axes")
        if rule.scope == "matrix" and p.ndim != 3 and not (rule.vectors and p.ndim == 2):
            raise BadShape(f"a matrix rule takes (runs, rows, columns), given {tuple(p.shape)}")
    nothing = (None,) * len(params)
    return Progress(params, nothing, (0,) * len(params), nothing)


def advance(
    rule: Rule,
    progress: Progress,
    grads: Sequence[Array | None],
    settings: Mapping[str, Any],
    xp: Namespace,
    inputs: Mapping[str, Sequence[Array | None]] | None = None,
) -> Progress:
    """The progress one step later.

    `grads` has one gradient or None per tensor. A setting is a number for all runs or an array `(runs,)`; choices are
    values. `inputs` maps each further input of the rule to one array per tensor.
    """
    inputs = inputs or {}
    _check(rule, progress, grads, inputs)
    if rule.scope == "model":
        return _advance_model(rule, progress, grads, rule.settings(settings), xp, inputs)
    values = rule.settings(settings)
    params, states, steps, updates = [], [], [], []
    for index, (p, g, state) in enumerate(zip(progress.params, grads, progress.states, strict=True)):
        count, update = progress.steps[index], None
        if g is not None:
            count += 1
            own = reach(rule, values, p, xp)
            t = _time(count, own, p, xp)
            if state is None:
                state = rule.init(p, xp, **rule.wanted(rule.init, own))
            own |= {name: arrays[index] for name, arrays in inputs.items()}
            update, state = rule.update(p, g, state, t, xp, **rule.wanted(rule.update, own))
            p = p + update
        params.append(p)
        states.append(state)
        steps.append(count)
        updates.append(update)
    return Progress(tuple(params), tuple(states), tuple(steps), tuple(updates))


def view(rule: Rule, progress: Progress, settings: Mapping[str, Any], xp: Namespace) -> tuple[Array, ...]:
    """The points to evaluate or report, one per tensor: the parameters themselves unless the rule has a view."""
    if rule.view is None:
        return progress.params
    values = rule.settings(settings)
    points = []
    for p, state, count in zip(progress.params, progress.states, progress.steps, strict=True):
        if state is None:
            points.append(p)
            continue
        own = reach(rule, values, p, xp)
        points.append(rule.view(p, state, _time(count, own, p, xp), xp, **rule.wanted(rule.view, own)))
    return tuple(points)


def ahead(
    rule: Rule, params: Sequence[Array], grads: Sequence[Array | None], settings: Mapping[str, Any], xp: Namespace
) -> tuple[Array, ...]:
    """The points where the gradient of the step is to be taken, one per tensor, from the gradients at the parameters.

    They are the parameters themselves but for a rule that looks further (SAM); then the gradients at these points, on
    the same samples, are those that `advance` takes. A tensor without a gradient stays.
    """
    if rule.perturb is None:
        return tuple(params)
    present = [index for index, g in enumerate(grads) if g is not None]
    chosen, seen = [params[index] for index in present], [grads[index] for index in present]
    added = rule.perturb(chosen, seen, xp, **rule.wanted(rule.perturb, rule.settings(settings))) if present else []
    points = list(params)
    for index, e in zip(present, added, strict=True):
        points[index] = params[index] + e
    return tuple(points)


def _advance_model(
    rule: Rule,
    progress: Progress,
    grads: Sequence[Array | None],
    values: Mapping[str, Any],
    xp: Namespace,
    inputs: Mapping[str, Sequence[Array | None]],
) -> Progress:
    """The progress one step later of a rule that sees all tensors with a gradient at once.

    Its state maps a name to a list (one array per tensor) or to an array `(runs,)` that all tensors share. Its
    hyperparameters stay numbers or `(runs,)`, its `t` counts the advances of the model.
    """
    present = [index for index, g in enumerate(grads) if g is not None]
    if not present:
        return Progress(
            progress.params,
            progress.states,
            progress.steps,
            (None,) * len(grads),
            progress.shared,
            progress.count,
        )
    params, states = list(progress.params), list(progress.states)
    shared = progress.shared
    for index in present:
        if states[index] is None:
            made = rule.init([params[index]], xp, **rule.wanted(rule.init, values))
            states[index] = {name: value[0] for name, value in made.items() if isinstance(value, list)}
            shared = shared or {name: value for name, value in made.items() if not isinstance(value, list)}
    # A rule whose states differ between matrices and vectors has None in the list of a tensor without that state.
    names = dict.fromkeys(name for index in present for name in states[index] or {})
    state = {name: [(states[index] or {}).get(name) for index in present] for name in names} | dict(shared)
    own = dict(values) | {name: [arrays[index] for index in present] for name, arrays in inputs.items()}
    first = params[present[0]]
    t = _time(progress.count + 1, values, xp.zeros((first.shape[0],), dtype=first.dtype, device=first.device), xp)
    chosen = [params[index] for index in present]
    steps_made, state = rule.update(
        chosen, [grads[index] for index in present], state, t, xp, **rule.wanted(rule.update, own)
    )
    updates: list[Array | None] = [None] * len(grads)
    for place, index in enumerate(present):
        updates[index] = steps_made[place]
        params[index] = params[index] + steps_made[place]
        listed = {name: value[place] for name, value in state.items() if isinstance(value, list)}
        states[index] = {name: value for name, value in listed.items() if value is not None}
    steps = tuple(count + (g is not None) for count, g in zip(progress.steps, grads, strict=True))
    shared = {name: value for name, value in state.items() if not isinstance(value, list)}
    return Progress(tuple(params), tuple(states), steps, tuple(updates), shared, progress.count + 1)


def reach(rule: Rule, values: Mapping[str, Any], p: Array, xp: Namespace) -> dict[str, Any]:
    """The settings as one tensor takes them: per-run arrays broadcast against `p`, choices and numbers as they are."""
    numeric = {hyper.name for hyper in rule.hypers}
    for name in numeric:
        shape = () if is_number(values[name]) else tuple(values[name].shape)
        if len(shape) > 1 or shape not in ((), (1,), (p.shape[0],)):
            raise BadShape(f"{name} must be a number or ({p.shape[0]},), one per run, given an array {shape}")
    return {name: spread(value, p, xp) if name in numeric else value for name, value in values.items()}


def counts_plainly(values: Mapping[str, Any]) -> bool:
    """Whether all settings are plain numbers or choices, so that the step is counted with a number too."""
    return all(is_number(value) or value is None or isinstance(value, str) for value in values.values())


def _time(count: int, settings: Mapping[str, Any], p: Array, xp: Namespace) -> Array | int:
    """The step as a number where all settings are plain, else as an array `(runs, 1, ..., 1)`.

    An array power and Python's differ in the last bit now and then, so a population whose settings are arrays counts
    with an array, one entry per run because NumPy squares where a single exponent is 2. With plain numbers scalars keep
    double precision even for float32 parameters.
    """
    if counts_plainly(settings):
        return count
    return per_run(count, p, xp)


def _check(
    rule: Rule,
    progress: Progress,
    grads: Sequence[Array | None],
    inputs: Mapping[str, Sequence[Array | None]],
) -> None:
    """Raise `BadShape` for gradients that do not fit and `BadHyper` for inputs the rule does not know."""
    if len(grads) != len(progress.params):
        raise BadShape(f"{len(progress.params)} parameters need as many gradients, given {len(grads)}")
    for index, (p, g) in enumerate(zip(progress.params, grads, strict=True)):
        if g is not None and tuple(g.shape) != tuple(p.shape):
            raise BadShape(f"gradient {index} is {tuple(g.shape)}, its parameter {tuple(p.shape)}")
    for name, arrays in inputs.items():
        if name not in rule.inputs:
            raise BadHyper(f"no input is called {name!r}; there are: {', '.join(rule.inputs) or 'none'}")
        if len(arrays) != len(progress.params):
            raise BadShape(f"input {name!r} needs {len(progress.params)} arrays, given {len(arrays)}")
