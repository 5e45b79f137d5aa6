"""One formula for many shapes: those of several tensors laid upon each other; what differs is an expression."""

from collections.abc import Callable, Sequence
from typing import Any

from descent.export.digits import setting
from descent.export.precedence import Text
from descent.export.sizes import Shape, solved
from descent.export.value import Formula, Side, Value


class Differ(Exception):
    """Two shapes have formulas of different form; the text says where."""


def united(formulas: Sequence[Formula], shapes: Sequence[Shape], prefer: bool = False) -> Formula:
    """The formula for all shapes like these; `Differ` where they are not of one form.

    With `prefer` the longer side is called `max(rows, columns)` where it is always the same one, too.
    """
    made: dict[tuple[int, ...], Value] = {}

    def unite(several: tuple[Value, ...]) -> Value:
        key = tuple(map(id, several))
        if key not in made:
            made[key] = _value(several, [unite(args) for args in _paired(several)], shapes, prefer)
        return made[key]

    if len({tuple(formula.outputs) for formula in formulas}) != 1:
        raise Differ("another state")
    outputs = {name: unite(tuple(formula.outputs[name] for formula in formulas)) for name in formulas[0].outputs}
    return Formula(outputs, formulas[0].inputs)


def _paired(several: tuple[Value, ...]) -> list[tuple[Value, ...]]:
    first = several[0]
    if len({(value.op, len(value.args), len(value.shape) == 0) for value in several}) != 1:
        raise Differ(f"{first.op} or {several[-1].op}")
    return [tuple(value.args[at] for value in several) for at in range(len(first.args))]


def _value(several: tuple[Value, ...], args: list[Value], shapes: Sequence[Shape], prefer: bool) -> Value:
    first = several[0]
    attrs = {key: _named(key, [value.attrs[key] for value in several], shapes, prefer) for key in first.attrs}
    shape: tuple[Side, ...] = first.shape
    if len({len(value.shape) for value in several}) == 1:
        shape = tuple(_side([value.shape[at] for value in several], shapes) for at in range(len(shape)))
    return Value(first.op, args, attrs, shape, first.dtype, first.name, max(value.place for value in several))


def _side(sides: list[Any], shapes: Sequence[Shape]) -> Any:
    """A side for all shapes; of tensors with more than two axes it stays unknown."""
    try:
        found = _one(sides, shapes)
    except Differ:
        return "?"
    return found.text if isinstance(found, Text) else found


def _named(key: str, values: list[Any], shapes: Sequence[Shape], prefer: bool) -> Any:
    """An attribute; shapes and axes that are the same thing of every tensor have a text of their own."""
    if any(value != values[0] for value in values) and key in ("shape", "axis"):
        patterns = _SHAPES if key == "shape" else _AXES
        for text, of in patterns:
            if all(isinstance(one, tuple) and one == of(shape) for one, shape in zip(values, shapes, strict=True)):
                return Text(text)
    return _one(values, shapes, prefer)


_SHAPES: tuple[tuple[str, Callable[[Shape], Any]], ...] = (
    ("p.shape", tuple),
    ("p[..., :1].shape", lambda shape: (*shape[:-1], 1)),
    ("p[..., :1, :].shape", lambda shape: (*shape[:-2], 1, shape[-1])),
    ("(p.shape[0],) + (1,) * (p.ndim - 1)", lambda shape: (shape[0],) + (1,) * (len(shape) - 1)),
)
_AXES: tuple[tuple[str, Callable[[Shape], Any]], ...] = (
    ("tuple(range(1, p.ndim))", lambda shape: tuple(range(1 - len(shape), 0))),
)


def _one(values: list[Any], shapes: Sequence[Shape], prefer: bool = False) -> Any:
    """The attribute that all have, or the expression that gives each."""
    first = values[0]
    if all(type(value) is type(first) and value == first for value in values):
        return first
    if all(isinstance(value, list | tuple) for value in values):
        if len({len(value) for value in values}) == 1:
            return type(first)(_one([value[at] for value in values], shapes, prefer) for at in range(len(first)))
        if all(_counts(value) for value in values):
            return Counted(_one([len(value) for value in values], shapes, prefer))
    if all(type(value) in (int, float) for value in values):
        found = solved(values, shapes, prefer)
        if found is not None:
            return found
        raise Differ(f"the numbers {', '.join(setting(float(value)) for value in values)}")
    raise Differ(f"{str(first)[:40]} or {str(values[-1])[:40]}")


class Counted(tuple[Any, ...]):
    """The numbers 1, 2, 3, ... up to an expression, its only entry."""

    def __new__(cls, most: Any) -> "Counted":
        """The numbers up to `most`."""
        return super().__new__(cls, (most,))


def _counts(values: Sequence[Any]) -> bool:
    return list(values) == list(range(1, len(values) + 1))
