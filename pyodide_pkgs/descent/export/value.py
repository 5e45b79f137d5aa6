"""What a formula is made of: values that know the operation and the values they come from, without a run axis.

A value whose sides are all 1 is a number: what a rule knows of a whole tensor, such as a norm, is one number there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Side = int | str
"""A length, or its text where it depends on the tensor: `rows`."""


@dataclass(eq=False)
class Value:
    """One operation on other values; `name` is the author's, `shape` () for a number."""

    op: str
    args: list["Value"]
    attrs: Mapping[str, Any]
    shape: tuple[Side, ...]
    dtype: str = "float"
    name: str | None = None
    place: float = 0
    """Where it stood in the graph, which is the author's order."""

    @property
    def is_number(self) -> bool:
        """Whether it is one number for the whole tensor."""
        return not self.shape

    def constant(self) -> Any:
        """The value of a constant, None for all others."""
        return self.attrs["value"] if self.op == "constant" else None


@dataclass
class Formula:
    """One function of a rule: its outputs by name, and the names of the inputs they need, in the graph's order."""

    outputs: dict[str, Value]
    inputs: tuple[str, ...] = ()
    sizes: set[str] = field(default_factory=set)
    """Which of `rows`, `columns` and `size` the text needs."""

    def values(self) -> list[Value]:
        """Every value that an output needs, each once, what it needs before it."""
        seen: dict[int, Value] = {}
        for output in self.outputs.values():
            for value in walked(output, seen):
                seen[id(value)] = value
        return sorted(seen.values(), key=lambda value: value.place)

    def uses(self) -> dict[int, list[Value]]:
        """Who takes each value, by its `id`."""
        found: dict[int, list[Value]] = {}
        for value in self.values():
            for arg in value.args:
                found.setdefault(id(arg), []).append(value)
        return found


def walked(value: Value, seen: Mapping[int, Value]) -> Iterator[Value]:
    """The value and what it needs, without what was seen."""
    left, mine = [value], set()
    while left:
        one = left.pop()
        if id(one) in seen or id(one) in mine:
            continue
        mine.add(id(one))
        yield one
        left.extend(one.args)


def number(value: float | bool, place: float = 0) -> Value:
    """A constant."""
    return Value("constant", [], {"value": value}, (), "bool" if isinstance(value, bool) else "float", place=place)
