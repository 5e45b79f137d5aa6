"""The operations of one run on single numbers, in order: what a graph is once its arrays are taken apart."""

from dataclasses import dataclass, field
from enum import IntFlag

from descent.errors import DescentError

MOST = 400
"""More operations than this are no straight-line code that a compiler is done with in about three seconds."""


class TooLong(DescentError):
    """The code of one run would have more than `MOST` operations."""


class Level(IntFlag):
    """What a number may differ by; `ONCE`, 0, is one number for the whole call."""

    ONCE = 0
    STEP = 1
    """It may differ from step to step."""
    RUN = 2
    """It may differ between the runs."""
    ENTRY = 4
    """It differs between the entries of a run: a value of a loop over them."""


DATA = Level.STEP | Level.RUN
REDUCTIONS = ("sum", "prod", "max", "min")
"""What makes one number of the values of a loop."""


@dataclass(frozen=True)
class Scalar:
    """One operation on earlier numbers; an input has its `name`, a constant its `value`."""

    op: str
    args: tuple[int, ...] = ()
    value: float = 0.0
    name: str = ""
    truth: bool = False
    level: Level = Level.ONCE
    reduces: bool = False
    """Whether it takes all entries of a loop."""


@dataclass
class Scalars:
    """Numbers by their place; equal operations on equal numbers are one number."""

    all: list[Scalar] = field(default_factory=list)
    entries: int = 1
    """How many entries a loop has."""
    tables: list[tuple[float, ...]] = field(default_factory=list)
    """Numbers written out for the entries of a loop."""
    _known: dict[object, int] = field(default_factory=dict)

    def input(self, name: str, level: Level) -> int:
        """The place of an input."""
        return self._placed(("input", name), Scalar("input", name=name, level=level))

    def constant(self, value: float) -> int:
        """The place of a constant."""
        # By its digits: 0.0 and -0.0 are equal and not the same.
        return self._placed(("constant", float(value).hex()), Scalar("constant", value=float(value)))

    def add(self, op: str, *args: int, truth: bool = False) -> int:
        """The place of the value of an operation."""
        level = Level.ONCE
        for arg in args:
            level |= self.all[arg].level
        return self._placed((op, args, truth), Scalar(op, args, truth=truth, level=level))

    def table(self, values: tuple[float, ...]) -> int:
        """The place of numbers written out, one for each entry."""
        self.tables.append(values)
        return self.input(f"table {len(self.tables) - 1}", Level.ENTRY)

    def reduce(self, op: str, arg: int) -> int:
        """The place of what one of `REDUCTIONS` makes of a number for each entry."""
        level = self.all[arg].level & DATA
        return self._placed((op, "entries", arg), Scalar(op, (arg,), level=level, reduces=True))

    def needed(self, outputs: list[int]) -> list[int]:
        """Those on which the outputs depend, in order of evaluation."""
        found: set[int] = set()
        left = list(outputs)
        while left:
            place = left.pop()
            if place not in found:
                found.add(place)
                left.extend(self.all[place].args)
        return sorted(found)

    def _placed(self, key: object, made: Scalar) -> int:
        if key not in self._known:
            if len(self.all) >= MOST:
                raise TooLong(f"the code of one run has more than {MOST} operations")
            self.all.append(made)
            self._known[key] = len(self.all) - 1
        return self._known[key]
