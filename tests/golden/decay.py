"""How a case's weight decay, whatever its spelling, becomes the modifier of this project."""

from typing import Any

from descent.modifiers.maximize import maximize
from descent.modifiers.weight_decay import weight_decay
from descent.spec import Rule
from descent.stepper import compose

from tests.golden.options import NotUnderstood, Options

METHODS = ("decoupled", "independent", "l2", "palm")

DECOUPLED_FLAGS = ("decoupled_weight_decay", "decouple_weight_decay", "weight_decouple", "decouple", "decoupled_decay")


def decay_of(options: Options, otherwise: str = "l2") -> tuple[float, str]:
    """The amount and the method; `otherwise` names the method of a source that has no flag for it."""
    amount = options.take("weight_decay", default=0.0) or 0.0
    method = options.take("weight_decay_method", default=None)
    method = options.form("weight_decay_method", *METHODS, default=method)
    for name in ("mask", "weight_decay_mask"):
        options.expect(name, None)
    for flag in DECOUPLED_FLAGS:
        given = options.take(flag, default=None)
        if given is not None:
            method = "decoupled" if given else "l2"
    if options.take("fixed_decay", default=False):
        method = "independent" if method == "decoupled" else method
    method = method or otherwise
    if method not in METHODS:
        raise NotUnderstood(f"weight decay {method!r} is not understood; possible: {METHODS}")
    return float(amount), method


def plus_decay(
    rule: Rule, settings: dict[str, Any], options: Options, otherwise: str = "l2"
) -> tuple[Rule, dict[str, Any]]:
    """The rule with the case's weight decay and direction composed around it, and its settings."""
    amount, method = decay_of(options, otherwise)
    if amount:
        rule = compose(rule, weight_decay)
        settings = settings | {"weight_decay": amount, "decay_method": method}
    return uphill(rule, options), settings


def decoupled_inside(rule: Rule, settings: dict[str, Any], options: Options) -> tuple[Rule, dict[str, Any]]:
    """A rule that carries decoupled decay itself, with the case's amount, and the case's direction around it."""
    amount, method = decay_of(options, "decoupled")
    if method != "decoupled":
        raise NotUnderstood(f"the rule's decay is decoupled, the case's is {method}")
    return uphill(rule, options), settings | {"weight_decay": amount}


def uphill(rule: Rule, options: Options) -> Rule:
    """The rule, climbing where the case says `maximize`."""
    return compose(rule, maximize) if options.take("maximize", default=False) else rule
