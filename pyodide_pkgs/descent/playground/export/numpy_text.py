"""A typed expression as NumPy code that computes the same numbers as its closures do."""

import ast
import importlib

from descent.errors import BadExpression
from descent.expression.arithmetic import ANALYTIC, KINKED, LARGEST_PRODUCT, Arithmetic
from descent.playground.export.plain import Plain

SMALLEST_PRODUCT = 3
"""From this power on NumPy's own may differ from the products in the last digit."""


class NumpyText:
    """Writes expressions of the given coordinates; `plain` collects what they need."""

    def __init__(self, coordinates: tuple[str, ...], plain: Plain):
        self.arithmetic = Arithmetic(coordinates)
        self.plain = plain

    def text(self, node: ast.expr) -> str:
        """The code of an expression; parts without a coordinate are numbers."""
        return ast.unparse(self._written(node))

    def named(self, name: str) -> None:
        """From here on there is a variable of that name."""
        self.arithmetic.names.add(name)

    def _written(self, node: ast.expr) -> ast.expr:
        try:
            part = self.arithmetic.part(node)
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
                    product = self.plain.take(importlib.import_module("descent.expression.arithmetic"), "_product")
                    return _call(product, base, ast.Constant(int(power)))
                return ast.BinOp(base, ast.Pow(), self._written(right))
            case ast.BinOp(left=left, op=op, right=right):
                return ast.BinOp(self._written(left), op, self._written(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ast.UnaryOp(ast.Invert(), self._written(operand))
            case ast.UnaryOp(op=op, operand=operand):
                return ast.UnaryOp(op, self._written(operand))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return _call("numpy.where", *map(self._written, (test, body, orelse)))
            case ast.BoolOp(op=op, values=values):
                joint = ast.BitAnd() if isinstance(op, ast.And) else ast.BitOr()
                return _folded([self._written(value) for value in values], joint)
            case ast.Compare(left=left, ops=ops, comparators=others):
                parts = [self._written(one) for one in (left, *others)]
                pairs = zip(parts, ops, parts[1:], strict=False)
                return _folded([ast.Compare(a, [op], [b]) for a, op, b in pairs], ast.BitAnd())
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._called(name, [self._written(argument) for argument in arguments])
        return node

    def _called(self, name: str, arguments: list[ast.expr]) -> ast.expr:
        if name in ("min", "max"):
            first, *others = arguments
            for other in others:
                first = _call(f"numpy.{name}imum", first, other)
            return first
        there = {**ANALYTIC, **KINKED}[name][0] if name != "where" else name
        return _call(f"numpy.{there}", *arguments)


def _call(function: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(function), list(arguments), [])


def _folded(parts: list[ast.expr], operator: ast.operator) -> ast.expr:
    first, *others = parts
    for other in others:
        first = ast.BinOp(first, operator, other)
    return first
