"""Functions of the traced namespace that make arrays, or make them of another dtype."""

from typing import Any

from descent.graph.namespace.core import Core
from descent.graph.namespace.float_info import FloatInfo
from descent.graph.symbol import Symbol, apply, current


class Making(Core):
    """Arrays from shapes, numbers and lists."""

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
            if has_symbols(x):
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


def has_symbols(x: Any) -> bool:
    """Whether there is a symbol among nested lists."""
    return isinstance(x, Symbol) or (isinstance(x, list | tuple) and any(has_symbols(one) for one in x))
