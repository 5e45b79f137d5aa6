"""A rule as a file with one `torch.optim.Optimizer` that needs torch alone."""

import re
from collections.abc import Callable

from descent.export.applying import applied
from descent.export.body import Body, body, completed
from descent.export.header import header
from descent.export.numbers import PREFIX, Numbers
from descent.export.numpy_file import described, documented, given, states, unpacked
from descent.export.source import enclosed, imports, indented
from descent.export.spelling import Cannot
from descent.export.subject import NotExported, Subject, in_words
from descent.export.torch_class import class_lines
from descent.export.torch_names import SETTINGS, betas, state_name
from descent.export.torch_spelling import TorchSpelling
from descent.export.value import Formula
from descent.graph.graph import Graph, Section


def torch_file(subject: Subject) -> str:
    """The source."""
    subject = in_words(subject, SETTINGS.get(subject.name, {}) if subject.built_in else {})
    spelling = TorchSpelling()
    try:
        first = body(subject, lambda graph: graph.init, spelling, given, named=lambda _: "")
        later, counted = _later(subject, spelling)
        shown = None
        if subject.graph.view is not None:
            shown = body(subject, _view, spelling, given, named=lambda _: "")
    except Cannot as error:
        raise NotExported(f"{subject.name} cannot be written for torch, which has no {error}; numpy has it") from None
    nothing: frozenset[str] = frozenset()
    used = nothing.union(*(one.inputs for one in (first, later, counted, shown) if one is not None))
    settings = {name: value for name, value in subject.defaults.items() if f"hyper.{name}" in used or name == "lr"}
    settings = {name: settings[name] for name in sorted(settings, key=lambda name: name != "lr")}
    parts = [_function(subject, "_init", first, settings)]
    parts += [_function(subject, "_numbers", counted, settings)] if counted else []
    parts.append(_function(subject, "_update", later, settings, counted is not None))
    if shown is not None:
        parts.append(_function(subject, "_view", shown, settings))
    lines: list[str] = []
    for part in parts:
        lines += [*part, "", ""]
    optional = {"_numbers": counted, "_view": shown}
    bodies = {"_init": first, "_update": later, **{name: one for name, one in optional.items() if one is not None}}
    lines += class_lines(subject, settings, bodies)
    modules = imports(lines, {"functools": "import functools", "math": "import math"}, {"torch": "import torch"})
    return "\n".join([*header(subject, "a torch optimizer"), *modules, "", "", *lines, ""])


def _later(subject: Subject, spelling: TorchSpelling) -> tuple[Body, Body | None]:
    """The update, and what it needs of the step alone where that is better computed once for all entries."""
    numbers = Numbers()

    def written(last: Callable[[Formula], Formula], named: Callable[[str], str]) -> Body:
        return body(subject, lambda graph: graph.update, spelling, given, last=last, named=named)

    if subject.scope in ("element", "tensor"):
        later = written(numbers.without(applied), given)
        if numbers.names:
            counted = written(numbers.alone(applied), lambda _: "")
            texts = [*counted.lines, *counted.outputs.values()]
            if not (counted.parts or counted.sizes or any(re.search(r"\bp\b", text) for text in texts)):
                return later, counted
    return written(applied, given), None


def _view(graph: Graph) -> Section | None:
    return graph.view


def renamed(subject: Subject, line: str) -> str:
    """A line with torch's names of the entries of the state."""
    return re.sub(
        r'state\["(\w+)"\]',
        lambda found: f'state["{state_name(subject.name if subject.built_in else "", found[1])}"]',
        line,
    )


def _function(subject: Subject, name: str, one: Body, settings: dict[str, float], counted: bool = False) -> list[str]:
    """`_init(p)`, `_numbers(step)`, `_update(p, g, state, step)` or `_view(p, state)`, each with what it uses.

    With `counted` the update takes numbers of the step in the place of the step, or after it.
    """
    together = betas(list(settings))
    own = [key for key in settings if f"hyper.{key}" in one.inputs]
    keywords = list(dict.fromkeys("betas" if key in together else key for key in own))
    further = [key for key in subject.inputs if f"input.{key}" in one.inputs]
    first = {"_init": ["p"], "_numbers": ["step"], "_update": ["p", "g", "state"], "_view": ["p", "state"]}[name]
    if name == "_update":
        first += [*(["step"] if not counted or "t" in one.inputs else []), *numbers_of(one), *further]
    if name == "_view" and "t" in one.inputs:
        first.append("step")
    before = [f"{', '.join(together)} = betas"] if "betas" in keywords else []
    if before and any(key not in own for key in together):
        before = [f"{', '.join(key if key in own else '_' for key in together)} = betas"]

    def write(part: Body) -> list[str]:
        entries = [_entry(subject, name, part, key) for key in states(part)]
        sizes = [line.replace("p.size", "p.numel()") for line in unpacked(part)]
        if name == "_numbers":
            tail = ",)" if len(part.outputs) == 1 else ")"
            return [*part.lines, *enclosed("return (", list(part.outputs.values()), tail, room=4)]
        head = {"_init": "return {", "_update": f"return {part.outputs.get('p')}, {{"}.get(name)
        if head is None:
            return [*sizes, *part.lines, f"return {part.outputs['view']}"]
        return [*sizes, *part.lines, *enclosed(head, entries, "}", room=4)]

    which = "step number `step`" if "step" in first else "a step"
    text = {
        "_init": "Return the state of a parameter before the first step.",
        "_numbers": "Return what an update needs of the number of its step, once for all entries.",
        "_update": f"Return the parameter after {which} at the gradient `g`, and the new state.",
        "_view": "Return the point to evaluate, which is not the one that is stepped.",
    }[name]
    words = [renamed_words(subject, line) for line in documented(subject, states(one))] if name == "_init" else []
    inside = [*described(text, words), *before, *completed(one, write)]
    if name == "_view" and not one.lines and one.outputs["view"].isidentifier():
        inside = [*described(text, []), f'return state["{one.outputs["view"]}"]']
    inside = [renamed(subject, line) for line in inside]
    return [*enclosed(f"def {name}(", [*first, *(["*", *keywords] if keywords else [])], "):"), *indented(inside)]


def numbers_of(update: Body) -> list[str]:
    """The numbers of the step that an update takes."""
    return [given(name) for name in sorted(update.inputs) if name.startswith(PREFIX)]


def renamed_words(subject: Subject, line: str) -> str:
    """A line of the documentation with torch's name."""
    name, colon, rest = line.partition(":")
    return (
        f"{state_name(subject.name if subject.built_in else '', name)}{colon}{rest}"
        if colon and name.isidentifier()
        else line
    )


def _entry(subject: Subject, function: str, part: Body, key: str) -> str:
    text = part.outputs[f"state.{key}"]
    if function == "_init":
        if f"state.{key}" in part.plain:
            dtype = "p.dtype" if subject.scope in ("model", "matrix") else "_plain(p).dtype"
            text = f"torch.full((), {text}, dtype={dtype}, device=p.device)"
        elif text.isidentifier():
            text = f"{text}.clone()"
    return f'"{state_name(subject.name if subject.built_in else "", key)}": {text}'
