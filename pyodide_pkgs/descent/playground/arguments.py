"""What a method is given: arguments as they come from a page, each read as what it should be and within bounds."""

import math
from collections.abc import Mapping
from typing import Any, Generic, NotRequired, TypedDict, TypeVar

from descent.errors import BadMessage
from descent.sandbox.typed_rule import Author
from descent.spec import Namespace

MOST_STEPS = 20_000
LARGEST_SEED = 2**31

_REQUIRED: Any = object()

Named = TypeVar("Named")


class RunArguments(TypedDict):
    """How long a run is, and what its noise is drawn from."""

    steps: int
    seed: NotRequired[int]


class Arguments(Generic[Named]):
    """The arguments of one call, the array namespace, and in the sandbox the author of typed rules.

    `Named` is a `TypedDict` of the arguments that a method reads: what a page may send, not what has come.
    Whatever is missing, of another kind or out of bounds raises `BadMessage`, which names it and says what is possible.
    """

    def __init__(self, values: Mapping[str, Any], xp: Namespace, author: Author | None = None):
        self.values = values
        self.xp = xp
        self.author = author

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def inside(self, values: Mapping[str, Any]) -> "Arguments[Any]":
        """An object among the arguments, to be read in the same way."""
        return Arguments(values, self.xp, self.author)

    def value(self, name: str, default: Any = _REQUIRED) -> Any:
        """The argument as it is."""
        value = self.values.get(name)
        if value is None:
            if default is _REQUIRED:
                raise BadMessage(f"the argument {name!r} is missing; given: {', '.join(self.values) or 'none'}")
            return default
        return value

    def whole(self, name: str, default: Any = _REQUIRED, *, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        return whole(self.value(name, default), name, low=low, high=high)

    def number(self, name: str, default: Any = _REQUIRED) -> float:
        """A finite number."""
        return number(self.value(name, default), name)

    def numbers(self, name: str, default: Any = _REQUIRED, *, length: int | None = None) -> tuple[float, ...]:
        """A list of finite numbers, of that length where it matters."""
        return numbers(self.value(name, default), name, length)

    def text(self, name: str, default: Any = _REQUIRED) -> str:
        """A text."""
        value = self.value(name, default)
        if not isinstance(value, str):
            raise BadMessage(f"{name!r} is a text, given {type(value).__name__}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """Whether something is wanted."""
        return bool(self.value(name, default))

    def items(self, name: str, most: int, what: str = "") -> list[Any]:
        """A list of 1 to `most`."""
        value = self.value(name)
        if not isinstance(value, list) or not 0 < len(value) <= most:
            raise BadMessage(f"{name!r} is a list of 1 to {most}{what}")
        return value

    def points(self, name: str, dim: int, most: int) -> tuple[tuple[float, ...], ...]:
        """A list of points of `dim` coordinates."""
        return tuple(numbers(point, name, dim) for point in self.items(name, most, " points"))

    def steps(self, most: int = MOST_STEPS) -> int:
        """How many steps a run takes."""
        return self.whole("steps", low=1, high=most)

    def seed(self) -> int:
        """The seed, 0 unless given."""
        return self.whole("seed", 0, low=0, high=LARGEST_SEED)


def whole(value: Any, name: str, *, low: int, high: int) -> int:
    """`value` if it is a whole number from `low` to `high`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadMessage(f"{name!r} is a whole number from {low} to {high}, given {value!r}")
    return value


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
