"""Which rule steps which tensors of a workload, with hyperparameters as tensors over the runs."""

from dataclasses import dataclass
from typing import Any

import torch
from descent import registry
from descent.errors import DescentError
from descent.spec import Rule

from app.comparisons import typed_rules
from app.comparisons.around import around
from app.comparisons.errors import BadShard
from app.comparisons.shard import Member, Shard
from app.workloads.card import Card, baselines
from app.workloads.compatibility import FALLBACK, FALLBACK_LR, reason_against
from app.workloads.workload import Device, Tensors, Workload


@dataclass(frozen=True)
class ParameterGroup:
    """The tensors of a workload that one rule steps.

    `names` are in the order of the workload, `choices` are the rule's named choices.
    """

    key: str
    rule: Rule
    names: tuple[str, ...]
    choices: dict[str, Any]
    keywords: frozenset[str]
    """Those hyperparameters, choices and inputs that the rule's `update` takes, found once."""
    guarded: bool = False
    """Whether the rule is one of matrices, which may decompose them, whatever goes around it."""


def parameter_group(
    key: str, rule: Rule, names: tuple[str, ...], choices: dict[str, Any], *, guarded: bool | None = None
) -> ParameterGroup:
    """The group with its keywords."""
    available = dict.fromkeys((*rule.defaults, *rule.inputs))
    keywords = frozenset(rule.wanted(rule.update, available))
    return ParameterGroup(key, rule, names, choices, keywords, rule.scope == "matrix" if guarded is None else guarded)


def parameter_groups(
    shard: Shard, card: Card, workload: Workload
) -> tuple[tuple[ParameterGroup, ...], tuple[str, ...]]:
    """The parameter groups of a shard and sentences about them; `BadShard` where the rule cannot train the workload."""
    try:
        plain = typed_rules.rule(shard.rule, shard.graphs)
        rule = around(shard.rule, plain, shard.decay, shard.sam, shard.modifiers)
        forms: dict[str, Any] = {"decay_method": shard.decay} if shard.decay else {}
        forms |= {"sam_adaptive": shard.sam == "adaptive"} if shard.sam else {}
        choices = rule.settings({**shard.choices, **forms})
    except DescentError as error:
        raise BadShard(str(error)) from error
    reason = reason_against(shard.rule, plain, card)
    if reason:
        raise BadShard(reason)
    numeric = {hyper.name for hyper in rule.hypers}
    choices = {name: value for name, value in choices.items() if name not in numeric}
    names = tuple(workload.shapes)
    if plain.scope != "matrix":
        return (parameter_group("rule", rule, names, choices),), ()
    matrices = card.matrices_of(shard.options)
    taken = tuple(name for name in names if name in matrices)
    rest = tuple(name for name in names if name not in matrices)
    if not rest:
        return (parameter_group("rule", rule, taken, choices, guarded=True),), ()
    other = registry.rule(FALLBACK)
    fallback = parameter_group("fallback", other, rest, {choice.name: choice.default for choice in other.choices})
    notice = f"{shard.rule} takes the matrices {', '.join(taken)}; {FALLBACK} takes {', '.join(rest)}."
    return (parameter_group("rule", rule, taken, choices, guarded=True), fallback), (notice,)


def hypers(shard: Shard, groups: tuple[ParameterGroup, ...], device: Device) -> Tensors:
    """Every numeric hyperparameter of every group, `(runs,)`, named `group.hyper`; `BadShard` for unknown names."""
    own = {hyper.name for hyper in groups[0].rule.hypers}
    has_fallback = len(groups) > 1
    for member in shard.members:
        unknown = [name for name in member.hypers if name not in own | ({FALLBACK_LR} if has_fallback else set())]
        if unknown:
            raise BadShard(
                f"{shard.rule} has no hyperparameter {unknown[0]!r}; there are: {', '.join(sorted(own)) or 'none'}"
            )
    columns = {}
    for one in groups:
        for hyper in one.rule.hypers:
            values = [_value(shard, one, member, hyper.name, hyper.default) for member in shard.members]
            columns[f"{one.key}.{hyper.name}"] = torch.tensor(values, dtype=device.dtype, device=device.torch_device)
    return columns


def _value(shard: Shard, one: ParameterGroup, member: Member, name: str, default: float) -> float:
    if one.key == "rule":
        return float(member.hypers.get(name, default))
    stored = baselines().get(shard.workload, {}).get(FALLBACK, {}).get("hypers", {})
    tuned = float(stored.get(name, default))
    return float(member.hypers.get(FALLBACK_LR, tuned)) if name == "lr" else tuned
