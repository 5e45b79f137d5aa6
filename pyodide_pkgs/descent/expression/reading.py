"""Text to a checked syntax tree: the parameters, the assignments and the result of a typed function.

Python's own parser reads the text, after products without `*` were written out; nothing is run. Limits on length and
nesting come before the parser, whose stack is small in the browser.
"""

import ast
import re
import warnings
from dataclasses import dataclass, replace

from descent.errors import BadExpression
from descent.expression.products import written_out
from descent.expression.words import CONSTANTS, FUNCTIONS

LONGEST_TEXT = 2000
DEEPEST = 40
MOST_NODES = 600
COORDINATES = ("x", "y")
_PREFIXES = re.compile(r"(?:[-+~]\s*){12}|(?:\bnot\s+){12}")
_OPENING, _CLOSING = "([{", ")]}"


@dataclass(frozen=True)
class Reading:
    """What was typed: names of the coordinates, assignments in order, and the expression of the result.

    `text` is what was typed with every product written out; `after_division` says that one without `*` follows a
    division, as in `1/2x`.
    """

    coordinates: tuple[str, ...]
    assignments: tuple[tuple[str, ast.expr], ...]
    result: ast.expr
    text: str = ""
    after_division: bool = False


def read(text: str) -> Reading:
    """The reading of an expression in x and y, or of `def f(x, y): ...` with assignments and one return.

    Raises `BadExpression` for anything else. `^` is read as a power, and `2x` as a product, as most people mean it.
    """
    _check_text(text)
    written = written_out(text.strip(), COORDINATES, CONSTANTS, FUNCTIONS)
    reading = _read(written.text.replace("^", "**"))
    return replace(reading, text=written.text, after_division=written.after_division)


def _read(text: str) -> Reading:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as `1if x`, which Python reads but frowns at
            tree = ast.parse(text)
    except SyntaxError as error:
        place = f" (line {error.lineno}, column {error.offset})" if error.lineno else ""
        raise BadExpression(f"cannot read this{place}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise BadExpression(f"cannot read this: {error or 'it is nested too deeply'}") from None
    _check_size(tree)
    match tree.body:
        case [ast.Expr(value=result)]:
            return Reading(COORDINATES, (), result)
        case [ast.FunctionDef() as function]:
            return _function(function)
    raise BadExpression("type one expression in x and y, or one function: def f(x, y): ... return ...")


def _check_text(text: str) -> None:
    if not text.strip():
        raise BadExpression("nothing was typed; try x**2 + 3*y**2")
    if len(text) > LONGEST_TEXT:
        raise BadExpression(f"the text has {len(text)} characters; at most {LONGEST_TEXT} are read")
    depth = 0
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth > DEEPEST:
            raise BadExpression(f"brackets are nested more than {DEEPEST} deep")
    if _PREFIXES.search(text):
        raise BadExpression("there are more than ten signs in a row")
    if text.count("**") + text.count("^") > DEEPEST or len(re.findall(r"\b(?:if|else|lambda)\b", text)) > DEEPEST:
        raise BadExpression(f"there are more than {DEEPEST} powers or conditions")


def _check_size(tree: ast.AST) -> None:
    level, nodes, depth = [tree], 0, 0
    while level:
        nodes, depth = nodes + len(level), depth + 1
        # A level of the tree is an operator or a bracket; long sums are chains of them.
        if nodes > MOST_NODES or depth > 4 * DEEPEST:
            raise BadExpression(f"the expression is too large: at most {MOST_NODES} parts, {4 * DEEPEST} deep")
        level = [child for node in level for child in ast.iter_child_nodes(node)]


def _function(function: ast.FunctionDef) -> Reading:
    arguments = function.args
    names = tuple(argument.arg for argument in arguments.args)
    plain = not (
        arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg or arguments.defaults
    )
    if not plain or len(names) != 2 or function.decorator_list:
        raise BadExpression(f"the function takes two coordinates, as in def {function.name}(x, y)")
    body = list(function.body)
    if (
        isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
        and isinstance(body[0].value.value, str)
    ):
        body = body[1:]
    assignments = []
    for statement in body[:-1]:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                assignments.append((name, value))
            case _:
                raise BadExpression(
                    f"line {statement.lineno}: only assignments such as r = x*x and one return at the end are taken"
                )
    match body[-1:]:
        case [ast.Return(value=ast.expr() as result)]:
            return Reading(names, tuple(assignments), result)
    raise BadExpression("the function must end with return and an expression")
