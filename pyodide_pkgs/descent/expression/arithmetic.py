"""A checked syntax tree to closures over arrays: a whitelist of operators and functions, constants computed ahead.

Each part becomes a number, where it is constant, or a closure from the named arrays to an array. Whatever has no
complex derivative (abs, floor, min, a condition) is noted, for then complex-step differentiation is not exact.
"""

import ast
import math
import operator
from collections.abc import Callable
from functools import reduce

from descent.arrays import sign
from descent.errors import BadExpression
from descent.spec import Array, Namespace

Arrays = dict[str, Array]
Part = float | Callable[[Arrays, Namespace], Array]

CONSTANTS = {"pi": math.pi, "tau": math.tau, "e": math.e}
# Name typed: name in the array namespace, the same on one number.
ANALYTIC: dict[str, tuple[str, Callable[[float], float]]] = {
    "sin": ("sin", math.sin),
    "cos": ("cos", math.cos),
    "tan": ("tan", math.tan),
    "exp": ("exp", math.exp),
    "log": ("log", math.log),
    "ln": ("log", math.log),
    "sqrt": ("sqrt", math.sqrt),
    "sinh": ("sinh", math.sinh),
    "cosh": ("cosh", math.cosh),
    "tanh": ("tanh", math.tanh),
    "atan": ("atan", math.atan),
    "arctan": ("atan", math.atan),
}
KINKED: dict[str, tuple[str, Callable[[float], float]]] = {
    "abs": ("abs", abs),
    "floor": ("floor", math.floor),
    "ceil": ("ceil", math.ceil),
    "sign": ("sign", lambda a: float((a > 0) - (a < 0))),
}
OPERATORS: dict[type[ast.operator], Callable[..., Array]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type[ast.cmpop], Callable[..., Array]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
FUNCTIONS = (*ANALYTIC, *KINKED, "min", "max", "where")
# Whole powers up to this one are products, whose complex step is exact also left of zero.
LARGEST_PRODUCT = 32


class Arithmetic:
    """Builds the closures of one typed function; `kinks` collects what stands in the way of complex steps."""

    def __init__(self, names: tuple[str, ...]):
        self.names = set(names)
        self.kinks: list[str] = []

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
                return _power(self.part(left), self.part(right), node)
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
        if name in CONSTANTS:
            return CONSTANTS[name]
        known = ", ".join(sorted(self.names | set(CONSTANTS)))
        raise BadExpression(f"no name is called {name!r}; there are: {known}, and the functions {_offer()}")

    def _call(self, name: str, arguments: list[ast.expr], node: ast.expr) -> Part:
        if name == "where":
            return self._where(arguments, node)
        if name in ("min", "max"):
            if len(arguments) < 2:
                raise BadExpression(f"{name} takes two or more values, given {len(arguments)}")
            self.kinks.append(name)
            return _extreme(name, [self.part(argument) for argument in arguments])
        if name not in ANALYTIC and name not in KINKED:
            raise BadExpression(f"no function is called {name!r}; there are: {_offer()}")
        if len(arguments) != 1:
            raise BadExpression(f"{name} takes one value, given {len(arguments)}")
        argument = self.part(arguments[0])
        if name in ANALYTIC:
            there, here = ANALYTIC[name]
        else:
            there, here = KINKED[name]
            self.kinks.append(name)
        if isinstance(argument, float):
            return _number(lambda: here(argument), node)
        if name == "sign":
            return lambda arrays, xp: sign(argument(arrays, xp), xp)
        return lambda arrays, xp: getattr(xp, there)(argument(arrays, xp))

    def _where(self, arguments: list[ast.expr], node: ast.expr) -> Part:
        if len(arguments) != 3:
            raise BadExpression(f"where takes a condition and two values, given {len(arguments)} in {_shown(node)}")
        self.kinks.append("where")
        test = self._condition(arguments[0])
        yes, no = self.part(arguments[1]), self.part(arguments[2])
        return lambda arrays, xp: xp.where(test(arrays, xp), full(yes, arrays, xp), full(no, arrays, xp))

    def _condition(self, node: ast.expr) -> Callable[[Arrays, Namespace], Array]:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in COMPARISONS for op in ops):
                parts = [self.part(part) for part in (left, *others)]
                tests = [COMPARISONS[type(op)] for op in ops]

                def compare(arrays: Arrays, xp: Namespace) -> Array:
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


def _apply(function: Callable[..., Array], node: ast.expr, *parts: Part) -> Part:
    if all(isinstance(part, float) for part in parts):
        return _number(lambda: function(*parts), node)
    return lambda arrays, xp: function(*(_value(part, arrays, xp) for part in parts))


def _power(base: Part, exponent: Part, node: ast.expr) -> Part:
    if isinstance(exponent, float) and not isinstance(base, float):
        whole = int(exponent) if math.isfinite(exponent) and exponent == int(exponent) else None
        if whole is not None and abs(whole) <= LARGEST_PRODUCT:
            return lambda arrays, xp: _product(base(arrays, xp), whole)
    return _apply(operator.pow, node, base, exponent)


def _product(base: Array, exponent: int) -> Array:
    """The power by repeated squaring."""
    power, result = base, None
    for bit in reversed(f"{abs(exponent):b}"):
        if bit == "1":
            result = power if result is None else result * power
        power = power * power
    if result is None:
        return base * 0 + 1
    return 1 / result if exponent < 0 else result


def _extreme(name: str, parts: list[Part]) -> Part:
    def extreme(arrays: Arrays, xp: Namespace) -> Array:
        pick = xp.minimum if name == "min" else xp.maximum
        return reduce(pick, [full(part, arrays, xp) for part in parts])

    return extreme


def _value(part: Part, arrays: Arrays, xp: Namespace) -> Array | float:
    return part if isinstance(part, float) else part(arrays, xp)


def full(part: Part, arrays: Arrays, xp: Namespace) -> Array:
    """The part as an array, also where it is a number."""
    return xp.full_like(next(iter(arrays.values())), part) if isinstance(part, float) else part(arrays, xp)


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
