"""A racer's rule as a source file that stands alone, with its settings and modifiers (docs/export.md)."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from descent.errors import UnknownName
from descent.export import TARGETS, Subject, built_in, typed
from descent.export.subject import PROBES
from descent.graph import Graph
from descent.graph.proof import STEPS
from descent.playground.answers import NoArrays
from descent.playground.arguments import Arguments
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.sandbox.traced import SHORT, scope_of, traced

ENDINGS = {target: ".tex" if target == "latex" else f"_{target}.py" for target in TARGETS}
TYPED = "typed_rule"


class RuleFileArguments(RacerArguments):
    """A racer, and what its rule is written for."""

    target: str
    """One of `descent.export.TARGETS`: torch, optax, nvidia, numpy, latex."""


class RuleFileAnswer(TypedDict):
    """A file."""

    name: str
    """What it may be called."""
    source: str


def rule_file(arguments: Arguments[RuleFileArguments]) -> tuple[RuleFileAnswer, NoArrays]:
    """The rule of a racer as a source file; its settings are the defaults in it. `NotExported` where it has none."""
    target = arguments.text("target")
    if target not in TARGETS:
        raise UnknownName("target", target, TARGETS)
    racer = racer_of(arguments)
    made = _typed(racer, target, arguments) if "source" in racer.description else _built_in(racer, target, arguments)
    return {"name": made.name + ENDINGS[target], "source": TARGETS[target](made)}, {}


def _built_in(racer: Racer, target: str, arguments: Arguments[Any]) -> Subject:
    name, modifiers = racer.description["rule"], list(racer.description.get("modifiers") or ())
    numbers = {key: float(value) for key, value in racer.settings.items() if key in racer.numbers}
    choices = {key: value for key, value in racer.settings.items() if key in racer.choices}
    words = [f"optimizer-playground export {name} --to {target}"]
    words += [f"--set {key}={value!r}" for key, value in numbers.items()]
    words += _formed(choices, modifiers)
    return built_in(name, arguments.xp, choices, numbers, modifiers, command=" ".join(words))


def _formed(choices: Mapping[str, Any], modifiers: Sequence[str]) -> list[str]:
    """The words of a command for a form of a rule."""
    return [
        *(f"--choose {key}={value}" for key, value in choices.items()),
        *(f"--modifier {modifier}" for modifier in modifiers),
    ]


def _typed(racer: Racer, target: str, arguments: Arguments[Any]) -> Subject:
    source, file, modifiers = racer.description["source"], "rule.py", list(racer.description.get("modifiers") or ())
    choices = {key: value for key, value in racer.settings.items() if key in racer.choices}
    around: dict[str, Any] = {"modifiers": modifiers, "choices": choices}
    graphs: dict[str, Sequence[Graph]] = {}
    for kind, shapes in PROBES[scope_of(source, file)].items():
        graphs[kind] = [
            traced(source, file, [shape], arguments.xp, steps=SHORT if graphs or place else STEPS, **around).graph
            for place, shape in enumerate(shapes)
        ]
    known = next(iter(graphs.values()))[0].hypers
    numbers = {key: float(value) for key, value in racer.settings.items() if key in known}
    command = " ".join([f"optimizer-playground export {TYPED}.py --to {target}", *_formed(choices, modifiers)])
    return typed(TYPED, graphs, numbers, modifiers, command=command)
