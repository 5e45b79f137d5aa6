"""What a typed rule gets in place of Python's own while it is traced: min and max, float and int, math and numpy.

They do with numbers what the real ones do, and write down what is done with symbols.
"""

import builtins
import math
import operator
from collections.abc import Callable
from typing import Any

from descent.graph.symbol import Symbol, apply
from descent.graph.tape import RunCount

_MATH = {
    **{name: name for name in ("sqrt", "exp", "expm1", "log1p", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh")},
    **{name: name for name in ("tanh", "asin", "acos", "atan", "floor", "ceil", "trunc")},
    "fabs": "abs",
}
_OF_MORE = {"pow": "power", "atan2": "atan2", "hypot": "hypot", "copysign": "copysign", "isfinite": "isfinite"} | {
    name: name for name in ("isinf", "isnan")
}


def names(space: Callable[[], Any]) -> dict[str, Any]:
    """The builtins for a module whose functions are traced; `space` gives the namespace of the moment."""
    real = builtins.__import__

    def imported(name: str, scope: Any = None, local: Any = None, wanted: Any = (), level: int = 0) -> Any:
        module = real(name, scope, local, wanted, level)
        head = name.split(".")[0]
        if head == "math":
            return StandIn(math, lambda word: _math(word, space))
        if head == "numpy":
            return _numpy(module, space)
        return module

    own = {"min": _extreme("min", operator.lt), "max": _extreme("max", operator.gt)}
    return vars(builtins) | own | {"float": Float, "int": Int, "__import__": imported}


class StandIn:
    """A module whose attributes are looked up by a function."""

    def __init__(self, module: Any, find: Callable[[str], Any]):
        self._module, self._find = module, find

    def __getattr__(self, name: str) -> Any:
        return self._find(name)


def has_symbols(*values: Any) -> bool:
    """Whether a symbol, or the number of runs, is among these or in their lists."""
    return any(
        isinstance(value, Symbol | RunCount)
        or (isinstance(value, list | tuple) and has_symbols(*value))
        or (isinstance(value, dict) and has_symbols(*value.values()))
        for value in values
    )


class _Number(type):
    """The class of the stand-ins of number types: what is a real one is one of theirs."""

    _real: Any

    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, cls._real)


class Float(metaclass=_Number):
    """`float`: one number of the graph stays what it is."""

    _real = float

    def __new__(cls, value: Any = 0.0) -> Any:
        """The number."""
        return value if isinstance(value, Symbol) and value.kind.is_number else float(value)


class Int(metaclass=_Number):
    """`int`: one number of the graph is cut to a whole one."""

    _real = int

    def __new__(cls, value: Any = 0, *base: Any) -> Any:
        """The number."""
        if isinstance(value, Symbol) and value.kind.is_number:
            return apply(value._tape, "trunc", value, math=True)
        return int(value, *base)


def _extreme(name: str, beyond: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    real = getattr(builtins, name)

    def function(*values: Any, **more: Any) -> Any:
        given = values
        if len(values) == 1 and not isinstance(values[0], Symbol):
            given = tuple(values[0])
            values = (given,)
        symbols = [value for value in given if isinstance(value, Symbol)]
        if not symbols or more or len(given) == 0:
            return real(*values, **more)
        tape = symbols[0]._tape
        for one in symbols:
            if not one.kind.is_number or len(given) == 1:
                raise tape.refusal(
                    f"{name}() of Python takes one number, given an array; write xp.{name}imum(a, b) entry by entry, "
                    f"or xp.{name}(x, axis=...) over axes"
                )
        best = given[0]
        for one in given[1:]:
            condition = beyond(one, best)
            if isinstance(condition, Symbol):
                best = tape.namespace.where(condition, one, best)  # type: ignore[attr-defined]
            else:
                best = one if condition else best
        return best

    return function


def _math(name: str, space: Callable[[], Any]) -> Any:
    real = getattr(math, name)
    if not callable(real):
        return real

    def function(*args: Any, **more: Any) -> Any:
        if not has_symbols(args):
            return real(*args, **more)
        tape = space()._tape
        if name == "log" and len(args) <= 2:
            parts: list[Any] = [
                apply(tape, "log", x, math=True) if isinstance(x, Symbol) else math.log(x) for x in args
            ]
            return parts[0] if len(parts) == 1 else parts[0] / parts[1]
        if name in _MATH and len(args) == 1:
            return apply(tape, _MATH[name], args[0], math=True)
        if name in _OF_MORE:
            return apply(tape, _OF_MORE[name], *args)
        if name == "prod":
            found: Any = more.get("start", 1)
            for one in args[0]:
                found = found * one
            return found
        raise tape.refusal(f"math.{name} cannot be traced; write it with operators or functions of xp")

    return function


def _numpy(module: Any, space: Callable[[], Any], linalg: bool = False) -> StandIn:
    def find(name: str) -> Any:
        real = getattr(module, name)
        there = space()
        if name == "linalg":
            return _numpy(real, space, True)
        if name == "ndarray":
            return _Number("ndarray", (), {"_real": (Symbol, real)})
        if there is not None and name in ("float64", "float32", "double", "bool_", "int64", "bool", "int32"):
            return getattr(there, name)
        if isinstance(real, type) or not callable(real):
            return real

        def function(*args: Any, **more: Any) -> Any:
            if not has_symbols(args, more):
                plain = {key: _real_dtype(value) for key, value in more.items()}
                return real(*(_real_dtype(one) for one in args), **plain)
            owner = space()
            return getattr(owner.linalg if linalg else owner, name)(*args, **more)

        return function

    return StandIn(module, find)


def _real_dtype(value: Any) -> Any:
    """A dtype of ours, or the stand-in of float or int, as NumPy knows it."""
    real = getattr(value, "_real", None) if isinstance(value, type) else None
    if real is not None:
        return real
    if type(value).__name__ == "DType":
        return {"float": float, "bool": bool, "int": int}.get(value.name, value.name)
    return value
