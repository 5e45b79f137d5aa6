"""What there is to choose from: rules, landscapes, families, modifiers; as data for menus and sliders."""

import inspect
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

from descent import registry
from descent.errors import BadMessage
from descent.expression.words import CONSTANTS, FUNCTIONS
from descent.playground.answers import Empty, NoArrays, Window
from descent.playground.arguments import Arguments
from descent.playground.described import ChoiceAnswer, HyperAnswer, RuleAnswer, choice_answer, hyper_answer, rule_answer
from descent.playground.landscape import TRANSFORMS
from descent.playground.trials import TRAITS, TRIALS
from descent.sandbox.soundness import Notice

ACRONYMS = ("sam",)
"""Modifiers whose names are written in capitals."""


class LandscapeEntry(TypedDict):
    """A built-in landscape."""

    name: str
    title: str
    tags: Sequence[str]
    window: Window
    start: Sequence[float]
    formula: str
    """LaTeX."""
    note: str
    stable_lr: float | None
    least: float | None


class FamilyEntry(TypedDict):
    """A family of landscapes; what is said of it holds for its default parameters."""

    name: str
    title: str
    tags: Sequence[str]
    parameters: dict[str, float | Sequence[float]]
    """Name to default."""
    dim: int
    shapes: Sequence[Sequence[int]]
    """The matrices that the coordinates fill; empty where they are one vector."""
    formula: str
    note: str
    noisy: bool


class ModifierEntry(TypedDict):
    """A modifier with the settings that it adds to a rule."""

    name: str
    title: str
    hypers: list[HyperAnswer]
    choices: list[ChoiceAnswer]


class TrialEntry(TypedDict):
    """A landscape of the report card and the trait that it tries."""

    name: str
    trait: str


class CatalogAnswer(TypedDict):
    """What there is to choose from."""

    rules: list[RuleAnswer]
    landscapes: list[LandscapeEntry]
    families: list[FamilyEntry]
    modifiers: list[ModifierEntry]
    transforms: list[str]
    functions: list[str]
    """Names that a typed landscape may use."""
    trials: list[TrialEntry]
    traits: list[str]


class SourceArguments(TypedDict):
    """A built-in rule."""

    rule: str


class SourceAnswer(TypedDict):
    """The file of a built-in rule."""

    source: str


class CheckArguments(TypedDict):
    """A typed rule."""

    source: str


class CheckAnswer(TypedDict):
    """A typed rule, and what should be known about it."""

    rule: RuleAnswer
    notices: list[Notice]


def catalog(_arguments: Arguments[Empty]) -> tuple[CatalogAnswer, NoArrays]:
    """Everything there is to choose from. It imports every rule: a page that can have it from the server should."""
    return _everything(), {}


@cache
def _everything() -> CatalogAnswer:
    return {
        "rules": [rule_answer(registry.rule(name), name) for name in registry.rule_names()],
        "landscapes": [_landscape(name) for name in registry.landscape_names()],
        "families": [_family(name) for name in registry.family_names()],
        "modifiers": [_modifier(name) for name in registry.modifier_names()],
        "transforms": sorted(TRANSFORMS),
        "functions": [*FUNCTIONS, *CONSTANTS],
        "trials": [{"name": trial.name, "trait": trial.trait} for trial in TRIALS],
        "traits": list(TRAITS),
    }


def _landscape(name: str) -> LandscapeEntry:
    landscape = registry.landscape(name)
    return {
        "name": name,
        "title": landscape.title,
        "tags": landscape.tags,
        "window": landscape.window,
        "start": landscape.start,
        "formula": landscape.formula,
        "note": landscape.note,
        "stable_lr": landscape.stable_lr,
        "least": landscape.least,
    }


def _family(name: str) -> FamilyEntry:
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


def _modifier(name: str) -> ModifierEntry:
    plain = registry.rule("sgd")
    rule = registry.modifier(name)(plain)
    own = {hyper.name for hyper in plain.hypers} | {choice.name for choice in plain.choices}
    return {
        "name": name,
        "title": name.upper() if name in ACRONYMS else name.replace("_", " ").capitalize(),
        "hypers": [hyper_answer(hyper) for hyper in rule.hypers if hyper.name not in own],
        "choices": [choice_answer(choice) for choice in rule.choices if choice.name not in own],
    }


def source(arguments: Arguments[SourceArguments]) -> tuple[SourceAnswer, NoArrays]:
    """The file of a built-in rule, which loads as a typed rule."""
    name = arguments.text("rule")
    registry.rule(name)
    module = find_spec(f"descent.rules.{name}")
    if module is None or module.origin is None:
        raise BadMessage(f"the source of {name!r} is not here")
    return {"source": Path(module.origin).read_text(encoding="utf-8")}, {}


def check(arguments: Arguments[CheckArguments]) -> tuple[CheckAnswer, NoArrays]:
    """A typed rule as data, with what should be known about it."""
    if arguments.author is None:
        raise BadMessage("a typed rule runs in the sandbox, not here")
    typed = arguments.author.typed(arguments.text("source"))
    return {"rule": rule_answer(typed.rule, typed.rule.title or "typed"), "notices": list(typed.notices)}, {}
