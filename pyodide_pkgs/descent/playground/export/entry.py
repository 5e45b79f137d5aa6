"""One racer of a script: what a page says of it, with the source of its rule."""

import ast
import importlib
import inspect
import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from descent import registry
from descent.errors import BadMessage
from descent.playground.arguments import Arguments
from descent.playground.racer import racer_from
from descent.spec import Landscape, Rule

MORE = {"inputs", "view", "vectors", "perturb"}
"""What a typed `RULE` says that a short script could not follow."""


class KnownRule(TypedDict, total=False):
    """What `studio.check` said of a typed rule: name to default."""

    hypers: Mapping[str, object]
    choices: Mapping[str, object]


class EntryDescription(TypedDict):
    """One racer of a script: a built-in rule, or a typed one, which is copied as text and never run."""

    id: str
    name: str
    rule: NotRequired[str]
    typed: NotRequired[str]
    """Source, in place of `rule`."""
    known: NotRequired[KnownRule]
    settings: NotRequired[Mapping[str, object]]
    modifiers: NotRequired[Sequence[str]]


@dataclass(frozen=True)
class Entry:
    """One racer: its name, the module's source, what it is called, its modifiers and settings, whether it is simple."""

    name: str
    called: str
    source: str
    built_in: bool
    modifiers: tuple[str, ...]
    settings: dict[str, Any]
    simple: bool


def entry_of(asked: Arguments[EntryDescription], landscape: Landscape) -> Entry:
    """The racer that is asked for; `BadMessage` where it cannot run on the landscape."""
    settings = dict(asked.value("settings", {}))
    modifiers = registry.in_order(asked.value("modifiers", []))
    for name in modifiers:
        registry.modifier(name)
    if "rule" not in asked:
        source = asked.text("typed")
        known = asked.inside(asked.value("known", {}))
        numbers = {**known.value("hypers", {})}
        settings = {**numbers, **known.value("choices", {}), **settings}
        settings = {name: _number(value) if name in numbers else value for name, value in settings.items()}
        simple = "known" in asked and not modifiers and _simple(source)
        return Entry(asked.text("name"), f"typed_{asked.text('id')}", source, False, modifiers, settings, simple)
    name = asked.text("rule")
    racer = racer_from({"rule": name, "modifiers": list(modifiers), "settings": settings}, None)
    racer.fits(landscape)
    rule: Rule = racer.base
    hypers = {hyper.name for hyper in racer.rule.hypers}
    values = racer.rule.settings(settings)
    settings = {key: _number(value) if key in hypers else value for key, value in values.items()}
    simple = not (modifiers or rule.inputs or rule.view is not None) and rule.scope in ("element", "tensor")
    source = inspect.getsource(importlib.import_module(f"descent.rules.{name}"))
    called = f"{name}_rule" if keyword.iskeyword(name) else name
    return Entry(asked.text("name"), called, source, True, modifiers, settings, simple)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def assigned(node: ast.stmt) -> str | None:
    """The name that a statement gives a value to; None where it is no such statement."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return None


def _simple(source: str) -> bool:
    """Whether typed source is a rule of plain coordinates that takes a gradient alone."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise BadMessage(f"Line {error.lineno} of a typed rule cannot be read: {error.msg}.") from error
    for node in tree.body:
        named = assigned(node)
        if named == "SCOPE":
            return False
        if named == "RULE" and isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            given = {one.arg: one.value for one in node.value.keywords}
            scope = given.get("scope", ast.Constant("element"))
            if given.keys() & MORE or not isinstance(scope, ast.Constant) or scope.value not in ("element", "tensor"):
                return False
    return True
