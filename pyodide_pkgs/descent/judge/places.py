"""Where something is, in names that a learner knows: those of the arguments, not those of a case.

A case calls its objects as it likes: `params2` in its second call, `grads0`, `weight` for an entry of `params`. What a
learner wrote knows them by the argument through which they come.
"""

import ast
import re
from collections.abc import Mapping, Sequence

from descent.judge.case import Call, Case, Ref
from descent.judge.edits.names import defaults
from descent.judge.suite import Suite

Signatures = Mapping[str, tuple[str, ...]]
"""The arguments of each function and method by its name."""


def signatures(suite: Suite) -> Signatures:
    """Those of the reference; a class goes by the arguments of its `__init__`."""
    found: dict[str, tuple[str, ...]] = {}
    tree = ast.parse(suite.files["reference.py"])
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _arguments(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and part.name == "__init__":
                    found[node.name] = _arguments(part)
    return found


def _arguments(function: ast.FunctionDef) -> tuple[str, ...]:
    given = function.args
    return tuple(one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs) if one.arg != "self")


def learners_place(place: str, case: Case, call: int, known: Signatures) -> str:
    """`place` of a difference after that call, in a learner's names; `the returned value` and the like stay."""
    match = re.fullmatch(r"((?:the old )?)(\w+)(.*)", place, re.DOTALL)
    if match is None or match[2] not in case.objects:
        return place
    old, name, rest = match.groups()
    calls = [action for action in case.calls if isinstance(action, Call)]
    made = calls[call] if call < len(calls) else None
    argument = _passed_as(name, made, known) if made else None
    if argument is not None:
        return f"{old}{argument}{rest}"
    for holder, value in case.objects.items():
        if isinstance(value, list | tuple) and Ref(name) in [part for part in value if isinstance(part, Ref)]:
            outer = _passed_as(holder, made, known) if made else None
            position = [part == Ref(name) if isinstance(part, Ref) else False for part in value].index(True)
            return f"{old}{outer or holder}[{position}]{rest}, as the caller holds it,"
    return place


def _passed_as(name: str, call: Call, known: Signatures) -> str | None:
    """The argument as which a call passes an object."""
    for argument, value in call.kwargs.items():
        if value == Ref(name) if isinstance(value, Ref) else False:
            return str(argument)
    names = known.get(call.target.rpartition(".")[2], ())
    for argument, value in zip(names, call.args, strict=False):
        if isinstance(value, Ref) and value.name == name:
            return argument
    return None


def left_out(suite: Suite, calls: Sequence[Call], place: int) -> list[str]:
    """The arguments with a default that a call leaves to it; of a method also those of the class."""
    function = calls[place].target.rpartition(".")[2]
    tree = ast.parse(suite.files["reference.py"])
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            found += _left_out(node, calls[place])
    if "." in calls[place].target:
        bound = calls[place].target.partition(".")[0]
        makers = {call.target: call for call in calls if call.bind == bound}
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name in makers:
                for part in node.body:
                    if isinstance(part, ast.FunctionDef) and part.name == "__init__":
                        found += _left_out(part, makers[node.name])
    return found


def _left_out(function: ast.FunctionDef, call: Call) -> list[str]:
    given = [*_arguments(function)[: len(call.args)], *call.kwargs]
    return [name for name in defaults(function) if name not in given and name != "closure"]
