"""The operators of Python on a symbol: `+`, `*`, `**`, `<` and the rest, from both sides and in place."""

from collections.abc import Callable
from typing import Any

from descent.graph.kinds import Kind
from descent.graph.tape import Tape

_PYTHON = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "matmul": "matmul",
    "and": "logical_and",
    "or": "logical_or",
    "xor": "logical_xor",
}


def _operator(op: str) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    def forward(self: "Operators", other: Any) -> Any:
        return NotImplemented if _foreign(other) else self._apply(op, self, other)

    def backward(self: "Operators", other: Any) -> Any:
        return NotImplemented if _foreign(other) else self._apply(op, other, self)

    def in_place(self: "Operators", other: Any) -> Any:
        made = self._apply(op, self, other)
        if self.kind.is_number:
            return made
        name = self._tape.values[self._index].attrs.get("name", "")
        if self._tape.values[self._index].op == "input" and not name.startswith("state."):
            raise self._tape.refusal(
                f"this changes {name.replace('input.', '')} in place, an array of the caller's; make a new one, as in "
                "g = g + weight_decay * p"
            )
        if made.kind != self.kind:
            raise self._tape.refusal("this changes an array in place to one of another shape or dtype; make a new one")
        self._index = made._index
        return self

    return forward, backward, in_place


def _foreign(other: Any) -> bool:
    return other is None or isinstance(other, str | dict)


def _comparison(op: str) -> Callable[..., Any]:
    def compare(self: "Operators", other: Any) -> Any:
        if _foreign(other):
            return NotImplemented
        return self._apply(op, self, other)

    return compare


class Operators:
    """The operators of a symbol, each of which writes down an operation."""

    _tape: Tape
    _index: int

    @property
    def kind(self) -> Kind:
        """Shape and dtype."""
        raise NotImplementedError

    def _apply(self, op: str, *args: Any) -> Any:
        """The symbol of an operation."""
        raise NotImplementedError


for _name, _op in _PYTHON.items():
    _forward, _backward, _in_place = _operator(_op)
    setattr(Operators, f"__{_name}__", _forward)
    setattr(Operators, f"__r{_name}__", _backward)
    setattr(Operators, f"__i{_name}__", _in_place)
_forward, _backward, _in_place = _operator("power")


def _power(self: "Operators", other: Any, modulus: Any = None) -> Any:
    if modulus is not None:
        raise self._tape.refusal("a power with a modulus cannot be traced")
    return _forward(self, other)


def _power_of(self: "Operators", other: Any, modulus: Any = None) -> Any:
    return _backward(self, other)


setattr(Operators, "__pow__", _power)  # noqa: B010
setattr(Operators, "__rpow__", _power_of)  # noqa: B010
setattr(Operators, "__ipow__", _in_place)  # noqa: B010
for _name, _op in (
    ("lt", "less"),
    ("le", "less_equal"),
    ("gt", "greater"),
    ("ge", "greater_equal"),
    ("eq", "equal"),
    ("ne", "not_equal"),
):
    setattr(Operators, f"__{_name}__", _comparison(_op))
