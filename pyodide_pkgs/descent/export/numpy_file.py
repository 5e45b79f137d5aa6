"""A rule as a file of plain functions that needs NumPy alone: `init`, `update`, and `view` where it has one."""

import builtins
import keyword
from collections.abc import Sequence
from typing import ClassVar

from descent.export.applying import applied
from descent.export.body import Body, body, completed
from descent.export.digits import setting
from descent.export.header import header
from descent.export.sizes import NAMES
from descent.export.source import enclosed, imports, indented, wrapped
from descent.export.spelling import Spelling
from descent.export.subject import Subject
from descent.graph.graph import Graph, Section


class NumpySpelling(Spelling):
    """As NumPy writes operations."""

    renamed: ClassVar[dict[str, str]] = {
        "concat": "concatenate",
        "atan2": "arctan2",
        "asin": "arcsin",
        "acos": "arccos",
        "atan": "arctan",
    } | {
        "cumulative_sum": "cumsum",
    }


def given(name: str) -> str:
    """How an input is called in the source."""
    if name == "t":
        return "step"
    head, _, last = name.partition(".")
    found = (last or head).replace(".", "_")
    if head == "state" and found in ("p", "g", "step", "state", *NAMES):
        return f"{found}_kept"
    return f"{found}_" if hasattr(builtins, found) or keyword.iskeyword(found) else found


def numpy_file(subject: Subject) -> str:
    """The source."""
    spelling = NumpySpelling()
    first = body(subject, lambda graph: graph.init, spelling, given, named=lambda _: "")
    later = body(subject, lambda graph: graph.update, spelling, given, last=applied, named=given)
    lines = [*_init(subject, first), "", "", *_update(subject, later)]
    if subject.graph.view is not None:
        shown = body(subject, _view, spelling, given, named=lambda _: "")
        lines += ["", "", *_viewed(subject, shown)]
    model = "`p` and `g` are all tensors of the model as one vector." if subject.scope == "model" else ""
    return "\n".join(
        [
            *header(subject, "functions of NumPy arrays", model),
            *imports(lines, {"math": "import math"}, {"np": "import numpy as np"}),
            "",
            "",
            *lines,
            "",
        ]
    )


def _view(graph: Graph) -> Section | None:
    return graph.view


def unpacked(one: Body, state: str = "state") -> list[str]:
    """The sizes and the entries of the state that a body uses, each under its name."""
    lines = []
    if one.sizes & {"rows", "columns"}:
        lines.append("rows, columns = p.shape")
    if "size" in one.sizes:
        lines.append("size = p.size")
    names = sorted(name.split(".", 1)[1] for name in one.inputs if name.startswith("state."))
    if names:
        left = ", ".join(given(f"state.{name}") for name in names)
        right = ", ".join(f'{state}["{name}"]' for name in names)
        lines += (
            [f"{left} = {right}"]
            if len(left) + len(right) < 88
            else [f'{given(f"state.{name}")} = {state}["{name}"]' for name in names]
        )
    return lines


def _settings(subject: Subject, one: Body) -> list[str]:
    return [f"{name}={setting(value)}" for name, value in subject.defaults.items() if f"hyper.{name}" in one.inputs]


def documented(subject: Subject, names: Sequence[str]) -> list[str]:
    """A line for each name that has a sentence."""
    lines: list[str] = []
    for name in names:
        if name in subject.documents:
            found = wrapped(f"{name}: {subject.documents[name]}", 110)
            lines += [found[0], *indented(found[1:])]
    return lines


def described(summary: str, words: Sequence[str]) -> list[str]:
    """A docstring."""
    return [f'"""{summary}', "", *words, '"""'] if words else [f'"""{summary}"""']


def states(one: Body) -> list[str]:
    """The names of the state that an update or init gives."""
    return [name.split(".", 1)[1] for name in one.outputs if name.startswith("state.")]


def _init(subject: Subject, one: Body) -> list[str]:
    settings = _settings(subject, one)

    def write(part: Body) -> list[str]:
        entries = [f'"{name}": {_begun(part, name)}' for name in states(part)]
        return [*unpacked(part), *part.lines, *enclosed("return {", entries, "}", room=4)]

    inside = [
        *described("Return the state before the first step.", documented(subject, states(one))),
        *completed(one, write),
    ]
    return [*enclosed("def init(", ["p", *(["*", *settings] if settings else [])], "):"), *indented(inside)]


def _begun(one: Body, name: str) -> str:
    """An entry of the first state, an array of its own."""
    text = one.outputs[f"state.{name}"]
    if f"state.{name}" in one.numbers:
        return f"np.full((), {text}, p.dtype)" if f"state.{name}" in one.plain else text
    return f"{text}.copy()" if text.isidentifier() else text


def _update(subject: Subject, one: Body) -> list[str]:
    settings = _settings(subject, one)
    parameters = ["p", "g", "state", "step", *subject.inputs, *(["*", *settings] if settings else [])]

    def write(part: Body) -> list[str]:
        entries = [f'"{name}": {part.outputs[f"state.{name}"]}' for name in states(part)]
        returned = enclosed(f"return {part.outputs['p']}, {{", entries, "}", room=4)
        return [*unpacked(part), *part.lines, *returned]

    words = documented(subject, [name for name in subject.defaults if f"hyper.{name}" in one.inputs])
    summary = "Return the parameter after step number `step`, from 1, at the gradient `g`, and the new state."
    inside = [*described(summary, words), *completed(one, write)]
    return [*enclosed("def update(", parameters, "):"), *indented(inside)]


def _viewed(subject: Subject, one: Body) -> list[str]:
    settings = _settings(subject, one)
    parameters = ["p", "state", *(["step"] if "t" in one.inputs else []), *(["*", *settings] if settings else [])]
    text = '"""Return the point to evaluate, which is not the one that is stepped."""'
    inside = [text, *unpacked(one), *one.lines, f"return {one.outputs['view']}"]
    if not one.lines and one.outputs["view"].isidentifier():
        inside = [text, f'return state["{one.outputs["view"]}"]']
    return [*enclosed("def view(", parameters, "):"), *indented(inside)]
