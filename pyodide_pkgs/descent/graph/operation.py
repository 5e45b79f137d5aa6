"""What an operation of a graph is: how many values it takes, which attributes, what comes out, what it costs.

The table of all operations is closed (`descent.graph.table`): what is not in it is not run, and its functions are
looked up by name in an array namespace that we hand over, never by a name that somebody sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from descent.graph.kinds import Kind
from descent.graph.refusal import Refused

Attrs = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """What an operation may know when it runs: the namespace, the number of runs, the dtype and the device."""

    xp: Any
    runs: int
    dtype: Any
    device: Any


@dataclass(frozen=True)
class Operation:
    """One operation. `kind` raises `Refused` for what it does not take; `run` has arrays that were checked so."""

    name: str
    takes: tuple[int, int]
    """How many values, at least and at most."""
    kind: Callable[[list[Kind], Attrs], Kind]
    run: Callable[[Place, list[Any], Attrs, Kind], Any]
    words: str
    """What comes out, for `docs/graph.md`."""
    attrs: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    """Each attribute, all of them required, and whether a value is one."""
    cost: Callable[[list[Kind], Attrs, Kind], int] = lambda given, attrs, out: max(out.entries, 1)
    """Operations on numbers for one run."""
    number: Callable[..., Any] | None = None
    """The same on plain Python numbers; None where it takes arrays alone."""
    elementwise: bool = False

    def check(self, given: list[Kind], attrs: Attrs) -> Kind:
        """The kind of what comes out; `Refused` for a wrong number of values or wrong attributes."""
        least, most = self.takes
        if not least <= len(given) <= most:
            counts = f"{least}" if least == most else f"{least} to {most}"
            raise Refused(f"{self.name} takes {counts} values, given {len(given)}")
        if set(attrs) != set(self.attrs):
            raise Refused(
                f"{self.name} has the attributes {', '.join(sorted(self.attrs)) or 'none'}; "
                f"given {', '.join(sorted(map(str, attrs)))[:200] or 'none'}"
            )
        for name, is_one in self.attrs.items():
            if not is_one(attrs[name]):
                raise Refused(f"the attribute {name} of {self.name} cannot be {str(attrs[name])[:60]!r}")
        return self.kind(given, attrs)


def is_int(value: Any, low: int = -(2**20), high: int = 2**20) -> bool:
    """Whether the value is an integer of a size that shapes have; a truth is none."""
    return type(value) is int and low <= value <= high


def is_axis(value: Any) -> bool:
    """Whether the value can be the number of an axis."""
    return is_int(value, 0, 16)


def is_axes(value: Any) -> bool:
    """Whether the value is a list of different axes."""
    return isinstance(value, list) and all(map(is_axis, value)) and len(value) == len(set(value)) <= 16


def is_truth(value: Any) -> bool:
    """Whether the value is true or false."""
    return value is True or value is False


def is_shape(value: Any) -> bool:
    """Whether the value is a shape: sides, the first of which may be the runs."""
    return (
        isinstance(value, list)
        and len(value) <= 16
        and all(is_int(side, 0) or (side == "runs" and place == 0) for place, side in enumerate(value))
    )


def floats(given: list[Kind], name: str) -> None:
    """Raises `Refused` where one of the values is an array of indices."""
    for kind in given:
        if kind.dtype == "int":
            raise Refused(f"{name} takes no indices; make numbers of them with xp.astype(x, p.dtype)")


def truths(given: list[Kind], name: str) -> None:
    """Raises `Refused` where one of the values is not a truth."""
    for kind in given:
        if kind.dtype != "bool":
            raise Refused(f"{name} takes truths, such as x > 0; given numbers")
