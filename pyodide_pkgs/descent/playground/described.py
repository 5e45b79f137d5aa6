"""A rule as data, for menus and sliders."""

from typing import TypedDict

from descent.hyper_names import hyper_name
from descent.playground.answers import Setting
from descent.spec import Choice, Hyper, Rule, Scale, Scope


class HyperAnswer(TypedDict):
    """A hyperparameter and its slider."""

    name: str
    title: str
    """What people call it."""
    symbol: str
    """Its letter in formulas; empty where they have none."""
    default: float
    low: float
    high: float
    scale: Scale
    doc: str


class OptionAnswer(TypedDict):
    """One value of a choice."""

    value: Setting
    text: str


class ChoiceAnswer(TypedDict):
    """A choice and its options."""

    name: str
    default: Setting
    options: list[OptionAnswer]
    doc: str
    defective: list[Setting]
    """Options that reproduce a known fault of a source."""


class RuleAnswer(TypedDict):
    """A rule."""

    name: str
    title: str
    scope: Scope
    """What it takes at once."""
    formula: str
    """LaTeX."""
    paper: str
    hypers: list[HyperAnswer]
    choices: list[ChoiceAnswer]
    state: dict[str, str]
    """What each array of the state is."""
    inputs: list[str]
    """What it takes beside the gradient."""
    plane: bool
    """Whether it runs on two coordinates; a rule that needs a matrix does not."""
    related: list[str]


def rule_answer(rule: Rule, name: str) -> RuleAnswer:
    """The rule."""
    return {
        "name": name,
        "title": rule.title or name,
        "scope": rule.scope,
        "formula": rule.formula,
        "paper": rule.paper,
        "hypers": [hyper_answer(hyper, name) for hyper in rule.hypers],
        "choices": [choice_answer(choice) for choice in rule.choices],
        "state": dict(rule.state_doc),
        "inputs": list(rule.inputs),
        "plane": rule.scope != "matrix" or _takes_vectors(rule),
        "related": list(rule.related),
    }


def _takes_vectors(rule: Rule) -> bool:
    """Whether a rule for matrices takes vectors with its usual choices."""
    usual = {choice.name: choice.default for choice in rule.choices}
    return rule.vectors if isinstance(rule.vectors, bool) else usual["form"] in rule.vectors


def hyper_answer(hyper: Hyper, rule: str = "") -> HyperAnswer:
    """The hyperparameter, as that rule means it."""
    title, symbol, meaning = hyper_name(hyper.name, rule)
    return {
        "name": hyper.name,
        "title": title,
        "symbol": symbol,
        "default": hyper.default,
        "low": hyper.low,
        "high": hyper.high,
        "scale": hyper.scale,
        "doc": meaning if hyper.doc == title else hyper.doc,
    }


def choice_answer(choice: Choice) -> ChoiceAnswer:
    """The choice."""
    return {
        "name": choice.name,
        "default": choice.default,
        "options": [{"value": value, "text": text} for value, text in choice.options.items()],
        "doc": choice.doc,
        "defective": list(choice.defective),
    }
