"""Arguments as they come from a page, read as what they should be; `BadMessage` names the one that is not."""

import math
from collections.abc import Mapping
from typing import Any

from descent.errors import BadMessage

_NOTHING: Any = object()


class Given:
    """The arguments of one call, each read by kind and within bounds."""

    def __init__(self, arguments: Mapping[str, Any]):
        self.arguments = arguments

    def __contains__(self, name: str) -> bool:
        return self.arguments.get(name) is not None

    def raw(self, name: str, default: Any = _NOTHING) -> Any:
        """The argument as it is."""
        value = self.arguments.get(name)
        if value is None:
            if default is _NOTHING:
                raise BadMessage(f"the argument {name!r} is missing; given: {', '.join(self.arguments) or 'none'}")
            return default
        return value

    def whole(self, name: str, default: Any = _NOTHING, *, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self.raw(name, default)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise BadMessage(f"{name!r} is a whole number from {low} to {high}, given {value!r}")
        return value

    def number(self, name: str, default: Any = _NOTHING) -> float:
        """A finite number."""
        return number(self.raw(name, default), name)

    def text(self, name: str, default: Any = _NOTHING) -> str:
        """A text."""
        value = self.raw(name, default)
        if not isinstance(value, str):
            raise BadMessage(f"{name!r} is a text, given {type(value).__name__}")
        return value

    def numbers(self, name: str, default: Any = _NOTHING, *, length: int | None = None) -> tuple[float, ...]:
        """A list of finite numbers, of that length where it matters."""
        return numbers(self.raw(name, default), name, length)

    def points(self, name: str, dim: int, most: int) -> tuple[tuple[float, ...], ...]:
        """A list of points of `dim` coordinates."""
        value = self.raw(name)
        if not isinstance(value, list) or not 0 < len(value) <= most:
            raise BadMessage(f"{name!r} is a list of 1 to {most} points")
        return tuple(numbers(point, name, dim) for point in value)


def number(value: Any, name: str) -> float:
    """`value` if it is a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadMessage(f"{name!r} is a finite number, given {value!r}")
    return value


def numbers(value: Any, name: str, length: int | None = None) -> tuple[float, ...]:
    """`value` as a tuple if it is a list of finite numbers of that length."""
    if not isinstance(value, list | tuple) or (length is not None and len(value) != length) or not value:
        wanted = "numbers" if length is None else f"{length} numbers"
        raise BadMessage(f"{name!r} is a list of {wanted}, given {value!r}")
    return tuple(number(item, name) for item in value)
