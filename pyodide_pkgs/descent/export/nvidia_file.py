"""A rule as one function as in NVIDIA's Emerging-Optimizers: buffers change in place, the direction comes back."""

import re
from collections.abc import Callable, Mapping

from descent.export.body import Body, body
from descent.export.direction import directed
from descent.export.header import header
from descent.export.numpy_file import described, documented, given, states
from descent.export.source import enclosed, imports, indented
from descent.export.spelling import Cannot
from descent.export.subject import NotExported, Subject
from descent.export.torch_names import betas, state_name
from descent.export.torch_spelling import TorchSpelling


class NvidiaSpelling(TorchSpelling):
    """As torch writes operations; the step and all settings are Python numbers."""

    def __init__(self, buffers: frozenset[str]):
        self.fixed = buffers

    def is_plain_input(self, name: str) -> bool:
        """Whether an input is given as a Python number."""
        return name == "t" or name.startswith("hyper.")


def nvidia_file(subject: Subject) -> str:
    """The source; `NotExported` for a rule that no function of one tensor without a learning rate can be."""
    name = subject.name
    if subject.scope == "model":
        raise NotExported(f"{name} takes sums over all tensors, and a function of one tensor cannot; torch has it")
    if subject.graph.view is not None:
        raise NotExported(f"{name} has a point to evaluate beside the one that is stepped; torch has it")
    buffers = {f"state.{key}": _buffer(subject, key) for key in subject.graph.state}
    spelling = NvidiaSpelling(frozenset(buffers.values()))
    called = _called(buffers)
    try:
        first = body(subject, lambda graph: graph.init, spelling, given, named=lambda _: "")
        later = body(
            subject,
            lambda graph: graph.update,
            spelling,
            called,
            last=lambda formula: directed(formula, name),
            named=lambda output: _new(output, called),
        )
    except Cannot as error:
        raise NotExported(f"{name} cannot be written for torch, which has no {error}; numpy has it") from None
    if first.parts or later.parts:
        raise NotExported(f"{name} has other buffers by the shape of a tensor; torch has it")
    lines = [*_begun(subject, first), "", "", *_calculated(subject, later, buffers)]
    words = "Buffers are changed in place; the caller takes `param - lr * direction`."
    modules = imports(lines, {"math": "import math"}, {"torch": "import torch"})
    return "\n".join([*header(subject, "a function of one tensor", words), *modules, "", "", *lines, ""])


def _buffer(subject: Subject, key: str) -> str:
    """Torch's name of a buffer; that of the rule where torch has none."""
    found = state_name(subject.name if subject.built_in else "", key)
    return given(f"state.{found}") if found not in ("param", "grad", "direction") else f"{found}_buffer"


def _called(buffers: Mapping[str, str]) -> Callable[[str], str]:
    return lambda name: {"p": "param", "g": "grad", **buffers}.get(name) or given(name)


def _new(output: str, called: Callable[[str], str]) -> str:
    """The name of what a buffer becomes: the rule's, where the buffer is called otherwise."""
    if output == "direction":
        return output
    own = given(output)
    return own if own != called(output) else f"{own}_new"


def _begun(subject: Subject, one: Body) -> list[str]:
    """The function that makes the buffers."""
    keys = states(one)
    together = betas(list(subject.defaults))
    keywords = _keywords(one, together)
    entries = []
    for key in keys:
        text = one.outputs[f"state.{key}"]
        if f"state.{key}" in one.plain:
            text = f"torch.full((), {text}, dtype=p.dtype, device=p.device)"
        entries.append(f"{text}.clone()" if text.isidentifier() else text)
    words = [_renamed(subject, line) for line in documented(subject, keys)]
    text = f"Return the buffers of `calculate_{_plain(subject.name)}_update` before the first step, in its order."
    inside = [*described(text, words), *_sizes(one), *_taken(one, together), *one.lines]
    inside += (
        enclosed("return (", [*entries, *([""] if len(entries) == 1 else [])], ")", room=4)
        if entries
        else ["return ()"]
    )
    if len(entries) == 1:
        inside[-1] = inside[-1].replace(", )", ",)")
    inside = [re.sub(r"\bp\b", "param", line) for line in inside]
    head = enclosed(f"def {_plain(subject.name)}_buffers(", ["param", *(["*", *keywords] if keywords else [])], "):")
    return [*head, *indented(inside)]


def _calculated(subject: Subject, one: Body, buffers: Mapping[str, str]) -> list[str]:
    """The function itself."""
    together = betas(list(subject.defaults))
    further = [key for key in subject.inputs if f"input.{key}" in one.inputs]
    keywords = [*further, *(["param"] if "p" in one.inputs else []), *_keywords(one, together), "step"]
    point = "param" if "p" in one.inputs else "grad"
    taken = set(buffers.values())
    direction = one.outputs["direction"]
    lines = [*_sizes(one), *_taken(one, together), *one.lines]
    if direction != "direction" and any(one.outputs[output] != name for output, name in buffers.items()):
        lines.append(f"direction = {direction}{'.clone()' if direction in taken else ''}")
        direction = "direction"
    copied = []
    for output, name in buffers.items():
        text = one.outputs[output]
        if text == name:
            continue
        if text in taken:
            lines.append(f"{name}_new = {text}.clone()")
            text = f"{name}_new"
        copied.append(f"{name}.{'fill_' if output in one.plain else 'copy_'}({text})")
    inside = [re.sub(r"\bp\b", point, line) for line in [*lines, *copied]]
    inside.append(f"return {direction}")
    text = "Return the direction of step number `step`, from 1, at the gradient `grad`."
    words = documented(subject, [key for key in subject.defaults if f"hyper.{key}" in one.inputs])
    head = [f"def calculate_{_plain(subject.name)}_update(", ["grad", *buffers.values(), "*", *keywords], "):"]
    return [*enclosed(*head), *indented([*described(text, words), *inside])]  # type: ignore[arg-type]


def _plain(name: str) -> str:
    return re.sub(r"\W", "_", name)


def _keywords(one: Body, together: list[str]) -> list[str]:
    own = [name.removeprefix("hyper.") for name in sorted(one.inputs) if name.startswith("hyper.")]
    found = dict.fromkeys("betas" if name in together else name for name in own)
    return [*(["betas"] if "betas" in found else []), *(name for name in found if name != "betas")]


def _taken(one: Body, together: list[str]) -> list[str]:
    """The line that takes the betas apart."""
    used = [key if f"hyper.{key}" in one.inputs else "_" for key in together]
    return [f"{', '.join(used)} = betas"] if any(key != "_" for key in used) else []


def _sizes(one: Body) -> list[str]:
    lines = ["rows, columns = p.shape"] if one.sizes & {"rows", "columns"} else []
    return [*lines, *(["size = p.numel()"] if "size" in one.sizes else [])]


def _renamed(subject: Subject, line: str) -> str:
    name, colon, rest = line.partition(":")
    return f"{_buffer(subject, name)}{colon}{rest}" if colon and name.isidentifier() else line
