"""A typed expression as Python that computes the same numbers as its closures do, on arrays and on duals."""

import ast
import importlib

from descent.errors import BadExpression
from descent.expression.arithmetic import LARGEST_PRODUCT, Arithmetic, Part
from descent.expression.words import OF_ONE
from descent.playground.export.plain import Plain

SMALLEST_PRODUCT = 3
"""From this power on NumPy's own may differ from the products in the last digit."""


class NumpyText:
    """Writes expressions of the given coordinates; `plain` collects what they need, `xp` is the array namespace."""

    def __init__(self, coordinates: tuple[str, ...], plain: Plain, xp: str = "xp"):
        self.arithmetic = Arithmetic(coordinates)
        self.plain = plain
        self.xp = xp

    def text(self, node: ast.expr) -> str:
        """The code of an expression; parts without a coordinate are numbers."""
        return ast.unparse(self._written(node))

    def assigned(self, name: str, node: ast.expr) -> str:
        """The statement that gives a variable its value, which is known from here on; empty for a constant."""
        text, part = self.text(node), self.arithmetic.part(node)
        self.arithmetic.assign(name, part)
        return "" if isinstance(part, float) else f"{name} = {text}"

    def _written(self, node: ast.expr) -> ast.expr:
        try:
            part: Part | None = self.arithmetic.part(node)
        except BadExpression:  # a condition, which is no value
            part = None
        if isinstance(part, float):
            return ast.Constant(part)
        match node:
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                power = self.arithmetic.part(right)
                base = self._written(left)
                if isinstance(power, float) and power == int(power) and abs(power) <= LARGEST_PRODUCT:
                    if 0 < power < SMALLEST_PRODUCT:
                        return ast.BinOp(base, ast.Pow(), ast.Constant(int(power)))
                    return _call(self._function("product"), base, ast.Constant(int(power)))
                return self._called("power", [base, self._written(right)])
            case ast.BinOp(left=left, op=op, right=right):
                return ast.BinOp(self._written(left), op, self._written(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ast.UnaryOp(ast.Invert(), self._written(operand))
            case ast.UnaryOp(op=op, operand=operand):
                return ast.UnaryOp(op, self._written(operand))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._called("where", [self._written(one) for one in (test, body, orelse)])
            case ast.BoolOp(op=op, values=values):
                joint = ast.BitAnd() if isinstance(op, ast.And) else ast.BitOr()
                return _folded([self._written(value) for value in values], joint)
            case ast.Compare(left=left, ops=ops, comparators=others):
                parts = [self._written(one) for one in (left, *others)]
                pairs = zip(parts, ops, parts[1:], strict=False)
                return _folded([ast.Compare(a, [op], [b]) for a, op, b in pairs], ast.BitAnd())
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._typed_call(name, [self._written(argument) for argument in arguments])
        return node

    def _typed_call(self, name: str, arguments: list[ast.expr]) -> ast.expr:
        if name in ("min", "max"):
            first, *others = arguments
            for other in others:
                first = self._called(f"{name}imum", [first, other])
            return first
        return self._called(OF_ONE[name][0] if name in OF_ONE else name, arguments)

    def _called(self, name: str, arguments: list[ast.expr]) -> ast.expr:
        return _call(self._function(name), *arguments, ast.Name(self.xp))

    def _function(self, name: str) -> str:
        """What a function of `descent.expression.functions` is called in the script."""
        return self.plain.take(importlib.import_module("descent.expression.functions"), name)


def _call(function: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(function), list(arguments), [])


def _folded(parts: list[ast.expr], operator: ast.operator) -> ast.expr:
    first, *others = parts
    for other in others:
        first = ast.BinOp(first, operator, other)
    return first
