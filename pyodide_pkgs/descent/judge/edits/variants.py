"""What an expression becomes by one slip: a part left out, another operation, a lost bracket, another number or name.

Each function takes a program and one of its expressions and yields texts that could stand in its place.
"""

import ast
import builtins
from collections.abc import Iterator

from descent.judge.edits.names import STEP_NAMES
from descent.judge.edits.program import Program

OPERATORS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", 1),
    ast.Sub: ("-", 1),
    ast.Mult: ("*", 2),
    ast.Div: ("/", 2),
    ast.FloorDiv: ("//", 2),
    ast.Mod: ("%", 2),
    ast.MatMult: ("@", 2),
    ast.Pow: ("**", 3),
}
"""How each operation is written, and how strongly it binds."""
COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">", ">="),
    ast.LtE: ("<", ">", ">="),
    ast.Gt: (">=", "<", "<="),
    ast.GtE: (">", "<", "<="),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
EXCHANGED = {
    "maximum": ("minimum", "add"),
    "minimum": ("maximum", "add"),
    "max": ("min",),
    "min": ("max",),
    "mean": ("sum", "max"),
    "sum": ("mean", "max"),
    "cos": ("sin",),
    "sin": ("cos",),
    "log": ("log2", "log10"),
    "zeros_like": ("ones_like",),
    "zeros": ("ones",),
    "abs": ("square",),
    "square": ("abs",),
    "add": ("subtract",),
    "subtract": ("add",),
    "multiply": ("divide",),
    "divide": ("multiply",),
    "any": ("all",),
    "all": ("any",),
}
"""Functions that are taken for each other."""
WITHOUT = frozenset({"sqrt", "abs", "absolute", "fabs", "sign", "square", "mean", "exp", "log", "norm", "maximum"}) | {
    *("minimum", "max", "min", "clip", "copysign", "add", "multiply", "divide", "power", "pow"),
}
"""Functions whose first argument could stand for their value."""


def variants(program: Program, node: ast.expr) -> Iterator[str]:
    """All of them."""
    for kind in (operation, lost_bracket, root, called, number, comparison, condition, step_count, transposed):
        yield from kind(program, node)


def operation(program: Program, node: ast.expr) -> Iterator[str]:
    """One side alone, the sides exchanged, another operation."""
    if not isinstance(node, ast.BinOp):
        return
    left, right = program.part(node.left), program.part(node.right)
    yield left
    match node.op:
        case ast.Add():
            yield right
            yield f"{left} - {right}"
            if "np." in program.source:
                yield f"np.maximum({left}, {right})"
        case ast.Sub():
            yield right
            yield f"{right} - {left}"
            yield f"{left} + {right}"
        case ast.Mult():
            yield right
            yield f"{left} / {right}"
        case ast.Div():
            yield f"{left} * {right}"
            yield f"{right} / {left}"
        case ast.FloorDiv():
            yield f"{left} / {right}"
        case ast.Pow():
            yield f"{left} * {right}"
            if not isinstance(node.right, ast.Constant):
                yield f"{right} ** {left}"
        case ast.MatMult():
            yield f"{right} @ {left}"
            if isinstance(node.left, ast.Name):
                yield f"{left}.T @ {right}"
            if isinstance(node.right, ast.Name):
                yield f"{left} @ {right}.T"
        case _:
            pass


def lost_bracket(program: Program, node: ast.expr) -> Iterator[str]:
    """The same signs in the same order without the brackets around one side."""
    if not isinstance(node, ast.BinOp):
        return
    own, strength = OPERATORS.get(type(node.op), ("", 0))
    left, right = node.left, node.right
    if isinstance(left, ast.BinOp) and OPERATORS.get(type(left.op), ("", 9))[1] < strength:
        sign = OPERATORS[type(left.op)][0]
        yield f"{program.part(left.left)} {sign} {program.part(left.right)} {own} {program.part(right)}"
    if isinstance(right, ast.BinOp):
        sign, its = OPERATORS.get(type(right.op), ("", 9))
        if its < strength or (its == strength and own in ("-", "/")):
            yield f"{program.part(left)} {own} {program.part(right.left)} {sign} {program.part(right.right)}"
    one_less = isinstance(left, ast.Constant) and left.value == 1 and own == "-"
    if one_less and isinstance(right, ast.BinOp) and isinstance(right.op, ast.Pow):  # 1 - b**t
        yield f"(1 - {program.part(right.left)}) ** {program.part(right.right)}"


def root(program: Program, node: ast.expr) -> Iterator[str]:
    """A number that is added outside of a square root, inside of it; and the other way round."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if called_name(one) == "sqrt" and isinstance(one, ast.Call):
                name, inner, added = program.text(one.func), program.part(one.args[0]), program.part(other)
                yield f"{name}({inner} + {added})"
                yield f"{name}({inner} + {added} ** 2)"
    if called_name(node) == "sqrt" and isinstance(node, ast.Call) and isinstance(node.args[0], ast.BinOp):
        inside = node.args[0]
        if isinstance(inside.op, ast.Add):
            name, left, right = program.text(node.func), program.part(inside.left), program.part(inside.right)
            yield f"({name}({left}) + {right})"
            yield f"({name}({left}) + {name}({right}))"


def called(program: Program, node: ast.expr) -> Iterator[str]:
    """A function left out, taken for another one, its arguments exchanged, a limit missing."""
    name = called_name(node)
    if name is None or not isinstance(node, ast.Call) or any(isinstance(one, ast.Starred) for one in node.args):
        return
    given = [program.part(one) for one in node.args]
    if name in WITHOUT and given and not isinstance(node.args[0], ast.GeneratorExp):
        yield given[0]
        if len(given) == 2 and name not in ("power", "pow"):
            yield given[1]
        if len(given) == 2 and name in ("maximum", "max"):
            yield f"{given[0]} + {given[1]}"
    text, function = program.text(node), program.text(node.func)
    for other in EXCHANGED.get(name, ()):
        if isinstance(node.func, ast.Attribute) or hasattr(builtins, other):
            yield function.removesuffix(name) + other + text[len(function) :]
    if name == "clip" and len(given) == 3:
        yield f"np.maximum({given[0]}, {given[1]})"
        yield f"np.minimum({given[0]}, {given[2]})"
    if name == "outer" and len(given) == 2:
        yield f"{program.text(node.func)}({given[1]}, {given[0]})"
    if name == "norm" and len(given) == 1:
        yield f"np.sum(np.abs({given[0]}))"
        yield f"np.max(np.abs({given[0]}))"
        yield f"{text} ** 2"


def called_name(node: ast.AST) -> str | None:
    """The last name of the function that is called."""
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None


def number(program: Program, node: ast.expr) -> Iterator[str]:
    """One more, one less, twice, half, the opposite, nothing; of -1 in a shape nothing, for which any will do."""
    sign = program.parents.get(node)
    if isinstance(sign, ast.UnaryOp) and called_name(program.parents[sign]) == "reshape":
        return
    parent = program.parents.get(node)
    place = isinstance(parent, ast.Subscript) or (isinstance(parent, ast.keyword) and parent.arg == "axis")
    shaped = called_name(parent) == "reshape" if parent else False
    if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
        return
    value = node.value
    assert isinstance(value, int | float)
    whole = isinstance(value, int)
    others: list[int | float] = [value + 1, value - 1, 2 * value, value / 2, 0]
    if not (place or shaped):  # counted from the end, or left to NumPy, it may be the same
        others.append(-value)
    if whole:
        others = [int(other) for other in others if other == int(other)]
    for other in dict.fromkeys(others):
        if other != value:
            yield f"({other!r})" if other < 0 else repr(other)


def comparison(program: Program, node: ast.expr) -> Iterator[str]:
    """The limit itself on the other side, or the other way round."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = program.part(node.left), program.part(node.comparators[0])
        for sign in COMPARISONS[type(node.ops[0])]:
            yield f"{left} {sign} {right}"


def condition(program: Program, node: ast.expr) -> Iterator[str]:
    """Always, never, one part of it alone, either for both."""
    if isinstance(node, ast.IfExp):
        yield program.part(node.body)
        yield program.part(node.orelse)
    if isinstance(node, ast.BoolOp):
        parts = [program.part(one) for one in node.values]
        yield from parts
        yield (" or " if isinstance(node.op, ast.And) else " and ").join(parts)
    if isinstance(node, ast.UnaryOp):
        yield program.part(node.operand)
    parent = program.parents.get(node)
    if isinstance(parent, ast.If | ast.While) and parent.test is node:
        yield "False"
        if isinstance(parent, ast.If):
            yield "True"


def step_count(program: Program, node: ast.expr) -> Iterator[str]:
    """A step that is counted one too many, one too few, or not at all."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
    if name in STEP_NAMES:
        text = program.text(node)
        yield from (f"({text} + 1)", f"({text} - 1)", f"max({text} - 1, 1)", "1")


def transposed(program: Program, node: ast.expr) -> Iterator[str]:
    """A matrix that is not transposed."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield program.part(node.value)
