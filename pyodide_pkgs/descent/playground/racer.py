"""The rule that a page names or types, with modifiers around it and its settings."""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import Any

from descent import modifiers as modifiers_package
from descent import registry
from descent.errors import BadMessage, UnknownName
from descent.playground.reading import number
from descent.sandbox.typed_rule import Author
from descent.spec import Landscape, Rule
from descent.stepper import compose

MOST_MODIFIERS = 6


@dataclass(frozen=True)
class Racer:
    """A rule to run: `label` says which rule and modifiers, the same for racers that may run as one population."""

    id: str
    label: tuple[Any, ...]
    base: Rule
    rule: Rule
    settings: dict[str, Any]
    notices: tuple[dict[str, str], ...] = ()

    @property
    def lr(self) -> float | None:
        """The learning rate, if the rule has one."""
        return self.rule.settings(self.settings).get("lr")

    @property
    def alone(self) -> bool:
        """Whether its runs are computed one by one, some hundred times slower: its populations are then kept small."""
        return any(notice["kind"] == "mixes_runs" for notice in self.notices)

    @property
    def numbers(self) -> dict[str, float]:
        """Every numeric hyperparameter."""
        values = self.rule.settings(self.settings)
        return {hyper.name: float(values[hyper.name]) for hyper in self.rule.hypers}

    @property
    def choices(self) -> dict[str, Any]:
        """Every named choice."""
        values = self.rule.settings(self.settings)
        return {choice.name: values[choice.name] for choice in self.rule.choices}

    def fits(self, landscape: Landscape) -> None:
        """Raise `BadMessage` where a rule for matrices is to run on plain coordinates."""
        plain = not landscape.shapes or any(len(shape) != 2 for shape in landscape.shapes)
        if self.rule.scope == "matrix" and plain and not (self.rule.vectors and not landscape.shapes):
            raise BadMessage(
                f"{self.rule.title or self.id} takes matrices; {landscape.title} has none "
                "(try the family 'matrix_quadratic' or the matrix view)"
            )


def racer(given: Any, author: Author | None) -> Racer:
    """The racer; `BadMessage`, `UnknownName`, `BadHyper`, `BadRule`, and what a typed rule raises when it is loaded.

    `author` makes rules of typed source; without one a racer with source is refused.
    """
    if not isinstance(given, dict):
        raise BadMessage("a racer is an object with rule or source")
    notices: tuple[dict[str, str], ...] = ()
    source = given.get("source")
    if source is not None:
        if author is None:
            raise BadMessage("a typed rule runs in the sandbox, not here")
        if not isinstance(source, str):
            raise BadMessage("the source of a rule is a text")
        typed = author.typed(source)
        base, notices = typed.rule, typed.notices
    else:
        base = registry.rule(str(given.get("rule")))
    names = given.get("modifiers") or []
    if not isinstance(names, list) or len(names) > MOST_MODIFIERS:
        raise BadMessage(f"'modifiers' is a list of at most {MOST_MODIFIERS} names")
    rule = compose(base, *(modifier(name) for name in names))
    settings = given.get("settings") or {}
    if not isinstance(settings, dict):
        raise BadMessage("'settings' is an object of hyperparameters and choices")
    values = rule.settings(settings)
    for hyper in rule.hypers:
        number(values[hyper.name], hyper.name)
    label = (source if source is not None else given.get("rule"), *names, *(repr(values[c.name]) for c in rule.choices))
    return Racer(str(given.get("id", label[0])), label, base, rule, dict(settings), notices)


@cache
def modifier_names() -> tuple[str, ...]:
    """The public names of the modifiers that need nothing but a rule, sorted."""
    return tuple(sorted(one.name for one in pkgutil.iter_modules(modifiers_package.__path__) if _function(one.name)))


def modifier(name: Any) -> Any:
    """The modifier of that name, a function from rule to rule; `UnknownName` otherwise."""
    if name not in modifier_names():
        raise UnknownName("modifier", name, modifier_names())
    return _function(name)


def _function(name: str) -> Any:
    return getattr(importlib.import_module(f"descent.modifiers.{name}"), name, None)
