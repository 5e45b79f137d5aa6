"""`optimizer-playground export`: a rule, built in or typed, as a source file that stands alone."""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NoReturn

import numpy
import typer
from descent import registry
from descent.errors import DescentError
from descent.export import TARGETS, NotExported, Subject, built_in, typed
from descent.export.subject import PROBES
from descent.graph import Graph, check
from descent.spec import Rule
from descent.stepper import compose

from app.commands.traced_file import Unreadable, declared_scope, source_of, traced


def export(
    rule: str = typer.Argument(help="The name of a built-in rule, or a file with update(p, g, s, t, xp, *, lr)."),
    to: str = typer.Option(..., help=f"What it is written for: {', '.join(TARGETS)}."),
    set: list[str] = typer.Option(None, help="A default, such as lr=0.01; may be given again."),  # noqa: A002, B008
    choose: list[str] = typer.Option(None, help="A choice, such as form=nvidia; may be given again."),  # noqa: B008
    modifier: list[str] = typer.Option(None, help="What goes around the rule, such as cautious; may be given again."),  # noqa: B008
    out: Path | None = typer.Option(None, help="The file to write; without it the source is printed."),  # noqa: B008
) -> None:
    """Print a rule as a source file that stands alone; exit code 1 and a sentence where it cannot be written so."""
    if to not in TARGETS:
        _end(2, f"no target is called {to!r}; there are: {', '.join(TARGETS)}")
    given = {"set": set or [], "choose": choose or [], "modifier": modifier or []}
    words = [rule, f"--to {to}", *(f"--{name} {one}" for name, several in given.items() for one in several)]
    about = {"version": _version(), "command": " ".join(["optimizer-playground export", *words])}
    numbers = {name: _number(name, text) for name, text in _pairs(set or [])}
    if Path(rule).suffix == ".py" or Path(rule).is_file():
        subject = _typed(Path(rule), numbers, dict(_pairs(choose or [])), modifier or [], about)
    elif rule in registry.rule_names():
        try:
            around = [*map(registry.modifier, registry.in_order(modifier or []))]
            chosen = _choices(compose(registry.rule(rule), *around), rule, choose or [])
            subject = built_in(rule, numpy, chosen, numbers, modifier or [], **about)
        except DescentError as error:
            _end(1, str(error))
    else:
        _end(2, f"no rule is called {rule!r}, and there is no such file; there are: {', '.join(registry.rule_names())}")
    try:
        source = TARGETS[to](subject)
    except DescentError as error:
        _end(1, str(error))
    if out:
        out.write_text(source, encoding="utf-8")
    else:
        typer.echo(source, nl=False)


def _typed(
    file: Path,
    numbers: Mapping[str, float],
    choices: Mapping[str, str],
    modifiers: Sequence[str],
    about: Mapping[str, str],
) -> Subject:
    """The subject of a typed file, traced in a process of its own."""
    try:
        source = source_of(file)
    except Unreadable as error:
        _end(2, str(error))
    try:
        for modifier in modifiers:
            registry.modifier(modifier)
    except DescentError as error:
        _end(1, str(error))
    probes = PROBES[declared_scope(source)]
    groups = [[list(shape)] for several in probes.values() for shape in several]
    found = traced(source, file, {"groups": groups, "modifiers": list(modifiers), "choices": dict(choices)})
    if "sentence" in found:
        _end(1, f"{file}:{found['line']}: {found['sentence']}")
    graphs = iter([check(json.loads(text)) for text in found["graphs"]])
    kinds: dict[str, Sequence[Graph]] = {kind: tuple(next(graphs) for _ in several) for kind, several in probes.items()}
    try:
        return typed(file.stem, kinds, numbers, modifiers, **about)
    except NotExported as error:
        _end(1, str(error))
    except DescentError as error:
        _end(2, str(error))


def _choices(rule: Rule, name_of_rule: str, given: Sequence[str]) -> dict[str, Any]:
    """The choices in their own types; the text of an option stands for it."""
    known = {choice.name: choice for choice in rule.choices}
    found = {}
    for name, text in _pairs(given):
        if name not in known:
            _end(2, f"{name_of_rule} has no choice called {name!r}; there are: {', '.join(known) or 'none'}")
        options = {str(option): option for option in known[name].options}
        if text not in options:
            _end(2, f"{name} cannot be {text!r}; there are: {', '.join(options)}")
        found[name] = options[text]
    return found


def _pairs(given: Sequence[str]) -> list[tuple[str, str]]:
    for one in given:
        if "=" not in one:
            _end(2, f"a setting is written as name=value, given {one!r}")
    return [(one.split("=", 1)[0], one.split("=", 1)[1]) for one in given]


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        _end(2, f"{name} is a number, given {text!r}")


def _version() -> str:
    try:
        return version("optimizer-playground")
    except PackageNotFoundError:
        return ""


def _end(code: int, sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
