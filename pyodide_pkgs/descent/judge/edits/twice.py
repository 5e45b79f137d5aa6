"""One slip made in two places that have the same form, as in both averages or in both corrections of Adam.

Who writes a helper for the two makes it in both at once.
"""

import ast
from collections.abc import Iterator
from itertools import combinations

from descent.judge.edits.edit import Edit
from descent.judge.edits.formula import Slip
from descent.judge.edits.program import Program
from descent.judge.edits.variants import variants
from descent.judge.edits.wording import Wording

MOST = 4
"""Forms that stand in more places than this are not paired."""


def twice_edits(program: Program) -> Iterator[Edit]:
    """Every slip in a pair of places of one function."""
    for function in program.functions:
        wording = Wording(program, function)
        places: dict[str, list[ast.expr]] = {}
        for node in program.expressions():
            if isinstance(node, ast.BinOp) and program.function_of(node) is function:
                around = program.parents[node]
                key = form(node) + (form(around) if isinstance(around, ast.BinOp) else type(around).__name__)
                places.setdefault(key, []).append(node)
        for nodes in places.values():
            for one, other in combinations(nodes, 2) if len(nodes) <= MOST else ():
                yield from _pairs(program, wording, one, other)


def form(node: ast.expr) -> str:
    """The operation, and those of its two sides."""
    if not isinstance(node, ast.BinOp):
        return ""
    sides = [type(side.op).__name__ if isinstance(side, ast.BinOp) else "" for side in (node.left, node.right)]
    if isinstance(node.op, ast.Mult | ast.Add) and isinstance(node.left, ast.BinOp):
        sides[1] = ""  # g in one of two averages, g**2 in the other
    return f"{type(node.op).__name__}({', '.join(sides)})"


def _pairs(program: Program, wording: Wording, one: ast.expr, other: ast.expr) -> Iterator[Edit]:
    (start, end), (begin, stop) = program.span(one), program.span(other)
    if max(start, begin) < min(end, stop):  # one within the other
        return
    for first, second in zip(variants(program, one), variants(program, other), strict=False):
        slips = Slip(program, wording, one, first), Slip(program, wording, other, second)
        yield Edit(
            f"{slips[0].name} and {slips[1].name}",
            program.replaced(slips[0].change, slips[1].change),
            lambda slips=slips: f"Your code acts as if it had {slips[0].exchange()} and {slips[1].exchange()}.",  # type: ignore[misc]
            mutant=False,
        )
