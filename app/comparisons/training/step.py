"""One step of a whole shard, in place: the same function eagerly and compiled."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from app.comparisons.training.inputs import SCHEDULE, further_inputs
from app.comparisons.training.joining import bundles, together
from app.comparisons.training.namespace import xp
from app.comparisons.training.population import Population, settings
from app.comparisons.training.routing import ParameterGroup
from app.workloads.workload import Tensors, Workload

Step = Callable[[Tensors, Tensors, Tensor, Tensor, Tensors, Tensors, Tensors], Tensor]


def make_step(workload: Workload, groups: Sequence[ParameterGroup], joined: bool = False) -> Step:
    """The step: tensors, batch and draws for inputs in; losses `(runs,)` before the step out; the tensors in place.

    A run whose loss is not finite is frozen from then on: nothing of it changes, and `died` says when. Its numbers
    touch no other run's, because no operation mixes runs. Decompositions of matrices raise for the whole stack where
    one matrix is not finite; matrix rules therefore never see such a run, nor one about to become such.

    With `joined`, tensors that a rule steps one by one go together (`joining.py`): fewer operations, on a GPU.

    A rule that looks further (SAM) takes a second gradient, on the same batch: of all tensors, also those of the
    fallback, whose norm is one.
    """
    rule = groups[0].rule
    perturb, perturbing = rule.perturb, rule.wanted(rule.perturb, rule.defaults) if rule.perturb else {}
    guarded = tuple(name for group in groups if group.guarded for name in group.names)

    def step(
        params: Tensors, states: Tensors, t: Tensor, died: Tensor, hypers: Tensors, batch: Tensors, drawn: Tensors
    ) -> Tensor:
        hypers = scheduled(hypers, drawn)
        losses, grads = workload.gradients(params, batch)
        if perturb is not None:
            own = {name: value for name, value in settings(groups[0], hypers, 1).items() if name in perturbing}
            added = perturb(list(params.values()), [grads[name] for name in params], xp, **own)
            there = {name: p + e for (name, p), e in zip(params.items(), added, strict=True)}
            grads = workload.gradients(there, batch)[1]
        well = (died < 0) & torch.isfinite(losses)
        if guarded:
            well = well & bounded([grads[name] for name in guarded])
            grads = {name: torch.where(_rows(well, g), g, 0.0) for name, g in grads.items()}
        dead = torch.where((died < 0) & ~well, t, died)
        time = t + 1
        writes: list[tuple[Tensor, Tensor]] = []
        for group in groups:
            inputs = further_inputs(workload, group, params, batch, drawn)
            stepped = _joined_updates if joined and group.rule.scope != "model" else _updates
            updates, fresh = stepped(group, params, grads, states, time, hypers, inputs)
            writes += [(params[name], params[name] + update) for name, update in updates.items()]
            writes += [(states[name], value) for name, value in fresh.items()]
        if guarded:
            whole = finite([new for _, new in writes])
            dead = torch.where(well & ~whole, time, dead)
            well = well & whole
        # First all new values, then all writes: a new state may be an old array of another name.
        kept = [(old, torch.where(_rows(well, old), new, old)) for old, new in writes]
        for old, new in [*kept, (died, dead), (t, time)]:
            old.copy_(new)
        return losses

    return step


def scheduled(hypers: Tensors, drawn: Tensors) -> Tensors:
    """The hyperparameters of this step: learning rates times what a schedule says, where there is one."""
    if SCHEDULE not in drawn:
        return hypers
    return {name: value * drawn[SCHEDULE] if name.endswith(".lr") else value for name, value in hypers.items()}


def bounded(grads: Sequence[Tensor]) -> Tensor:
    """Which runs' gradients are so far from overflow that their squares and products of squares stay finite."""
    limit = torch.finfo(grads[0].dtype).max ** 0.4
    checks = [(g.flatten(start_dim=1).abs() < limit).all(dim=1) for g in grads]
    return torch.stack(checks).all(dim=0)


def finite(arrays: Sequence[Tensor]) -> Tensor:
    """Which runs have finite numbers only, `(runs,)`."""
    return torch.stack([torch.isfinite(x.reshape(len(x), -1)).all(dim=1) for x in arrays]).all(dim=0)


def advance(step: Step, population: Population, hypers: Tensors, batch: Tensors, drawn: Tensors) -> Tensor:
    """Losses before the step; the population is one step further."""
    return step(population.params, population.states, population.t, population.died, hypers, batch, drawn)


def viewed(groups: Sequence[ParameterGroup], population: Population, hypers: Tensors, *, moved: bool) -> Tensors:
    """The points to evaluate: the parameters, or what a rule's `view` makes of them (schedule-free's average).

    `moved` says whether a step was made; the caller knows, and asking the population would wait for the device.
    """
    points = dict(population.params)
    if not moved:
        return points
    for group in groups:
        if group.rule.view is None:
            continue
        for name in group.names:
            p = population.params[name]
            own = settings(group, hypers, p.ndim)
            t = population.t.reshape((1,) * p.ndim)
            state = states_of(group, name, population.states)
            points[name] = group.rule.view(p, state, t, xp, **group.rule.wanted(group.rule.view, own))
    return points


def states_of(group: ParameterGroup, name: str, states: Tensors) -> Tensors:
    """The states of one tensor by their own names; the shared ones of a group for the empty name."""
    prefix = f"{group.key}.{name}."
    return {key.removeprefix(prefix): value for key, value in states.items() if key.startswith(prefix)}


def taken(group: ParameterGroup, available: dict[str, Any]) -> dict[str, Any]:
    """What the group's rule takes of these."""
    return {name: value for name, value in available.items() if name in group.keywords}


def _updates(
    group: ParameterGroup,
    params: Tensors,
    grads: Tensors,
    states: Tensors,
    t: Tensor,
    hypers: Tensors,
    inputs: dict[str, Tensors],
) -> tuple[Tensors, Tensors]:
    """What is added to each tensor of the group, and its new states."""
    rule = group.rule
    if rule.scope == "model":
        return _model_updates(group, params, grads, states, t, hypers, inputs)
    updates: Tensors = {}
    fresh: Tensors = {}
    for name in group.names:
        p = params[name]
        own = settings(group, hypers, p.ndim) | {kind: arrays[name] for kind, arrays in inputs.items()}
        time = t.reshape((1,) * p.ndim)
        old = states_of(group, name, states)
        updates[name], new = rule.update(p, grads[name], old, time, xp, **taken(group, own))
        fresh |= {f"{group.key}.{name}.{state}": value for state, value in new.items()}
    return updates, fresh


def _joined_updates(
    group: ParameterGroup,
    params: Tensors,
    grads: Tensors,
    states: Tensors,
    t: Tensor,
    hypers: Tensors,
    inputs: dict[str, Tensors],
) -> tuple[Tensors, Tensors]:
    """The same with tensors that go together."""
    rule = group.rule
    own = {name: states_of(group, name, states) for name in group.names}
    shapes = {name: tuple(params[name].shape[1:]) for name in group.names}
    updates: Tensors = {}
    fresh: Tensors = {}

    def columns(axes: int, times: int) -> dict[str, Any]:
        numbers = settings(group, hypers, axes)
        return {key: torch.cat([each] * times) if isinstance(each, Tensor) else each for key, each in numbers.items()}

    def update(p: Tensor, g: Tensor, old: Tensors, given: dict[str, Any]) -> tuple[Tensor, Tensors]:
        added: Tensor
        added, new = rule.update(p, g, old, t.reshape((1,) * p.ndim), xp, **taken(group, given))
        return added, new

    for names in bundles(group, shapes, own):
        added, new = together(names, params, grads, own, columns, inputs, update)
        updates |= added
        fresh |= {f"{group.key}.{name}.{kind}": value for name in names for kind, value in new[name].items()}
    return updates, fresh


def _model_updates(
    group: ParameterGroup,
    params: Tensors,
    grads: Tensors,
    states: Tensors,
    t: Tensor,
    hypers: Tensors,
    inputs: dict[str, Tensors],
) -> tuple[Tensors, Tensors]:
    """The same for a rule that sees all tensors at once."""
    rule, names = group.rule, group.names
    each = [states_of(group, name, states) for name in names]
    state = {kind: [own[kind] for own in each] for kind in each[0]} | states_of(group, "", states)
    own = settings(group, hypers, 1) | {kind: [arrays[name] for name in names] for kind, arrays in inputs.items()}
    made, new = rule.update(
        [params[name] for name in names],
        [grads[name] for name in names],
        state,
        t,
        xp,
        **taken(group, own),
    )
    fresh: Tensors = {}
    for kind, value in new.items():
        keyed = zip(names, value, strict=True) if isinstance(value, list) else [("", value)]
        fresh |= {f"{group.key}.{name}.{kind}": array for name, array in keyed}
    return dict(zip(names, made, strict=True)), fresh


def _rows(mask: Tensor, x: Tensor) -> Tensor:
    """The mask `(runs,)` as `(runs, 1, ..., 1)` beside `x`."""
    return mask.reshape((-1,) + (1,) * (x.ndim - 1))
