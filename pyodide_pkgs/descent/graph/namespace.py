"""The namespace `xp` while a rule is traced: functions of the array API, and those that NumPy has beside them."""

import math
import operator
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
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


class TracedNamespace:
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

    # Making arrays.

    def full(self, shape: Any, fill_value: Any, dtype: Any = None, device: Any = None) -> Any:
        """An array of one number."""
        sides = self._sides(shape)
        value = self._cast(fill_value, dtype)
        if sides == [] or (sides == [1] and not isinstance(fill_value, Symbol) and shape == ()):
            return self._symbol(value)
        parameter = getattr(self._tape, "parameter", None)
        if parameter is not None and tuple(sides) == self._tape.values[parameter].kind.shape:
            return apply(self._tape, "full_like", Symbol(self._tape, parameter), value)
        return apply(self._tape, "full", value, shape=sides)

    def _cast(self, value: Any, dtype: Any) -> Any:
        if isinstance(value, Symbol):
            return value if dtype is None else self.astype(value, dtype)
        if dtype is not None and self._dtype(dtype) == "bool":
            return value != 0
        return float(value) if dtype is not None or not isinstance(value, bool) else value

    def zeros(self, shape: Any, dtype: Any = None, device: Any = None, **_: Any) -> Any:
        """Zeros."""
        return self.full(shape, 0.0, dtype, device)

    def ones(self, shape: Any, dtype: Any = None, device: Any = None, **_: Any) -> Any:
        """Ones."""
        return self.full(shape, 1.0, dtype, device)

    empty = zeros

    def full_like(self, x: Any, fill_value: Any, dtype: Any = None, device: Any = None, **_: Any) -> Any:
        """An array of the shape of x, of one number."""
        x = self._symbol(x)
        value = self._cast(fill_value, dtype)
        if x.kind.dtype == "bool" and dtype is None and not isinstance(value, Symbol):
            value = value != 0
        if x.kind.is_number:
            return self._symbol(value)
        value = self._symbol(value)
        if not value.kind.is_number:
            return apply(self._tape, "broadcast_to", value, shape=list(x.kind.sides))
        return apply(self._tape, "full_like", x, value)

    def zeros_like(self, x: Any, dtype: Any = None, device: Any = None, **_: Any) -> Any:
        """Zeros of the shape of x."""
        return self.full_like(x, 0.0, dtype, device)

    def ones_like(self, x: Any, dtype: Any = None, device: Any = None, **_: Any) -> Any:
        """Ones of the shape of x."""
        return self.full_like(x, 1.0, dtype, device)

    empty_like = zeros_like

    def eye(self, rows: int, columns: int | None = None, dtype: Any = None, device: Any = None) -> Any:
        """The identity."""
        return apply(self._tape, "eye", rows=int(rows), columns=int(rows if columns is None else columns))

    identity = eye

    def arange(self, start: Any, stop: Any = None, step: Any = 1, dtype: Any = None, device: Any = None) -> Any:
        """Numbers at equal distances."""
        start, stop = (0, start) if stop is None else (start, stop)
        found = self._host.arange(start, stop, step, dtype=self._host.float64)
        return self._symbol(found)

    def linspace(self, start: Any, stop: Any, num: int = 50, **_: Any) -> Any:
        """Numbers at equal distances, the ends among them."""
        return self._symbol(self._host.linspace(start, stop, num))

    def asarray(self, x: Any, dtype: Any = None, device: Any = None, copy: Any = None, **_: Any) -> Any:
        """The array itself, a number, or nested lists of numbers or arrays."""
        if isinstance(x, list | tuple):
            if _has_symbols(x):
                return self.stack([self.asarray(one) for one in x], axis=0)
            x = self._host.asarray(x, dtype=self._host.float64)
        found = self._symbol(x)
        return found if dtype is None else self.astype(found, dtype)

    array = ascontiguousarray = asanyarray = asarray

    def _same(self, x: Any, *_: Any, **__: Any) -> Any:
        return Symbol(self._tape, current(self._tape, x))

    copy = _same

    def _item(self, x: Symbol) -> Any:
        if x.kind.is_number:
            return x
        raise self._tape.refusal("this takes one number out of an array; write operations on whole arrays")

    def _flat(self, x: Symbol, *_: Any) -> Any:
        if not x.kind.has_runs:
            return self.reshape(x, (-1,))
        raise self._tape.refusal("this puts the runs one after another; write xp.reshape(x, (x.shape[0], -1))")

    ravel = _flat

    def astype(self, x: Any, dtype: Any, **_: Any) -> Any:
        """The array in another dtype."""
        x, name = self._symbol(x), self._dtype(dtype)
        if x.kind.dtype == name:
            return self._same(x)
        if x.kind.is_number and name == "int":
            return apply(self._tape, "trunc", x, math=False)
        return apply(self._tape, "astype", x, dtype=name)

    def finfo(self, dtype: Any = None) -> "FloatInfo":
        """The limits of a dtype."""
        return FloatInfo(self._tape, dtype)

    # Choosing.

    def where(self, condition: Any, yes: Any = None, no: Any = None) -> Any:
        """`yes` where the condition holds, else `no`."""
        if yes is None or no is None:
            raise self._tape.refusal("xp.where with a condition alone finds places that only data tell; give a and b")
        if isinstance(condition, bool):
            yes, no = self._symbol(yes), self._symbol(no)
        return apply(self._tape, "where", self._logical(condition), yes, no)

    def clip(self, x: Any, min: Any = None, max: Any = None, *, a_min: Any = None, a_max: Any = None, **_: Any) -> Any:
        """X between two bounds, either of which may be left out."""
        low, high = (a_min if min is None else min), (a_max if max is None else max)
        if low is not None and high is not None:
            return apply(self._tape, "clip", x, low, high)
        x = x if low is None else apply(self._tape, "maximum", x, low)
        return x if high is None else apply(self._tape, "minimum", x, high)

    def nan_to_num(self, x: Any, copy: Any = None, nan: Any = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
        """X with numbers in place of NaN and the infinities, for these the largest and lowest where none are given."""
        x, largest = self._symbol(x), self.finfo().max
        x = self.where(self.isnan(x), nan, x)
        x = self.where(self.equal(x, math.inf), largest if posinf is None else posinf, x)
        return self.where(self.equal(x, -math.inf), -largest if neginf is None else neginf, x)

    def round(self, x: Any, decimals: int = 0, **_: Any) -> Any:
        """Rounded to whole numbers."""
        if decimals:
            raise self._tape.refusal("xp.round to decimal places cannot be traced; write xp.round(x * 100) / 100")
        return apply(self._tape, "round", x, math=False)

    def reciprocal(self, x: Any) -> Any:
        """1 / x."""
        return apply(self._tape, "divide", 1.0, x)

    def positive(self, x: Any) -> Any:
        """X."""
        return x

    # Statistics and order.

    def var(
        self, x: Any, axis: Any = None, keepdims: bool = False, ddof: int = 0, correction: int = 0, **_: Any
    ) -> Any:
        """The variance."""
        return self._reduced("var", x, axis, keepdims, correction=int(ddof or correction))

    def std(
        self, x: Any, axis: Any = None, keepdims: bool = False, ddof: int = 0, correction: int = 0, **_: Any
    ) -> Any:
        """The standard deviation."""
        return self._reduced("std", x, axis, keepdims, correction=int(ddof or correction))

    def _one_axis(self, x: Any, axis: Any, name: str) -> int:
        x = self._symbol(x)
        if axis is None:
            raise self._tape.refusal(f"xp.{name} needs an axis other than 0, which is the run: axis=-1")
        place = self._axis(axis, len(x.kind.sides))
        if place == 0 and x.kind.has_runs:
            raise self._tape.refusal(f"xp.{name} along axis 0 would go from run to run: axis 0 is the run")
        return place

    def argmax(self, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        """The index of the largest."""
        return apply(self._tape, "argmax", x, axis=self._one_axis(x, axis, "argmax"), keepdims=bool(keepdims))

    def argmin(self, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        """The index of the smallest."""
        return apply(self._tape, "argmin", x, axis=self._one_axis(x, axis, "argmin"), keepdims=bool(keepdims))

    def sort(self, x: Any, axis: Any = -1, **_: Any) -> Any:
        """Sorted along an axis."""
        return apply(self._tape, "sort", x, axis=self._one_axis(x, axis, "sort"))

    def argsort(self, x: Any, axis: Any = -1, stable: bool = True, descending: bool = False, **_: Any) -> Any:
        """The indices that sort."""
        if descending:
            raise self._tape.refusal("xp.argsort from the largest: write xp.argsort(-x, ...)")
        return apply(self._tape, "argsort", x, axis=self._one_axis(x, axis, "argsort"))

    def cumulative_sum(self, x: Any, axis: Any = None, **_: Any) -> Any:
        """The sums so far."""
        return apply(self._tape, "cumulative_sum", x, axis=self._one_axis(x, axis, "cumulative_sum"))

    cumsum = cumulative_sum

    def take_along_axis(self, x: Any, indices: Any, axis: int = -1) -> Any:
        """Entries at given indices."""
        return apply(self._tape, "take_along_axis", x, indices, axis=self._one_axis(x, axis, "take_along_axis"))

    # Shapes.

    def reshape(self, x: Any, shape: Any, **_: Any) -> Any:
        """Another shape; one side may be -1."""
        x = self._symbol(x)
        sides = self._sides(shape)
        if x.kind.is_number:
            if all(side in (RUNS, 1, -1) for side in sides):
                return x
            raise self._tape.refusal("one number does not fill another shape; write xp.full")
        if -1 in sides:
            place = sides.index(-1)
            rest = math.prod(int(side) for side in sides if side not in (RUNS, -1))
            if x.kind.has_runs and place == 0 and rest == x.kind.entries:
                sides[0] = RUNS
            else:
                sides[place] = x.kind.entries // rest if rest else 0
        if x.kind.has_runs and sides[:1] != [RUNS]:
            raise self._tape.refusal(
                "this reshapes the runs into one another; the first side stays x.shape[0], as in "
                "xp.reshape(x, (x.shape[0], -1))"
            )
        return self._same(x) if tuple(sides) == x.kind.shape else apply(self._tape, "reshape", x, shape=sides)

    def broadcast_to(self, x: Any, shape: Any) -> Any:
        """A larger shape by repetition."""
        sides = self._sides(shape)
        return apply(self._tape, "broadcast_to", x, shape=sides)

    def permute_dims(self, x: Any, axes: Any = None) -> Any:
        """The axes in another order."""
        x = self._symbol(x)
        if axes is None:
            return x.T
        return apply(self._tape, "permute_dims", x, axes=[self._axis(one, len(x.kind.sides)) for one in axes])

    transpose = permute_dims

    def swapaxes(self, x: Any, first: int, second: int) -> Any:
        """Two axes exchanged."""
        x = self._symbol(x)
        axes = list(range(len(x.kind.sides)))
        a, b = (self._axis(one, len(axes)) for one in (first, second))
        axes[a], axes[b] = axes[b], axes[a]
        return apply(self._tape, "permute_dims", x, axes=axes)

    def moveaxis(self, x: Any, source: int, destination: int) -> Any:
        """One axis moved."""
        x = self._symbol(x)
        axes = list(range(len(x.kind.sides)))
        axes.insert(self._axis(destination, len(axes)), axes.pop(self._axis(source, len(axes))))
        return apply(self._tape, "permute_dims", x, axes=axes)

    def expand_dims(self, x: Any, axis: int = 0) -> Any:
        """A new axis."""
        x = self._symbol(x)
        place = axis if axis >= 0 else len(x.kind.sides) + 1 + axis
        return self._index(x, (*(slice(None),) * place, None))

    def squeeze(self, x: Any, axis: Any = None) -> Any:
        """Without axes of length 1."""
        x = self._symbol(x)
        sides = list(x.kind.sides)
        axes = [place for place, side in enumerate(sides) if side == 1] if axis is None else axis
        gone = {self._axis(one, len(sides)) for one in (axes if isinstance(axes, tuple | list) else (axes,))}
        return self.reshape(x, tuple(self._tape.runs if s == RUNS else s for p, s in enumerate(sides) if p not in gone))

    def concat(self, arrays: Any, axis: int = 0, **_: Any) -> Any:
        """One after another."""
        arrays = [self._symbol(one) for one in arrays]
        return apply(self._tape, "concat", *arrays, axis=self._one_axis(arrays[0], axis, "concat"))

    concatenate = concat

    def stack(self, arrays: Any, axis: int = 0, **_: Any) -> Any:
        """Beside each other along a new axis."""
        arrays = [self._symbol(one) for one in arrays]
        count = len(arrays[0].kind.sides) + 1
        place = self._axis(axis, count)
        if place == 0 and arrays[0].kind.has_runs:
            raise self._tape.refusal("this stacks in front of the runs: axis 0 is the run, write axis=1 or axis=-1")
        return apply(self._tape, "stack", *arrays, axis=place)

    def flip(self, x: Any, axis: int = -1) -> Any:
        """An axis backwards."""
        return apply(self._tape, "flip", x, axis=self._one_axis(x, axis, "flip"))

    def roll(self, x: Any, shift: int, axis: Any = None) -> Any:
        """An axis turned."""
        return apply(self._tape, "roll", x, shift=int(shift), axis=self._one_axis(x, axis, "roll"))

    # Matrices.

    def triu(self, x: Any, k: int = 0) -> Any:
        """The upper triangle."""
        return apply(self._tape, "triu", x, k=int(k))

    def tril(self, x: Any, k: int = 0) -> Any:
        """The lower triangle."""
        return apply(self._tape, "tril", x, k=int(k))

    def dot(self, *_: Any, **__: Any) -> Any:
        """Not of arrays with runs: refused with the way out."""
        raise self._tape.refusal("xp.dot takes runs together; write xp.sum(x * y, axis=..., keepdims=True), or x @ y")

    vdot = inner = outer = tensordot = einsum = dot

    def trace(self, x: Any) -> Any:
        """The sum of the diagonal."""
        return self.linalg.trace(x)

    def diagonal(self, x: Any, **_: Any) -> Any:
        """The diagonal."""
        return self.linalg.diagonal(x)

    def _norm(self, x: Any, *args: Any, **more: Any) -> Any:
        return self.linalg.norm(x, *args, **more)

    def errstate(self, **_: Any) -> AbstractContextManager[None]:
        """A block without warnings, which a graph has none of."""
        return nullcontext()

    def isdtype(self, dtype: Any, kind: Any) -> bool:
        """Whether a dtype is a real floating one."""
        return self._dtype(dtype) == "float"


class FloatInfo:
    """The limits of a floating dtype, that of the parameter or float32."""

    bits = 64

    def __init__(self, tape: Tape, dtype: Any):
        self._tape = tape
        self._single = isinstance(dtype, DType) and dtype.name == "float32"

    def _limit(self, of: str, single: float) -> Any:
        return single if self._single else apply(self._tape, "finfo", of=of)

    @property
    def eps(self) -> Any:
        """The distance from 1 to the next number."""
        return self._limit("eps", 2.0**-23)

    @property
    def smallest_normal(self) -> Any:
        """The smallest number with all its digits."""
        return self._limit("smallest_normal", 2.0**-126)

    tiny = smallest_normal

    @property
    def max(self) -> Any:
        """The largest number."""
        return self._limit("max", (2 - 2.0**-23) * 2.0**127)

    @property
    def min(self) -> Any:
        """The lowest number."""
        return -self.max


def _has_symbols(x: Any) -> bool:
    return isinstance(x, Symbol) or (isinstance(x, list | tuple) and any(_has_symbols(one) for one in x))
