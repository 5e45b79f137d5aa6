"""Finds rules, modifiers, landscapes and their families by listing folders; a module's name is its public name.

Nothing is registered by hand and nothing happens at import of the modules themselves: adding a file is enough.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType
from typing import NamedTuple

from descent import families as families_package
from descent import landscapes as landscapes_package
from descent import modifiers as modifiers_package
from descent import rules as rules_package
from descent.errors import UnknownName
from descent.precision import in_single_at_least
from descent.spec import RULE_FAMILIES, Landscape, Rule


@cache
def rule_names() -> tuple[str, ...]:
    """The public names of all rules, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(rules_package.__path__)))


@cache
def modifier_names() -> tuple[str, ...]:
    """The public names of all modifiers, sorted: the modules that hold a function of their own name."""
    names = (module.name for module in pkgutil.iter_modules(modifiers_package.__path__))
    return tuple(sorted(name for name in names if hasattr(_modifier_module(name), name)))


@cache
def landscape_names() -> tuple[str, ...]:
    """The public names of all landscapes, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(landscapes_package.__path__)))


@cache
def rule(name: str) -> Rule:
    """The rule of that name, for parameters of any floating dtype; `UnknownName` otherwise."""
    if name not in rule_names():
        raise UnknownName("rule", name, rule_names())
    return in_single_at_least(importlib.import_module(f"descent.rules.{name}").RULE)


class RuleGroup(NamedTuple):
    """One family of rules: its title, and its rules with their names in the order in which they are listed."""

    title: str
    rules: tuple[tuple[str, Rule], ...]


@cache
def rule_groups() -> tuple[RuleGroup, ...]:
    """Every rule once, by family; a rule that names no family stands in a last group, "More"."""
    rules = sorted(((name, rule(name)) for name in rule_names()), key=lambda named: (named[1].order, named[0]))
    titles: list[tuple[str | None, str]] = [*RULE_FAMILIES.items(), (None, "More")]
    groups = (
        RuleGroup(title, tuple((name, one) for name, one in rules if one.family == family)) for family, title in titles
    )
    return tuple(group for group in groups if group.rules)


@cache
def baselines() -> dict[str, str]:
    """The rules that comparisons always draw, in listed order, each with its label as a baseline."""
    return {name: one.baseline for group in rule_groups() for name, one in group.rules if one.baseline is not None}


def modifier(name: str) -> Callable[[Rule], Rule]:
    """The modifier of that name; `UnknownName` otherwise."""
    if name not in modifier_names():
        raise UnknownName("modifier", name, modifier_names())
    found: Callable[[Rule], Rule] = getattr(_modifier_module(name), name)
    return found


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """The names of modifiers in the order in which they go around a rule, the innermost first."""
    return tuple(
        sorted(names, key=lambda name: modifiers_package.ORDER.index(name) if name in modifiers_package.ORDER else -1)
    )


def _modifier_module(name: str) -> ModuleType:
    return importlib.import_module(f"descent.modifiers.{name}")


def landscape(name: str) -> Landscape:
    """The landscape of that name; `UnknownName` otherwise."""
    if name not in landscape_names():
        raise UnknownName("landscape", name, landscape_names())
    found: Landscape = importlib.import_module(f"descent.landscapes.{name}").LANDSCAPE
    return found


@cache
def family_names() -> tuple[str, ...]:
    """The public names of all families of landscapes, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(families_package.__path__)))


def family(name: str) -> Callable[..., Landscape]:
    """The function of that name that makes a landscape from its parameters; `UnknownName` otherwise."""
    if name not in family_names():
        raise UnknownName("family", name, family_names())
    found: Callable[..., Landscape] = importlib.import_module(f"descent.families.{name}").landscape
    return found
