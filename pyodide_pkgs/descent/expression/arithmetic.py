"""A checked syntax tree to closures over arrays: a whitelist of operators and functions, constants computed ahead.

Each part becomes a number, where it is constant, or a closure from the named arrays, or duals, to an array or a dual.
Whatever has no derivative everywhere (abs, floor, min, a root, a condition) is noted, for the page says so.
"""

import ast
import math
import operator
from collections.abc import Callable
from functools import reduce
from typing import Any

from descent.errors import BadExpression
from descent.expression import functions
from descent.expression.dual import Condition, Dual
from descent.expression.words import CONSTANTS, FUNCTIONS, KINKED, OF_ONE, SMOOTH
from descent.spec import Array, Namespace

Number = Dual | Array
Named = dict[str, Number]
Part = float | Callable[[Named, Namespace], Number]

OPERATORS: dict[type[ast.operator], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type[ast.cmpop], Callable[..., Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
# Whole powers up to this one are products.
LARGEST_PRODUCT = 32


class Arithmetic:
    """Builds the closures of one typed function.

    `kinks` collects the names of what has no derivative everywhere, `steps` of what jumps.
    """

    def __init__(self, names: tuple[str, ...]):
        self.names = set(names)
        self.numbers = dict(CONSTANTS)
        self.kinks: list[str] = []
        self.steps: list[str] = []

    def assign(self, name: str, part: Part) -> None:
        """From here on `name` is that part: a number where it is constant, else to be found under its name."""
        self.names.discard(name)
        self.numbers.pop(name, None)
        if isinstance(part, float):
            self.numbers[name] = part
        else:
            self.names.add(name)

    def part(self, node: ast.expr) -> Part:
        """The number or closure of an expression; `BadExpression` for what is not on the whitelist."""
        match node:
            case ast.Constant(value=bool()):
                pass
            case ast.Constant(value=int() | float() as number):
                return _number(lambda: float(number), node)
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.part(operand)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _apply(operator.neg, node, self.part(operand))
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self._power(self.part(left), self.part(right), node)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return _apply(OPERATORS[type(op)], node, self.part(left), self.part(right))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(name, arguments, node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._where([test, body, orelse], node)
        raise BadExpression(f"{_shown(node)} is not allowed here; there are numbers, names, + - * / **, {_offer()}")

    def _name(self, name: str) -> Part:
        if name in self.names:
            return lambda arrays, xp: arrays[name]  # noqa: ARG005
        if name in self.numbers:
            return self.numbers[name]
        if name in FUNCTIONS:
            raise BadExpression(f"{name} is a function and needs brackets, as in {name}(x)")
        known = ", ".join(sorted(self.names | set(self.numbers)))
        raise BadExpression(f"no name is called {name!r}; there are: {known}, and the functions {_offer()}")

    def _call(self, name: str, arguments: list[ast.expr], node: ast.expr) -> Part:
        if name == "where":
            return self._where(arguments, node)
        if name in ("min", "max"):
            if len(arguments) < 2:
                raise BadExpression(f"{name} takes two or more values, given {len(arguments)}")
            self.kinks.append(name)
            return _extreme(name, [self.part(argument) for argument in arguments])
        if name not in OF_ONE:
            raise BadExpression(f"no function is called {name!r}; there are: {_offer()}")
        if len(arguments) != 1:
            raise BadExpression(f"{name} takes one value, given {len(arguments)}")
        argument = self.part(arguments[0])
        there, here = OF_ONE[name]
        if isinstance(argument, float):
            return _number(lambda: here(argument), node)
        if name not in SMOOTH:
            (self.kinks if name in KINKED else self.steps).append(name)
        function = getattr(functions, there)
        return lambda arrays, xp: function(argument(arrays, xp), xp)

    def _power(self, base: Part, exponent: Part, node: ast.expr) -> Part:
        if isinstance(base, float) and isinstance(exponent, float):
            return _number(lambda: base**exponent, node)
        if isinstance(exponent, float) and not isinstance(base, float):
            if exponent == int(exponent) and abs(exponent) <= LARGEST_PRODUCT:
                return lambda arrays, xp: functions.product(base(arrays, xp), int(exponent))
            if 0 < exponent < 1:
                self.kinks.append("a root")
        return lambda arrays, xp: functions.power(_value(base, arrays, xp), _value(exponent, arrays, xp), xp)

    def _where(self, arguments: list[ast.expr], node: ast.expr) -> Part:
        if len(arguments) != 3:
            raise BadExpression(f"where takes a condition and two values, given {len(arguments)} in {_shown(node)}")
        self.kinks.append("where")
        test = self._condition(arguments[0])
        yes, no = self.part(arguments[1]), self.part(arguments[2])
        return lambda arrays, xp: functions.where(test(arrays, xp), full(yes, arrays, xp), full(no, arrays, xp), xp)

    def _condition(self, node: ast.expr) -> Callable[[Named, Namespace], Condition | Array]:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in COMPARISONS for op in ops):
                parts = [self.part(part) for part in (left, *others)]
                tests = [COMPARISONS[type(op)] for op in ops]

                def compare(arrays: Named, xp: Namespace) -> Condition | Array:
                    values = [full(part, arrays, xp) for part in parts]
                    pairs = zip(tests, values, values[1:], strict=False)
                    return reduce(operator.and_, [test(a, b) for test, a, b in pairs])

                return compare
            case ast.BoolOp(op=op, values=values):
                tests_ = [self._condition(value) for value in values]
                joint = operator.and_ if isinstance(op, ast.And) else operator.or_
                return lambda arrays, xp: reduce(joint, [test(arrays, xp) for test in tests_])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self._condition(operand)
                return lambda arrays, xp: ~inner(arrays, xp)
        raise BadExpression(f"{_shown(node)} is no condition; write one such as x > 0")


def _apply(function: Callable[..., Any], node: ast.expr, *parts: Part) -> Part:
    if all(isinstance(part, float) for part in parts):
        return _number(lambda: function(*parts), node)
    return lambda arrays, xp: function(*(_value(part, arrays, xp) for part in parts))


def _extreme(name: str, parts: list[Part]) -> Part:
    def extreme(arrays: Named, xp: Namespace) -> Number:
        pick = functions.minimum if name == "min" else functions.maximum
        return reduce(lambda a, b: pick(a, b, xp), [full(part, arrays, xp) for part in parts])

    return extreme


def _value(part: Part, arrays: Named, xp: Namespace) -> Number | float:
    return part if isinstance(part, float) else part(arrays, xp)


def full(part: Part, arrays: Named, xp: Namespace) -> Number:
    """The part as an array, or a dual of one where the arrays are duals, also where it is a number."""
    if not isinstance(part, float):
        return part(arrays, xp)
    pattern = next(iter(arrays.values()))
    if isinstance(pattern, Dual):
        return Dual(xp.full_like(pattern.value, part))
    return xp.full_like(pattern, part)


def _number(compute: Callable[[], float], node: ast.expr) -> float:
    """The finite real number computed; `BadExpression` for anything else."""
    try:
        value = compute()
    except (ArithmeticError, ValueError) as error:
        raise BadExpression(f"{_shown(node)} is not a finite number: {error}") from None
    if isinstance(value, complex) or not math.isfinite(value):
        raise BadExpression(f"{_shown(node)} is not a finite real number")
    return float(value)


def _shown(node: ast.expr) -> str:
    text = ast.unparse(node)
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _offer() -> str:
    return ", ".join(FUNCTIONS)
