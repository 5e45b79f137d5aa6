"""What a rule computes with while it is traced: it looks like an array, and writes down what is done with it."""

from typing import Any

from descent.graph.array_names import METHODS, OPERATORS
from descent.graph.kinds import RUNS, Kind
from descent.graph.operators import Operators
from descent.graph.tape import Pinned, Tape

HEAD = {"p": "the parameter", "g": "the gradient", "state": "the state", "hyper": "a setting", "input": "an input"}


class DType:
    """A dtype: that of the parameter, whatever it will be, or truths, or indices."""

    def __init__(self, name: str):
        self.name = name
        self.itemsize = {"bool": 1, "float32": 4}.get(name, 8)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DType) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return self.name

    def __call__(self, x: Any = 0.0) -> Any:
        """The number as one of this dtype."""
        return x


class Symbol(Operators):
    """One value of the tape. Where an array changes in place, its symbol comes to stand for the new value."""

    __slots__ = ("_index", "_path", "_tape")
    __array_priority__ = 1e6

    def __init__(self, tape: Tape, index: int):
        self._tape, self._index, self._path = tape, index, tape.path

    @property
    def kind(self) -> Kind:
        """Its shape and dtype."""
        return self._tape.values[self._index].kind

    @property
    def shape(self) -> tuple[int, ...]:
        """The sides, the number of runs first; a number has one per run."""
        kind, runs = self.kind, self._tape.runs
        if kind.is_number:
            return (runs,) + (1,) * (self._tape.axes - 1) if kind.shape is None else ()
        return tuple(runs if side == RUNS else int(side) for side in kind.sides)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of entries of one run: that is what the author of `p.size` means."""
        if self.kind.has_runs:
            self._tape.take_alone()
        return self.kind.entries

    @property
    def dtype(self) -> DType:
        """The dtype."""
        return DType(self.kind.dtype)

    @property
    def device(self) -> None:
        """None: wherever the arrays will be."""
        return

    @property
    def mT(self) -> "Symbol":
        """Rows and columns exchanged."""
        return self._make("matrix_transpose")

    @property
    def T(self) -> "Symbol":
        """The transpose of an array of two axes that has no run axis."""
        if self.kind.has_runs or len(self.kind.sides) != 2:
            raise self._tape.refusal("x.T would move the runs from axis 0; write xp.matrix_transpose(x)")
        return self._make("matrix_transpose")

    def _apply(self, op: str, *args: Any) -> "Symbol":
        return apply(self._tape, op, *args)

    def _make(self, op: str, *others: Any, **attrs: Any) -> "Symbol":
        return apply(self._tape, op, self, *others, **attrs)

    def __getattr__(self, name: str) -> Any:
        """The methods of arrays, which are the functions of the namespace."""
        if name.startswith("__") or name not in METHODS:
            if name.startswith("__"):
                raise AttributeError(name)
            raise self._tape.refusal(
                f"an array has no .{name} that can be traced; there are the functions of xp, and: "
                f"{', '.join(sorted(METHODS))}"
            )
        function = getattr(self._tape.namespace, METHODS[name])  # type: ignore[attr-defined]

        def method(*args: Any, **more: Any) -> Any:
            if name in ("reshape", "transpose") and len(args) > 1:
                args = (args,)
            return function(self, *args, **more)

        return method

    # What Python asks of numbers, and an array of many runs cannot answer.

    def __bool__(self) -> bool:
        value = self._tape.values[current(self._tape, self)]
        names = data_names(value.roots)
        if not value.kind.is_number:
            raise self._tape.refusal(
                f"this asks whether an array is true{_of(names)}: each entry of each run has its own answer. Write "
                "xp.where(condition, a, b); for and, or, not: &, |, ~; for max(a, b): xp.maximum(a, b); "
                "for a < x < b: (a < x) & (x < b)"
            )
        if names:
            raise self._tape.refusal(
                f"this branches on data{_of(names)}, which differ between runs; write xp.where(condition, a, b)"
            )
        condition = self if value.kind.dtype == "bool" else self._make("not_equal", 0.0)
        return self._tape.decide(current(self._tape, condition))

    def _as_number(self, what: str) -> Any:
        value = self._tape.values[current(self._tape, self)]
        pins = tuple(sorted(root[6:] for root in value.roots))
        if value.roots and all(root.startswith("hyper.") for root in value.roots):
            raise Pinned(pins)
        names = data_names(value.roots) or ["t" if "t" in value.roots else "a number of the graph"]
        raise self._tape.refusal(
            f"{what} needs a Python number, but {' and '.join(names[:3])} is known only when the rule runs; use "
            "functions of xp, xp.where(condition, a, b), or a fixed number of rounds"
        )

    def __float__(self) -> float:
        found: float = self._as_number("float()")
        return found

    def __int__(self) -> int:
        found: int = self._as_number("int()")
        return found

    def __index__(self) -> int:
        found: int = self._as_number("an index, or a number of rounds,")
        return found

    def __complex__(self) -> complex:
        found: complex = self._as_number("complex()")
        return found

    def __iter__(self) -> Any:
        raise self._tape.refusal(
            "this goes through an array entry by entry; axis 0 is the run. Write operations on whole arrays"
        )

    def __len__(self) -> int:
        if self.kind.is_number:
            raise TypeError("a number has no len()")
        return int(self.shape[0])

    def __contains__(self, _: Any) -> bool:
        raise self._tape.refusal("this asks whether an array contains a number; write xp.any(x == number, axis=...)")

    def __hash__(self) -> int:
        raise self._tape.refusal(
            "this looks up a number of the graph in a dict or a set; compare it instead, as in t == 1"
        )

    def __setitem__(self, place: Any, value: Any) -> None:
        raise self._tape.refusal(
            "this writes into an array; make a new one, as in x = xp.where(condition, new, x), or x = new for "
            "x[...] = new"
        )

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise self._tape.refusal("this makes a NumPy array of a value that is known only when the rule runs; use xp")

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> Any:
        if method != "__call__" or more:
            raise self._tape.refusal(f"np.{ufunc.__name__}.{method} cannot be traced; write xp.sum, xp.max and so on")
        name = OPERATORS.get(ufunc.__name__)
        if name is not None:
            return apply(self._tape, name, *inputs)
        return getattr(self._tape.namespace, ufunc.__name__)(*inputs)  # type: ignore[attr-defined]

    def __array_function__(self, function: Any, types: Any, args: Any, more: Any) -> Any:
        space = self._tape.namespace  # type: ignore[attr-defined]
        return getattr(space.linalg if "linalg" in function.__module__ else space, function.__name__)(*args, **more)

    def __copy__(self) -> "Symbol":
        return Symbol(self._tape, self._index)

    def __deepcopy__(self, memo: Any) -> "Symbol":
        return Symbol(self._tape, self._index)

    def __repr__(self) -> str:
        value = self._tape.values[self._index]
        return f"<{value.name or value.op}, {value.kind.dtype} {value.kind.shape}>"

    def __format__(self, _: str) -> str:
        return repr(self)

    def __getitem__(self, index: Any) -> Any:
        return self._tape.namespace._index(self, index)  # type: ignore[attr-defined]

    def __round__(self, digits: int | None = None) -> Any:
        if digits:
            raise self._tape.refusal("round to decimal places cannot be traced; write xp.round(x * 100) / 100")
        return self._make("round", math=self.kind.is_number)

    def __floor__(self) -> Any:
        return self._make("floor", math=True)

    def __ceil__(self) -> Any:
        return self._make("ceil", math=True)

    def __trunc__(self) -> Any:
        return self._make("trunc", math=True)

    def __abs__(self) -> Any:
        return self._make("abs", math=False)

    def __neg__(self) -> Any:
        return self._make("negative")

    def __pos__(self) -> Any:
        return self

    def __invert__(self) -> Any:
        return self._make("logical_not")

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other


def _of(names: list[str]) -> str:
    return f" (it depends on {', '.join(names[:4])})" if names else ""


def data_names(roots: frozenset[str]) -> list[str]:
    """Those inputs that are data: parameters, gradients, arrays of the state."""
    return sorted(root for root in roots if root != "t" and not root.startswith(("hyper.", "number.")))


def current(tape: Tape, x: Any) -> int:
    """The number of a value; a symbol of an earlier call is refused."""
    if isinstance(x, Symbol):
        if x._tape is not tape or x._path != tape.path:
            raise tape.refusal(
                "this uses a value kept from another call (in a global, a closure, a default argument or an object); "
                "what lasts from step to step belongs into the state s"
            )
        return x._index
    if hasattr(x, "dtype") and getattr(x, "shape", None) == () and hasattr(x, "item"):
        x = x.item()
    if isinstance(x, bool | int | float):
        return tape.constant(x)
    if hasattr(x, "dtype") and hasattr(x, "tolist"):
        return written_out(tape, x)
    if isinstance(x, list | tuple):
        found: int = tape.namespace.asarray(x)._index  # type: ignore[attr-defined]
        return found
    raise tape.refusal(f"this computes with a {type(x).__name__}, which is neither a number nor an array")


def written_out(tape: Tape, x: Any) -> int:
    """An array of real numbers as a constant. One made with a row for each run has the same row for all of them."""
    shape, values = list(x.shape), x
    runs = bool(shape) and shape[0] == int(tape.runs)
    if runs:
        values = x[:1]
        if not bool((abs(x - values) == 0).all()):
            raise tape.refusal("this array has different numbers for different runs; a rule treats all runs alike")
        shape[0] = 1
    if 0 in shape or values.size > 4096:
        raise tape.refusal("an array of constants has 1 to 4096 numbers")
    flat = [float(one) for one in values.reshape(-1).tolist()]
    if runs and len(set(flat)) == 1:
        return tape.add("full", [tape.constant(flat[0])], shape=[RUNS, *shape[1:]])
    index = tape.add("array", [], shape=shape, values=[one if one - one == 0 else str(one) for one in flat])
    return tape.add("broadcast_to", [index], shape=[RUNS, *shape[1:]]) if runs else index


def apply(tape: Tape, op: str, *args: Any, **attrs: Any) -> Symbol:
    """The symbol of an operation on symbols, numbers and arrays."""
    return Symbol(tape, tape.add(op, [current(tape, x) for x in args], **attrs))
