"""Pieces of Python source that know how tightly they bind, joined with the fewest parentheses, spaced as ruff does."""

import ast
from dataclasses import dataclass

TERNARY, OR, AND, NOT, COMPARE, BIT_OR, BIT_XOR, BIT_AND = 0, 1, 2, 3, 4, 5, 6, 7
SUM, PRODUCT, UNARY, POWER, ATOM = 10, 11, 12, 13, 15


@dataclass(frozen=True)
class Text:
    """A piece of source and its precedence."""

    text: str
    binds: int = ATOM

    def within(self, least: int) -> str:
        """The text, in parentheses where it binds less tightly than `least`."""
        return self.text if self.binds >= least else f"({self.text})"

    def __str__(self) -> str:
        return self.text


OPERATORS = {
    "add": ("+", SUM),
    "subtract": ("-", SUM),
    "multiply": ("*", PRODUCT),
    "divide": ("/", PRODUCT),
    "floor_divide": ("//", PRODUCT),
    "remainder": ("%", PRODUCT),
    "matmul": ("@", PRODUCT),
    "less": ("<", COMPARE),
    "less_equal": ("<=", COMPARE),
    "greater": (">", COMPARE),
    "greater_equal": (">=", COMPARE),
    "equal": ("==", COMPARE),
    "not_equal": ("!=", COMPARE),
}
BITS = {"logical_and": ("&", BIT_AND), "logical_or": ("|", BIT_OR), "logical_xor": ("^", BIT_XOR)}
WORDS = {"logical_and": ("and", AND), "logical_or": ("or", OR), "logical_xor": ("!=", COMPARE)}


def joined(sign: str, binds: int, left: Text, right: Text) -> Text:
    """`left sign right`; comparisons are not chained."""
    tighter = binds + (1 if binds == COMPARE else 0)
    return Text(f"{left.within(tighter)} {sign} {right.within(binds + 1)}", binds)


def negative(x: Text) -> Text:
    """`-x`, of a product without parentheses: it is that of its first factor."""
    if x.binds == PRODUCT:
        return Text(f"-{x.text}", PRODUCT)
    return Text(f"-{x.within(POWER)}", UNARY)


def power(base: Text, exponent: Text) -> Text:
    """`x**2`, with spaces where one side is more than a name or number."""
    left, right = base.within(ATOM), exponent.within(UNARY)
    tight = _is_simple(left) and _is_simple(right)
    return Text(f"{left}**{right}" if tight else f"{left} ** {right}", POWER)


def _is_simple(text: str) -> bool:
    node = ast.parse(text, mode="eval").body
    if text.startswith("("):
        return False
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name | ast.Constant)


def call(function: str, *args: str | Text, **named: str | None) -> Text:
    """`function(args, name=value)`; what is None is left out."""
    given = [str(arg) for arg in args] + [f"{name}={value}" for name, value in named.items() if value is not None]
    return Text(f"{function}({', '.join(given)})")
