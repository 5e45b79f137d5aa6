"""The operations that act on each entry: arithmetic, functions, comparisons, choices.

An operation on numbers alone (a hyperparameter, the step) is the one of Python and `math`; as soon as an array takes
part, or numbers come one per run, it is the one of the array namespace.
"""

import math
import operator
from collections.abc import Callable
from typing import Any

from descent.graph import numbers
from descent.graph.kinds import Kind, together
from descent.graph.operation import Attrs, Operation, Place, floats, is_truth, truths
from descent.graph.refusal import Refused


def _number_kind(given: list[Kind], name: str) -> Kind:
    floats(given, name)
    return Kind(together([kind.shape for kind in given]), "float")


def _arithmetic(name: str, apply: Callable[..., Any], number: Callable[..., Any], words: str) -> Operation:
    """An operation of two numbers with an operator of Python."""

    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        if all(one.dtype == "bool" for one in given) and not all(one.is_number for one in given):
            raise Refused(f"{name} takes numbers; of two truths make numbers first, with xp.astype(x, p.dtype)")
        return _number_kind(given, name)

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return apply(*(as_float(x, place) for x in args))

    return Operation(name, (2, 2), kind, run, words, number=number, elementwise=True)


def _function(name: str, of: str, number: Callable[..., Any], words: str) -> Operation:
    """A function of one number. With `math` it is that of `math` where the number is one for all runs."""

    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        if attrs["math"] and not given[0].is_number:
            raise Refused(f"math.{of} takes one number, given an array; write xp.{of}")
        return _number_kind(given, name)

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return getattr(place.xp, of)(as_float(args[0], place))

    return Operation(name, (1, 1), kind, run, words, {"math": is_truth}, number=number, elementwise=True)


def _of_two(name: str, number: Callable[..., Any], words: str) -> Operation:
    """A function of two numbers that is no operator."""

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return getattr(place.xp, name)(*arrays(args, place))

    return Operation(
        name, (2, 2), lambda given, attrs: _number_kind(given, name), run, words, number=number, elementwise=True
    )


def _comparison(name: str, apply: Callable[..., Any], words: str) -> Operation:
    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        return Kind(together([one.shape for one in given]), "bool")

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return apply(*args)

    return Operation(name, (2, 2), kind, run, words, number=apply, elementwise=True)


def _test(name: str, number: Callable[[float], bool], words: str) -> Operation:
    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        floats(given, name)
        return Kind(given[0].shape, "bool")

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return getattr(place.xp, name)(as_float(args[0], place))

    return Operation(name, (1, 1), kind, run, words, number=number, elementwise=True)


def _logical(name: str, count: int, apply: Callable[..., Any], number: Callable[..., Any], words: str) -> Operation:
    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        truths(given, name)
        return Kind(together([one.shape for one in given]), "bool")

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return apply(*args)

    return Operation(name, (count, count), kind, run, words, number=number, elementwise=True)


def as_float(x: Any, place: Place) -> Any:
    """Truths as numbers 0 and 1, which the standard asks for; everything else as it is."""
    if hasattr(x, "dtype") and x.dtype == place.xp.bool:
        return place.xp.astype(x, place.dtype)
    return x


def arrays(args: list[Any], place: Place) -> list[Any]:
    """The values as arrays, for functions that take no numbers."""
    return [
        as_float(x, place) if hasattr(x, "dtype") else place.xp.asarray(x, dtype=place.dtype, device=place.device)
        for x in args
    ]


def _where_kind(given: list[Kind], attrs: Attrs) -> Kind:
    truths(given[:1], "where")
    kinds = {one.dtype for one in given[1:]}
    if "int" in kinds and len(kinds) > 1:
        raise Refused("where takes two values of one sort; one of them is an index, the other a number")
    dtype = kinds.pop() if len(kinds) == 1 else "float"
    return Kind(together([one.shape for one in given]), dtype)


def _where(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    condition, yes, no = args
    if not hasattr(condition, "dtype"):
        condition = place.xp.asarray(bool(condition), device=place.device)
    if out.dtype == "float":
        yes, no = as_float(yes, place), as_float(no, place)
    if not hasattr(yes, "dtype") and not hasattr(no, "dtype"):
        dtype = place.xp.bool if out.dtype == "bool" else place.dtype
        yes = place.xp.asarray(yes, dtype=dtype, device=place.device)
        no = place.xp.asarray(no, dtype=dtype, device=place.device)
    return place.xp.where(condition, yes, no)


def _clip(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.clip(*arrays(args, place))


def _square(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.square(as_float(args[0], place))


def _sign(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    x = as_float(args[0], place)
    found = place.xp.sign(x)
    return place.xp.where(place.xp.isnan(x), x, found)


def _one(
    name: str, run: Callable[..., Any], number: Callable[..., Any] | None, words: str, takes: int = 1
) -> Operation:
    return Operation(
        name,
        (takes, takes),
        lambda given, attrs: _number_kind(given, name),
        run,
        words,
        number=number,
        elementwise=True,
    )


def _negative(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return -as_float(args[0], place)


ELEMENTWISE: tuple[Operation, ...] = (
    _arithmetic("add", operator.add, operator.add, "x + y"),
    _arithmetic("subtract", operator.sub, operator.sub, "x - y"),
    _arithmetic("multiply", operator.mul, operator.mul, "x * y"),
    _arithmetic("divide", operator.truediv, numbers.divide, "x / y"),
    _arithmetic("power", operator.pow, numbers.power, "x ** y"),
    _arithmetic("floor_divide", operator.floordiv, numbers.whole_division(operator.floordiv), "x // y"),
    _arithmetic("remainder", operator.mod, numbers.whole_division(operator.mod), "x % y"),
    _of_two("pow", numbers.power, "x to the power y by the library's function, which rounds unlike ** now and then"),
    _of_two("maximum", numbers.largest, "the larger of two; NaN where one is NaN"),
    _of_two("minimum", numbers.smallest, "the smaller of two; NaN where one is NaN"),
    _of_two("atan2", numbers.careful(math.atan2), "the angle of the point (y, x)"),
    _of_two("hypot", numbers.careful(math.hypot), "√(x² + y²)"),
    _of_two("copysign", math.copysign, "the size of x with the sign of y"),
    _one("negative", _negative, operator.neg, "-x"),
    _one("square", _square, lambda x: x * x, "x²"),
    _one("sign", _sign, numbers.sign, "-1, 0 or 1; NaN for NaN"),
    _one("clip", _clip, numbers.limited, "x, at least y and at most z", 3),
    _function("abs", "abs", abs, "|x|"),
    _function("sqrt", "sqrt", numbers.careful(math.sqrt), "the square root"),
    _function("exp", "exp", numbers.careful(math.exp), "eˣ"),
    _function("expm1", "expm1", numbers.careful(math.expm1), "eˣ - 1"),
    _function("log", "log", numbers.careful(math.log, -math.inf), "the natural logarithm"),
    _function("log1p", "log1p", numbers.careful(math.log1p), "the natural logarithm of 1 + x"),
    _function("log2", "log2", numbers.careful(math.log2, -math.inf), "the logarithm to base 2"),
    _function("log10", "log10", numbers.careful(math.log10, -math.inf), "the logarithm to base 10"),
    _function("sin", "sin", numbers.careful(math.sin), "the sine"),
    _function("cos", "cos", numbers.careful(math.cos), "the cosine"),
    _function("tan", "tan", numbers.careful(math.tan), "the tangent"),
    _function("sinh", "sinh", numbers.careful(math.sinh), "the hyperbolic sine"),
    _function("cosh", "cosh", numbers.careful(math.cosh), "the hyperbolic cosine"),
    _function("tanh", "tanh", math.tanh, "the hyperbolic tangent"),
    _function("asin", "asin", numbers.careful(math.asin), "the arc sine"),
    _function("acos", "acos", numbers.careful(math.acos), "the arc cosine"),
    _function("atan", "atan", math.atan, "the arc tangent"),
    _function("floor", "floor", numbers.whole(math.floor), "rounded down"),
    _function("ceil", "ceil", numbers.whole(math.ceil), "rounded up"),
    _function("trunc", "trunc", numbers.whole(math.trunc), "rounded towards 0"),
    _function("round", "round", numbers.whole(round), "rounded to the nearest whole number, halves to the even one"),
    _comparison("less", operator.lt, "x < y"),
    _comparison("less_equal", operator.le, "x ≤ y"),
    _comparison("greater", operator.gt, "x > y"),
    _comparison("greater_equal", operator.ge, "x ≥ y"),
    _comparison("equal", operator.eq, "x = y"),
    _comparison("not_equal", operator.ne, "x ≠ y"),
    _test("isfinite", math.isfinite, "whether x is neither infinite nor NaN"),
    _test("isinf", math.isinf, "whether x is infinite"),
    _test("isnan", math.isnan, "whether x is NaN"),
    _logical("logical_and", 2, operator.and_, lambda x, y: x and y, "both"),
    _logical("logical_or", 2, operator.or_, lambda x, y: x or y, "one or both"),
    _logical("logical_xor", 2, operator.xor, operator.ne, "one and not both"),
    _logical("logical_not", 1, operator.invert, operator.not_, "not"),
    Operation("where", (3, 3), _where_kind, _where, "y where x, else z", number=numbers.chosen, elementwise=True),
)
