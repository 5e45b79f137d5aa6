"""Names that are taken for each other: a setting for another, an array or a local name for another."""

import ast
from collections.abc import Iterator

from descent.judge.edits.names import FLAGS, PAIRS, defaults, elements, is_number, locals_of, loops, parameters
from descent.judge.edits.program import Function, Program
from descent.judge.edits.variants import called_name

OF_ONE_SHAPE = frozenset({"len", "zeros_like", "ones_like", "empty_like"})
"""What is asked only for a length or a shape, which lists and arrays of a step have in common."""


def other_names(program: Program, node: ast.expr) -> Iterator[str]:
    """The names of the same kind that could stand in the place of this one."""
    if not isinstance(node, ast.Name):
        return
    function = program.function_of(node)
    around = program.parents[node]
    if function is None or isinstance(around, ast.UnaryOp | ast.If) or called_name(around) in OF_ONE_SHAPE:
        return  # lists of one length, or asked only whether there are any
    if isinstance(around, ast.Attribute) and around.attr in ("shape", "size", "ndim", "dtype"):
        return  # arrays of one shape
    for group in groups(function):
        if node.id in group:
            yield from (name for name in group if name != node.id and _is_set(function, name, node))


def groups(function: Function) -> list[list[str]]:
    """The names of a function by kind: settings; entries of lists, arrays and local names; lists."""
    taken = list(elements(function))
    counters = {node.id for loop in loops(function) for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
    assigned = locals_of(function)
    unpacked = [name for name, values in assigned.items() if values == [None] and name not in taken]
    made = [name for name in assigned if name not in unpacked and name not in taken]
    numbers = [name for name in parameters(function) if name in defaults(function) or is_number(function, name)]
    flags = [name for name in numbers if name.startswith(FLAGS)]
    numbers = [name for name in numbers if name not in flags and name not in PAIRS]
    arrays = [name for name in parameters(function) if name not in numbers and name not in flags]
    within = [*taken, *made] if taken else [*arrays, *made]
    return [[*numbers, *unpacked, *(counters - set(taken))], flags, within, arrays if taken else []]


def _is_set(function: Function, name: str, node: ast.Name) -> bool:
    """Whether the name has a value where `node` stands: something sets it further up."""
    if name in parameters(function) or name in elements(function):
        return True
    return any(
        isinstance(other, ast.Name) and other.id == name and other.lineno < node.lineno
        for other in ast.walk(function)
        if isinstance(other, ast.Name) and isinstance(other.ctx, ast.Store)
    )
