"""A rule as a file with one optax gradient transformation that needs jax and optax alone."""

import re

from descent.export.body import Body, body, completed
from descent.export.header import header
from descent.export.numpy_file import described, documented, given, states, unpacked
from descent.export.optax_frame import frame
from descent.export.optax_spelling import OptaxSpelling
from descent.export.source import enclosed, imports, indented
from descent.export.spelling import Cannot
from descent.export.subject import NotExported, Subject
from descent.graph.graph import Graph, Section

STEP = "updates"
"""What the step is called that the caller adds: `step` is the count there."""


def optax_file(subject: Subject) -> str:
    """The source."""
    spelling = OptaxSpelling()
    shown = None
    try:
        first = body(subject, lambda graph: graph.init, spelling, given, named=lambda _: "")
        later = body(subject, lambda graph: graph.update, spelling, given, named=_named)
        if subject.graph.view is not None:
            shown = body(subject, _view, spelling, given, named=lambda _: "")
    except Cannot as error:
        raise NotExported(f"{subject.name} cannot be written for optax, which has no {error}; numpy has it") from None
    lines = [*_function(subject, "_init", first), "", "", *_function(subject, "_update", later), "", ""]
    if shown is not None:
        lines += [*_function(subject, "_view", shown), "", ""]
    lines += frame(subject, first, later, shown)
    modules = imports(
        lines,
        {"itertools": "import itertools", "math": "import math"},
        {"jax": "import jax", "jnp": "import jax.numpy as jnp", "optax": "import optax"},
    )
    place = modules.index("import jax") - 1
    modules[place:place] = [*([] if place else [""]), "from typing import NamedTuple"]
    return "\n".join([*header(subject, "an optax gradient transformation"), *modules, "", "", *lines, ""])


def _view(graph: Graph) -> Section | None:
    return graph.view


def _named(output: str) -> str:
    return STEP if output == "step" else given(output)


def _function(subject: Subject, name: str, one: Body) -> list[str]:
    """`_init(p)`, `_update(p, g, state, step)` or `_view(p, state)`, each with the settings that it uses."""
    keywords = [key for key in subject.defaults if f"hyper.{key}" in one.inputs]
    further = [key for key in subject.inputs if f"input.{key}" in one.inputs]
    first = {"_init": ["p"], "_update": ["p", "g", "state", "step", *further], "_view": ["p", "state"]}[name]
    if name == "_view" and "t" in one.inputs:
        first.append("step")

    def write(part: Body) -> list[str]:
        if name == "_view":
            kept = part.outputs["view"]
            if not part.lines and kept.isidentifier():
                return [f'return state["{kept}"]']
            return [*unpacked(part), *part.lines, f"return {kept}"]
        entries = [f'"{key}": {_entry(name, part, key)}' for key in states(part)]
        head = "return {" if name == "_init" else f"return {part.outputs['step']}, {{"
        return [*unpacked(part), *part.lines, *enclosed(head, entries, "}", room=4)]

    text = {
        "_init": "Return the state of a parameter before the first step.",
        "_update": "Return what step number `step` adds to the parameter at the gradient `g`, and the new state.",
        "_view": "Return the point to evaluate, which is not the one that is stepped.",
    }[name]
    words = documented(subject, states(one)) if name == "_init" else []
    inside = [*described(text, words), *completed(one, write)]
    return [*enclosed(f"def {name}(", [*first, *(["*", *keywords] if keywords else [])], "):"), *indented(inside)]


def _entry(function: str, part: Body, key: str) -> str:
    """An entry of the state; a number of the first one is an array."""
    text = part.outputs[f"state.{key}"]
    if function == "_init" and f"state.{key}" in part.numbers and not re.fullmatch(r"jnp\.full\(.*\)", text):
        return f"jnp.full((), {text}, p.dtype)"
    if function == "_init" and text.isidentifier():  # a buffer of its own, so that both may be donated
        return f"{text}.copy()"
    return text
