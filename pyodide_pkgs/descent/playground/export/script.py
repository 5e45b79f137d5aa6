"""A race as a script that needs NumPy alone: the rules, the landscape, the loop, and a picture by Matplotlib.

Most races become a short script: each rule's own two functions and a loop of ten lines. Noise, transforms, families,
modifiers and rules that take more than a gradient need more of this package, and it is copied along. What somebody
typed is copied as text and never run here.
"""

import ast
import importlib
import inspect
import re
from collections.abc import Sequence
from typing import Any, TypedDict

from descent.errors import BadMessage
from descent.playground.answers import NoArrays
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.export.entry import Entry, EntryDescription, assigned, entry_of
from descent.playground.export.landscape_text import Description, value_and_gradient, whole_landscape
from descent.playground.export.plain import Plain
from descent.playground.export.script_text import FULL, HEAD, LEAN, TAIL
from descent.playground.landscape import LandscapeArguments, described_in, landscape_of
from descent.sandbox import typed_rule as typed_rules
from descent.spec import Landscape

OWN = ("STEPS", "SEED", "START", "WINDOW", "LEAST", "RACERS", "numpy", "plt", "landscape", "value", "found", "name")
OWN_FUNCTIONS = ("chosen", "race", "ended", "runs", "draw", "path", "losses")
"""With the one before, the names that the script itself uses."""


class ScriptArguments(LandscapeArguments, RunArguments):
    """A race whose racers' code may be copied."""

    entries: Sequence[EntryDescription]


class ScriptAnswer(TypedDict):
    """The race as Python that needs NumPy alone, and Matplotlib for its picture."""

    script: str


def script(arguments: Arguments[ScriptArguments]) -> tuple[ScriptAnswer, NoArrays]:
    """`{script}`; `BadMessage` for a race that cannot be run."""
    description, landscape = described_in(arguments), landscape_of(arguments)
    entries = [entry_of(arguments.inside(asked), landscape) for asked in arguments.value("entries")]
    if not entries:
        raise BadMessage("There is no racer whose code may be copied: code from a link is, once it has been run here.")
    plane = landscape.dim == 2 and not landscape.shapes
    exact = landscape.sample is None and landscape.motion is None and landscape.project is None
    lean = plane and exact and not description.get("transforms") and "family" not in description
    lean = lean and all(entry.simple for entry in entries)
    text = (_lean if lean else _full)(arguments, description, landscape, entries)
    ast.parse(text)
    return {"script": re.sub(r"\n{4,}", "\n\n\n", text)}, {}


def _lean(
    arguments: Arguments[ScriptArguments], description: Description, landscape: Landscape, entries: list[Entry]
) -> str:
    plain = Plain((*OWN, *OWN_FUNCTIONS))
    plain.imports.add("import inspect")
    factories = {entry.called: _functions(entry, plain) for entry in entries}
    parts = [value_and_gradient(description, plain), *factories.values()]
    listed = [(entry.name, entry.called, entry.settings) for entry in entries]
    return _written(arguments, landscape, plain, parts, listed, LEAN, "landscape()[0]")


def _functions(entry: Entry, plain: Plain) -> str:
    """The function that gives `init` and `update` of a rule."""
    named = {node.name for node in ast.parse(entry.source).body if isinstance(node, ast.FunctionDef)}
    init = "init" if "init" in named else "lambda p, xp: {}"
    return plain.factory(entry.called, entry.source, f"{init}, update")


def _full(
    arguments: Arguments[ScriptArguments], description: Description, landscape: Landscape, entries: list[Entry]
) -> str:
    plain = Plain((*OWN, *OWN_FUNCTIONS))
    plain.take(importlib.import_module("descent.trace.march"), "March")
    factories = {entry.called: _rule(entry, plain) for entry in entries}
    for name in dict.fromkeys(name for entry in entries for name in entry.modifiers):
        source = inspect.getsource(importlib.import_module(f"descent.modifiers.{name}"))
        factories[f"{name}_modifier"] = plain.factory(f"{name}_modifier", source, name, set())
    parts = [whole_landscape(description, plain), *factories.values()]
    listed = [
        (entry.name, entry.called, [f"{name}_modifier" for name in entry.modifiers], entry.settings)
        for entry in entries
    ]
    return _written(arguments, landscape, plain, parts, listed, FULL, "landscape().value")


def _rule(entry: Entry, plain: Plain) -> str:
    """The function that gives the whole `Rule`."""
    tree = ast.parse(entry.source)
    if any(assigned(node) == "RULE" for node in tree.body):
        return plain.factory(entry.called, entry.source, "RULE", set())
    made = plain.take(typed_rules, "rule_of")
    return plain.factory(entry.called, entry.source, f"{made}(locals())", set())


def _written(
    arguments: Arguments[ScriptArguments],
    landscape: Landscape,
    plain: Plain,
    parts: list[str],
    racers: list[Any],
    loop: str,
    value: str,
) -> str:
    least = landscape.least
    head = HEAD.format(
        title=landscape.title.replace('"', "'"),
        imports="\n".join(sorted(plain.imports)),
        steps=arguments.steps(),
        seed=arguments.seed(),
        start=tuple(float(place) for place in landscape.start),
        window=tuple((float(low), float(high)) for low, high in landscape.window),
        least=least,
        racers="".join(["[\n", *(f"    {one!r},\n" for one in racers), "]"]),
        helpers=plain.text,
        factories="\n\n\n".join(parts),
    )
    heights = f"numpy.log10(numpy.maximum(heights - {least or 0.0}, 0) + 1e-9)" if landscape.log_scale else "heights"
    return head + loop + TAIL.format(value=value, heights=heights)
