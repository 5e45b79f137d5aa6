"""What all functions of the traced namespace stand on: symbols of what is given, axes, shapes and indices."""

import math
import operator
from collections.abc import Callable
from typing import Any

from descent.graph.kinds import RUNS, Side
from descent.graph.linalg import TracedLinalg
from descent.graph.symbol import DType, Symbol, apply, current
from descent.graph.tape import RunCount, Tape

UNARY = {
    "abs": ("abs", "absolute", "fabs"),
    **{name: (name,) for name in ("sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan")},
    **{name: (name,) for name in ("sinh", "cosh", "tanh", "floor", "ceil")},
    "trunc": ("trunc", "fix"),
    "asin": ("asin", "arcsin"),
    "acos": ("acos", "arccos"),
    "atan": ("atan", "arctan"),
    "round": ("rint",),
}
PLAIN = {
    "negative": ("negative",),
    "square": ("square",),
    "sign": ("sign",),
    "isfinite": ("isfinite",),
    "isinf": ("isinf",),
    "isnan": ("isnan",),
    "logical_not": ("logical_not", "bitwise_invert", "invert"),
    "add": ("add",),
    "subtract": ("subtract",),
    "multiply": ("multiply",),
    "divide": ("divide", "true_divide"),
    "floor_divide": ("floor_divide",),
    "remainder": ("remainder", "mod"),
    "maximum": ("maximum",),
    "minimum": ("minimum",),
    "pow": ("pow", "power", "float_power"),
    "atan2": ("atan2", "arctan2"),
    "hypot": ("hypot",),
    "copysign": ("copysign",),
    "less": ("less",),
    "less_equal": ("less_equal",),
    "greater": ("greater",),
    "greater_equal": ("greater_equal",),
    "equal": ("equal",),
    "not_equal": ("not_equal",),
    "logical_and": ("logical_and", "bitwise_and"),
    "logical_or": ("logical_or", "bitwise_or"),
    "logical_xor": ("logical_xor", "bitwise_xor"),
    "matmul": ("matmul",),
    "matrix_transpose": ("matrix_transpose",),
}
REDUCED = {
    "sum": ("sum",),
    "mean": ("mean", "average"),
    "prod": ("prod",),
    "max": ("max", "amax"),
    "min": ("min", "amin"),
    "all": ("all",),
    "any": ("any",),
}


class Core:
    """Arrays are symbols of `tape`; functions of plain numbers are those of `host`, the namespace that will be used."""

    pi, e, inf, nan, newaxis = math.pi, math.e, math.inf, math.nan, None
    float64 = double = float_ = DType("float")
    float32 = single = DType("float32")
    int64 = int32 = intp = int_ = DType("int")
    ndarray = Symbol
    __name__ = "xp"

    def __init__(self, tape: Tape, host: Any):
        self._tape, self._host = tape, host
        self.bool = self.bool_ = DType("bool")
        self.linalg = TracedLinalg(self, tape)
        tape.namespace = self  # type: ignore[attr-defined]
        for op, names in UNARY.items():
            for name in names:
                setattr(self, name, self._unary(op, name))
        for op, names in PLAIN.items():
            for name in names:
                setattr(self, name, self._plain(op, name))
        for op, names in REDUCED.items():
            for name in names:
                setattr(self, name, self._reduction(op))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        hint = "; there is no chance in a graph, noise is an input that a rule declares" if name == "random" else ""
        raise self._tape.refusal(f"xp.{name} cannot be traced{hint}; there are: {', '.join(self._names())}")

    def _names(self) -> list[str]:
        own = {name for name in dir(type(self)) if not name.startswith("_")}
        return sorted(own | {name for name in vars(self) if not name.startswith("_")})

    def _of_host(self, name: str, args: tuple[Any, ...]) -> Any:
        """A function of plain numbers, computed at once."""
        if any(isinstance(x, Symbol) for x in args) or not all(isinstance(x, bool | int | float) for x in args):
            return None
        found: Any = getattr(self._host, name)(*(self._host.asarray(x, dtype=self._host.float64) for x in args))
        return bool(found) if found.dtype == self._host.bool else float(found)

    def _unary(self, op: str, name: str) -> Callable[..., Any]:
        def function(x: Any, **more: Any) -> Any:
            self._no_more(more, name)
            known = self._of_host(op, (x,))
            return known if known is not None else apply(self._tape, op, x, math=False)

        return function

    def _plain(self, op: str, name: str) -> Callable[..., Any]:
        def function(*args: Any, **more: Any) -> Any:
            self._no_more(more, name)
            if op not in ("matmul", "matrix_transpose"):
                known = self._of_host(op, args)
                if known is not None:
                    return known
            return apply(self._tape, op, *args)

        return function

    def _no_more(self, more: dict[str, Any], name: str) -> None:
        given = [key for key, value in more.items() if value is not None]
        if given:
            raise self._tape.refusal(f"xp.{name} with {given[0]}= cannot be traced; write it as an expression")

    def _reduction(self, op: str) -> Callable[..., Any]:
        def function(
            x: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False, **more: Any
        ) -> Any:
            self._no_more({"out": out, **more}, op)
            return self._reduced(op, self._logical(x) if op in ("all", "any") else x, axis, keepdims, dtype=dtype)

        return function

    def _logical(self, x: Any) -> Any:
        x = self._symbol(x)
        return x if x.kind.dtype == "bool" else apply(self._tape, "not_equal", x, 0.0)

    def _symbol(self, x: Any) -> Symbol:
        return Symbol(self._tape, current(self._tape, x))

    def _reduced(self, op: str, x: Any, axis: Any, keepdims: bool, dtype: Any = None, **attrs: Any) -> Any:
        """Along axes; without an axis, of each run as if it were alone."""
        x = self._symbol(x)
        if dtype is not None:
            self._dtype(dtype)
        kind = x.kind
        if kind.is_number:
            return (
                x if op in ("sum", "mean", "max", "min", "prod", "all", "any") else apply(self._tape, "subtract", x, x)
            )
        axes, alone = self._axes(x, axis)
        found = apply(self._tape, op, x, axis=axes, keepdims=bool(keepdims), **attrs)
        return self._of_run(found, alone and not keepdims)

    def _of_run(self, x: Symbol, alone: bool) -> Symbol:
        """One number per run, where a reduction left nothing else."""
        return apply(self._tape, "each_run", x) if alone and x.kind.shape == (RUNS,) else x

    def _axes(self, x: Symbol, axis: Any) -> tuple[list[int], bool]:
        """Axes counted from 0, and whether all of a run was meant, the run axis too."""
        count, runs = len(x.kind.sides), x.kind.has_runs
        if axis is None:
            if runs:
                self._tape.take_alone()
            return list(range(int(runs), count)), runs
        axes = [self._axis(one, count) for one in (axis if isinstance(axis, tuple | list) else (axis,))]
        if runs and 0 in axes:
            raise self._tape.refusal(
                "this goes along axis 0, the run, and would take the runs together; write "
                "axis=tuple(range(1, x.ndim)), keepdims=True for all of one run"
            )
        return axes, False

    def _axis(self, given: Any, count: int) -> int:
        axis = operator.index(given)
        if not -count <= axis < count:
            raise self._tape.refusal(f"there is no axis {axis} in an array of {count} axes")
        return axis % count

    def _sides(self, shape: Any) -> list[Side]:
        """The sides of a shape somebody wrote: the number of runs, where it comes first, is the run axis."""
        given = list(shape) if isinstance(shape, tuple | list) else [shape]
        sides: list[Side] = []
        for place, side in enumerate(given):
            if isinstance(side, Symbol):
                side = side.__index__()
            own = isinstance(side, RunCount) or int(side) == int(self._tape.runs)
            sides.append(RUNS if own and place == 0 else int(side))
        return sides

    def _dtype(self, dtype: Any, default: str = "float") -> str:
        if dtype is None:
            return default
        dtype = getattr(dtype, "_real", dtype)  # the stand-ins of float and int in a typed module
        name = dtype.name if isinstance(dtype, DType) else {float: "float", bool: "bool", int: "int"}.get(dtype)
        name = name or {"float64": "float", "bool": "bool", "int64": "int", "int32": "int"}.get(
            getattr(dtype, "__name__", str(dtype))
        )
        if name not in ("float", "bool", "int"):
            raise self._tape.refusal(
                f"the dtype {dtype} cannot be traced: numbers have the dtype of the parameter, write p.dtype"
            )
        return name

    def _index(self, x: Symbol, index: Any) -> Any:
        """x[index]."""
        kind, entries = x.kind, list(index) if isinstance(index, tuple) else [index]
        if kind.is_number:
            if all(one is None or one is Ellipsis or one == slice(None) for one in entries):
                return x
            raise self._tape.refusal("this is one number, which has no index")
        if any(isinstance(one, Symbol | list) or hasattr(one, "dtype") for one in entries):
            raise self._tape.refusal(
                "an index that is an array picks a number of entries that only data tell; write xp.where(mask, a, b), "
                "or xp.take_along_axis for indices"
            )
        known = sum(one is not None and one is not Ellipsis for one in entries)
        missing = len(kind.sides) - known
        if missing < 0:
            raise self._tape.refusal(f"this index has {known} entries, the array {len(kind.sides)} axes")
        if Ellipsis in entries:
            place = entries.index(Ellipsis)
            entries[place : place + 1] = [slice(None)] * missing
        written: list[Any] = []
        left = list(kind.sides)
        for one in entries:
            if one is None:
                written.append("new")
                continue
            side = left.pop(0)
            if isinstance(one, slice) and one == slice(None):
                written.append("all")
            elif side == RUNS:
                raise self._tape.refusal("an index into axis 0 picks runs; axis 0 is the run, write x[:, ...]")
            elif isinstance(one, slice):
                start, stop, step = one.indices(int(side))
                written.append([max(start, 0), stop, step])
            else:
                place = int(one.__index__())
                if not -int(side) <= place < int(side):
                    raise self._tape.refusal(f"there is no index {place} in an axis of {side}")
                written.append(place % int(side))
        return apply(self._tape, "index", x, index=written)

    def log_of_number(self, x: Any) -> Any:
        """The logarithm that is `math.log` where x is one number for all runs."""
        x = self._symbol(x)
        return apply(self._tape, "log", x, math=x.kind.is_number)
