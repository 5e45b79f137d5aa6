"""What stands around a rule: its form of decay, SAM and further modifiers, composed by `descent` itself."""

from collections.abc import Sequence
from functools import cache

from descent import registry
from descent.errors import BadHyper
from descent.spec import Hyper, Rule
from descent.stepper import compose

BY_FIELDS = {"weight_decay": "decay", "sam": "sam"}
"""Modifiers that have a field of their own, which says their form."""
FORMS = ("decay_method", "sam_adaptive")
"""The choices that those fields say."""


def around(
    name: str, plain: Rule, decay: str | None = None, sam: str | None = None, modifiers: Sequence[str] = ()
) -> Rule:
    """The rule with all that goes around it; `BadHyper`, `UnknownName` where that is not possible."""
    if decay and (plain.scope == "model" or "weight_decay" in plain.defaults):
        raise BadHyper(f"{name} has weight_decay in its own formula; no form of decay goes around it")
    names = [*modifiers, *(["weight_decay"] if decay else []), *(["sam"] if sam else [])]
    return compose(plain, *map(registry.modifier, names))


def possible() -> tuple[str, ...]:
    """The modifiers that are asked for by name."""
    return tuple(name for name in registry.modifier_names() if name not in BY_FIELDS)


@cache
def brought() -> dict[str, Hyper]:
    """Every hyperparameter that a modifier brings, by name."""
    plain = registry.rule("sgd")
    made = (registry.modifier(name)(plain) for name in registry.modifier_names())
    return {hyper.name: hyper for rule in made for hyper in rule.hypers if hyper.name not in plain.defaults}
