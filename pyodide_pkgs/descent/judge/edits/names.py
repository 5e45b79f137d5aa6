"""What the names of a program stand for: its arguments, the array of a list that a loop takes, the step count."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from descent.judge.edits.program import Function, Program, body

STEP_NAMES = frozenset({"t", "step", "step_number", "iteration"})
"""How a step is counted in the signatures of problems."""
FLAGS = ("correct_", "bias_correction", "nesterov", "use_")
"""How the names of arguments begin that are True or False."""
PAIRS = ("betas",)
"""Arguments that hold several numbers."""
NO_NUMBERS = frozenset(
    {"grad", "param", "name", "shape", "closure", "matrix", "fault", "x", "p", "g", "params", "grads", "z"}
)
"""Arguments without a default that are arrays, lists or texts, though nothing in the code may show it."""


@dataclass(frozen=True)
class Argument:
    """An argument of one or more functions: `place` is None, or that of an entry of a tuple such as `betas`."""

    name: str
    place: int | None
    length: int
    default: str | None
    """As it is written, None where there is none or where it is that of a whole tuple."""

    @property
    def shown(self) -> str:
        """As a learner knows it: `eps`, `betas[0]`."""
        return self.name if self.place is None else f"{self.name}[{self.place}]"

    def set_to(self, value: str) -> str:
        """The line that gives the argument this value."""
        if self.place is None:
            return f"{self.name} = {value}"
        entries = [value if place == self.place else f"{self.name}[{place}]" for place in range(self.length)]
        return f"{self.name} = ({', '.join(entries)},)"


def defaults(function: Function) -> dict[str, ast.expr]:
    """The default of each argument that has one."""
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    found = dict(
        zip([one.arg for one in positional[len(positional) - len(given.defaults) :]], given.defaults, strict=True)
    )
    found.update(
        (one.arg, value) for one, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value is not None
    )
    return found


def parameters(function: Function) -> list[str]:
    """The names of its arguments, without `self`."""
    given = function.args
    return [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs) if one.arg != "self"]


def arguments(program: Program, known: frozenset[str]) -> list[Argument]:
    """The settings among the arguments of the functions that a learner writes, in order; those of `known` names.

    Settings are arguments with a default, and those that are used as numbers: the step count, unpacked pairs.
    """
    found: dict[tuple[str, int | None], Argument] = {}
    for function in program.functions:
        if function.name not in known:
            continue
        with_default = defaults(function)
        for name in parameters(function):
            default = with_default.get(name)
            length = _entries(program, name, default)
            if length:
                for place in range(length):
                    one = default.elts[place] if isinstance(default, ast.Tuple) else None
                    text = None if one is None else program.text(one)
                    found.setdefault((name, place), Argument(name, place, length, text))
            elif default is not None or is_number(function, name):
                text = None if default is None else program.text(default)
                found.setdefault((name, None), Argument(name, None, 0, text))
    return list(found.values())


def _entries(program: Program, name: str, default: ast.expr | None) -> int:
    """How many entries a tuple argument has, 0 for any other."""
    if isinstance(default, ast.Tuple):
        return len(default.elts)
    most = 0
    for node in ast.walk(program.tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == name:
            target = node.targets[0]
            if isinstance(target, ast.Tuple) and len(node.targets) == 1:
                return len(target.elts)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == name:
            place = node.slice
            if name == "betas" and isinstance(place, ast.Constant) and isinstance(place.value, int):
                most = max(most, place.value + 1)
    return most


def is_number(function: Function, name: str) -> bool:
    """Whether an argument without a default is used as a number: no list that is looped over, no array of state."""
    if name in STEP_NAMES:
        return True
    over = [node.iter for node in ast.walk(function) if isinstance(node, ast.For | ast.comprehension)]
    looped = {inner.id for one in over for inner in ast.walk(one) if isinstance(inner, ast.Name)}
    stored = {
        node.value.id
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name)
    }
    return name not in looped | stored and name not in NO_NUMBERS


def loops(function: Function) -> Iterator[ast.For]:
    """Its loops and comprehensions' loops, as far as they are statements."""
    for node in ast.walk(function):
        if isinstance(node, ast.For):
            yield node


def elements(function: Function) -> dict[str, str]:
    """The names of a loop over lists, each with the list that it is taken from: `{"m_i": "m"}`."""
    found: dict[str, str] = {}
    for loop in loops(function):
        target, source = loop.target, loop.iter
        while isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "enumerate":
            target = target.elts[1] if isinstance(target, ast.Tuple) else target
            source = source.args[0]
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "zip":
            if isinstance(target, ast.Tuple):
                for one, of in zip(target.elts, source.args, strict=False):
                    if isinstance(one, ast.Name) and isinstance(of, ast.Name):
                        found[one.id] = of.id
        elif isinstance(target, ast.Name) and isinstance(source, ast.Name):
            found[target.id] = source.id
    return found


def locals_of(function: Function) -> dict[str, list[ast.expr | None]]:
    """What a function assigns to each of its own names, in order; None where that is no single expression."""
    found: dict[str, list[ast.expr | None]] = {}
    for statement in body(function):
        for node in ast.walk(statement):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    for name, value in _pairs(target, node.value):
                        found.setdefault(name, []).append(value)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                found.setdefault(node.target.id, []).append(None)
    return found


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple):
        values: list[ast.expr | None] = [None] * len(target.elts)
        if isinstance(value, ast.IfExp):
            value = value.body
        if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
            values = list(value.elts)
        for one, its in zip(target.elts, values, strict=True):
            if isinstance(one, ast.Name):
                yield one.id, its
