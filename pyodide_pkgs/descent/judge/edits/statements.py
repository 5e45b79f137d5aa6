"""What a program becomes when a statement is left out, made too early or too late, or writes into another array."""

import ast
import itertools
from collections.abc import Callable, Iterator

from descent.judge.edits.edit import Edit
from descent.judge.edits.names import elements, loops
from descent.judge.edits.program import Program, blocks
from descent.judge.edits.wording import Wording

SIMPLE = (ast.Assign, ast.AugAssign, ast.Expr)


def statement_edits(program: Program) -> Iterator[Edit]:
    """All of them."""
    for function in program.functions:
        wording = Wording(program, function)
        for block in blocks(function):
            yield from left_out(program, wording, block)
            yield from out_of_order(program, wording, block)
            yield from other_array(program, wording, block)
        for loop in loops(function):
            yield from cut_short(program, loop, elements(function))


def left_out(program: Program, wording: Wording, block: list[ast.stmt]) -> Iterator[Edit]:
    """A statement that is not there."""
    for statement in block:
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr):
            source = program.replaced((program.span(statement), "pass"))
            yield Edit(f"without: {first_line(program, statement)}", source, _stays(wording, statement))
        elif isinstance(statement, ast.Return) and statement.value is not None:
            source = program.replaced((program.span(statement), "return None"))
            yield Edit(f"without: {first_line(program, statement)}", source, lambda: "Your code returns None.")


def _stays(wording: Wording, statement: ast.stmt) -> Callable[[], str]:
    def say() -> str:
        target = wording.target(statement)
        if target is None or isinstance(statement, ast.Expr):
            return f"Your code acts as if it left out `{_shown(wording, statement)}`."
        return f"Your code acts as if it never set {target} to `{_shown(wording, statement)}`."

    return say


def _shown(wording: Wording, statement: ast.stmt) -> str:
    value = getattr(statement, "value", None)
    assert isinstance(value, ast.expr)
    return wording.shown(ast.unparse(value))


def out_of_order(program: Program, wording: Wording, block: list[ast.stmt]) -> Iterator[Edit]:
    """Two statements exchanged, and one that comes last though others use what it sets."""
    for one, other in itertools.pairwise(block):
        if isinstance(one, SIMPLE) and isinstance(other, SIMPLE) and depend(one, other):
            source = program.replaced(
                (program.span(one), program.text(other)), (program.span(other), program.text(one))
            )
            name = f"exchanged: {first_line(program, one)} and {first_line(program, other)}"
            yield Edit(name, source, _too_late(wording, one))
    for statement in block[:-2]:
        later = block[block.index(statement) + 1 :]
        if (
            isinstance(statement, SIMPLE)
            and isinstance(later[-1], SIMPLE)
            and any(depend(statement, one) for one in later)
        ):
            source = program.replaced(
                (program.span(statement), "pass"), program.after(block[-1], program.text(statement))
            )
            yield Edit(f"last: {first_line(program, statement)}", source, _too_late(wording, statement))


def depend(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether it matters which of the two comes first: one reads or writes what the other writes."""
    return bool(written(one) & mentioned(other) or written(other) & mentioned(one))


def mentioned(statement: ast.AST) -> set[str]:
    """All names in it; an attribute of `self` is a name of its own."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}" if node.value.id == "self" else node.value.id)
        elif isinstance(node, ast.Name) and node.id != "self":
            found.add(node.id)
    return found - {"np", "numpy", "math"}


def written(statement: ast.stmt) -> set[str]:
    """What it may change: what it assigns to, what a function of NumPy writes into, all that another call is given."""
    if isinstance(statement, ast.Expr):
        call = statement.value
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("np."):
            into = [word.value for word in call.keywords if word.arg == "out"] or call.args[:1]
            return {name for node in into for name in _holders(node)}
        return mentioned(statement) | {"self.__dict__"}
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    out = [node.value for node in ast.walk(statement) if isinstance(node, ast.keyword) and node.arg == "out"]
    return {name for node in (*targets, *out) if node is not None for name in _holders(node)}


def _holders(target: ast.AST) -> set[str]:
    """The names that hold what is written: of `m[i]` it is `m`, of `self.m[name]` it is `self.m`."""
    if isinstance(target, ast.Tuple):
        return {name for one in target.elts for name in _holders(one)}
    while isinstance(target, ast.Subscript | ast.Starred):
        target = target.value
    return mentioned(target)


def _too_late(wording: Wording, statement: ast.stmt) -> Callable[[], str]:
    def say() -> str:
        target = wording.target(statement) or f"`{_shown(wording, statement)}`"
        return f"Your code acts as if it used {target} as it was before this step, and renewed it only afterwards."

    return say


def other_array(program: Program, wording: Wording, block: list[ast.stmt]) -> Iterator[Edit]:
    """A new array in the place of numbers that are written into the caller's; an increment in the place of a value."""
    for statement in block:
        if isinstance(statement, ast.AugAssign):
            yield from opposite(program, wording, statement)
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Subscript):
            continue
        holder = statement.targets[0].value
        place = statement.targets[0].slice
        if isinstance(holder, ast.Name) and isinstance(place, ast.Constant | ast.Slice):
            target = program.span(statement.targets[0])
            source = program.replaced((target, holder.id))
            yield Edit(f"new array: {first_line(program, statement)}", source, _rebound(wording, statement))


def opposite(program: Program, wording: Wording, statement: ast.AugAssign) -> Iterator[Edit]:
    """An increment of the other sign, or in the place of a factor."""
    sign = "-" if isinstance(statement.op, ast.Add) else "+"
    line = f"{program.text(statement.target)} {sign}= {program.text(statement.value)}"
    source = program.replaced((program.span(statement), line))
    yield Edit(f"opposite: {first_line(program, statement)}", source, _opposite(wording, statement))


def _opposite(wording: Wording, statement: ast.stmt) -> Callable[[], str]:
    return lambda: f"Your code acts as if it moved {wording.target(statement) or 'a number'} the other way."


def _rebound(wording: Wording, statement: ast.stmt) -> Callable[[], str]:
    def say() -> str:
        return (
            f"Your code acts as if it worked out {wording.target(statement) or 'an array'} and wrote it into a new "
            "array: the one that was passed in stays as it was."
        )

    return say


ONE_TURN = "Your code acts as if its loop ended after the first turn."
SILENT = (
    "Your code acts as if it passed over a tensor whose gradient is zero everywhere: nothing of it changes, not even "
    "its state."
)
IN_FLOAT32 = "Your code acts as if it took the gradients in float32, which keeps seven digits."


def cut_short(program: Program, loop: ast.For, taken: dict[str, str]) -> Iterator[Edit]:
    """A loop that ends after its first turn, and one that passes over gradients of zero or works in float32."""
    if not isinstance(loop.body[-1], ast.Return):
        source = program.replaced(program.after(loop.body[-1], "break"))
        yield Edit(f"one turn: {first_line(program, loop)}", source, lambda: ONE_TURN)
    for name, of in taken.items():
        if of in ("grads", "grad") and "np." in program.source and not isinstance(loop.body[0], ast.If):
            source = program.replaced(program.before(loop.body[0], f"if not np.any({name}): continue"))
            yield Edit(f"silent {name} passed over", source, lambda: SILENT)
            source = program.replaced(program.before(loop.body[0], f"{name} = {name}.astype(np.float32)"))
            yield Edit(f"{name} in float32", source, lambda: IN_FLOAT32)


def first_line(program: Program, statement: ast.stmt) -> str:
    """A statement in a word: its text up to the end of the line."""
    return " ".join(program.text(statement).split("\n")[0].split())
