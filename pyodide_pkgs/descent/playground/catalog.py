"""What there is to choose from: rules, landscapes, families, modifiers; as data for menus and sliders."""

import inspect
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from descent import registry
from descent.errors import BadMessage
from descent.expression.arithmetic import CONSTANTS, FUNCTIONS
from descent.playground.answers import Answer
from descent.playground.arguments import Arguments
from descent.playground.landscape import TRANSFORMS
from descent.playground.trials import TRAITS, TRIALS
from descent.spec import Choice, Hyper, Rule


def catalog(_arguments: Arguments) -> Answer:
    """Everything there is."""
    return _everything(), {}


@cache
def _everything() -> dict[str, Any]:
    return {
        "rules": [described(registry.rule(name), name) for name in registry.rule_names()],
        "landscapes": [_landscape(name) for name in registry.landscape_names()],
        "families": [_family(name) for name in registry.family_names()],
        "modifiers": [_modifier(name) for name in registry.modifier_names()],
        "transforms": sorted(TRANSFORMS),
        "functions": [*FUNCTIONS, *CONSTANTS],
        "trials": [{"name": trial.name, "trait": trial.trait} for trial in TRIALS],
        "traits": list(TRAITS),
    }


def described(rule: Rule, name: str) -> dict[str, Any]:
    """A rule as data."""
    return {
        "name": name,
        "title": rule.title or name,
        "scope": rule.scope,
        "formula": rule.formula,
        "paper": rule.paper,
        "hypers": [_hyper(hyper) for hyper in rule.hypers],
        "choices": [_choice(choice) for choice in rule.choices],
        "state": dict(rule.state_doc),
        "inputs": list(rule.inputs),
        "plane": rule.scope != "matrix" or _takes_vectors(rule),
        "related": list(rule.related),
    }


def _takes_vectors(rule: Rule) -> bool:
    """Whether a rule for matrices takes vectors with its usual choices."""
    usual = {choice.name: choice.default for choice in rule.choices}
    return rule.vectors if isinstance(rule.vectors, bool) else usual["form"] in rule.vectors


def _hyper(hyper: Hyper) -> dict[str, Any]:
    return {
        "name": hyper.name,
        "default": hyper.default,
        "low": hyper.low,
        "high": hyper.high,
        "scale": hyper.scale,
        "doc": hyper.doc,
    }


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "name": choice.name,
        "default": choice.default,
        "options": [{"value": value, "text": text} for value, text in choice.options.items()],
        "doc": choice.doc,
        "defective": list(choice.defective),
    }


def _landscape(name: str) -> dict[str, Any]:
    found = registry.landscape(name)
    return {
        "name": name,
        "title": found.title,
        "tags": found.tags,
        "window": found.window,
        "start": found.start,
        "formula": found.formula,
        "note": found.note,
        "stable_lr": found.stable_lr,
        "least": found.least,
    }


def _family(name: str) -> dict[str, Any]:
    make = registry.family(name)
    made = make()
    parameters = {key: parameter.default for key, parameter in inspect.signature(make).parameters.items()}
    return {
        "name": name,
        "title": made.title,
        "tags": made.tags,
        "parameters": parameters,
        "dim": made.dim,
        "shapes": made.shapes,
        "formula": made.formula,
        "note": made.note,
        "noisy": made.sample is not None,
    }


def _modifier(name: str) -> dict[str, Any]:
    plain = registry.rule("sgd")
    rule = registry.modifier(name)(plain)
    own = {hyper.name for hyper in plain.hypers} | {choice.name for choice in plain.choices}
    return {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "hypers": [_hyper(hyper) for hyper in rule.hypers if hyper.name not in own],
        "choices": [_choice(choice) for choice in rule.choices if choice.name not in own],
    }


def source(arguments: Arguments) -> Answer:
    """The file of a built-in rule, which loads as a typed rule."""
    name = arguments.text("rule")
    registry.rule(name)
    found = find_spec(f"descent.rules.{name}")
    if found is None or found.origin is None:
        raise BadMessage(f"the source of {name!r} is not here")
    return {"source": Path(found.origin).read_text(encoding="utf-8")}, {}


def check(arguments: Arguments) -> Answer:
    """A typed rule as data, with what should be known about it."""
    if arguments.author is None:
        raise BadMessage("a typed rule runs in the sandbox, not here")
    typed = arguments.author.typed(arguments.text("source"))
    return {"rule": described(typed.rule, typed.rule.title or "typed"), "notices": list(typed.notices)}, {}
