"""The arithmetic of plain Python numbers with the ends that arrays have: infinities and NaN instead of exceptions."""

import math
import operator
from collections.abc import Callable
from typing import Any

NAN, INF = math.nan, math.inf


def careful(function: Callable[..., float], at_zero: float = NAN) -> Callable[..., float]:
    """The function of `math`, with NaN outside its domain, `at_zero` at zero, and infinity where it overflows."""

    def number(*given: float) -> float:
        try:
            return function(*given)
        except ValueError:
            return at_zero if given[0] == 0 else NAN
        except OverflowError:
            return INF

    return number


def divide(x: float, y: float) -> float:
    """X / y."""
    try:
        return x / y
    except ZeroDivisionError:
        if x == 0 or x != x:
            return NAN
        return math.copysign(INF, x) * math.copysign(1.0, y)
    except OverflowError:
        return INF


def power(x: float, y: float) -> float:
    """X ** y; NaN for a negative number to a broken power."""
    try:
        value = x**y
    except ZeroDivisionError:
        return math.copysign(INF, x) if y % 2 == 1 else INF
    except OverflowError:
        return -INF if x < 0 and y % 2 == 1 else INF
    return NAN if isinstance(value, complex) else value


def whole_division(function: Callable[[Any, Any], Any]) -> Callable[[float, float], float]:
    """Floor division or its remainder; NaN by zero."""

    def number(x: float, y: float) -> float:
        try:
            found: float = function(x, y)
        except ZeroDivisionError:
            return divide(x, y) if function is operator.floordiv else NAN
        return found

    return number


def whole(function: Callable[[float], int]) -> Callable[[float], float]:
    """Rounding to a whole number, as a float; infinities and NaN stay."""

    def number(x: float) -> float:
        return float(function(x)) if math.isfinite(x) else x

    return number


def largest(x: float, y: float) -> float:
    """The larger; NaN where one is NaN."""
    if x != x or y != y:
        return NAN
    return y if y > x else x


def smallest(x: float, y: float) -> float:
    """The smaller; NaN where one is NaN."""
    if x != x or y != y:
        return NAN
    return y if y < x else x


def sign(x: float) -> float:
    """-1, 0 or 1; NaN for NaN."""
    return x if x != x else float((x > 0) - (x < 0))


def chosen(condition: bool, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, else `no`."""
    return yes if condition else no


def limited(x: float, low: float, high: float) -> float:
    """X between low and high."""
    return smallest(largest(x, low), high)
