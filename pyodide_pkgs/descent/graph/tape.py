"""What is written down while a rule is traced: every operation once, and which way each branch went."""

import math
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from descent.graph.graph import MAX_NODES
from descent.graph.kinds import Kind, bounded
from descent.graph.refusal import Refused
from descent.graph.table import operation

MAX_FORKS = 8
MAX_PATHS = 64
MOST = 4 * MAX_NODES
"""How many operations are written down before those are left out on which no output depends."""
_OWN = str(Path(__file__).parent)
_COMPARISONS = {"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"}
_TURNED = {"less": "greater", "less_equal": "greater_equal", "greater": "less", "greater_equal": "less_equal"}


class Pinned(BaseException):
    """A hyperparameter is needed as a Python number: it is traced anew with that one constant."""

    def __init__(self, names: tuple[str, ...]):
        self.names = names
        super().__init__(", ".join(names))


@dataclass
class Written:
    """One value: an input, or an operation on earlier ones."""

    op: str
    args: tuple[int, ...]
    attrs: dict[str, Any]
    kind: Kind
    roots: frozenset[str]
    """The inputs on which it depends."""
    line: int | None = None
    name: str | None = None
    depth: int = 1000


class Tape:
    """The values of one section in order of evaluation; equal operations on equal values are one value.

    `files` are the names of the files that the author wrote, empty for built-in rules.
    """

    def __init__(self, axes: int, runs: int, files: frozenset[str] = frozenset()):
        self.axes, self.files = axes, files
        self.runs = RunCount(runs)
        self.runs.tape = self
        self.values: list[Written] = []
        self.alone: int | None = None
        """The line that takes a run as the only one, such as a sum without an axis."""
        self.path = 0
        self.refused: Refused | None = None
        self.given: list[tuple[int, bool]] = []
        self.taken: list[tuple[int, bool]] = []
        self.conditions: dict[int, None] = {}
        self._known: dict[Any, int] = {}

    def input(self, name: str, kind: Kind) -> int:
        """The number of a new input. A number that the rule counts with is no data: it is one per run, as t is."""
        root = f"number.{name}" if kind.is_number and name.startswith("state.") else name
        self.values.append(Written("input", (), {"name": name}, kind, frozenset({root}), name=name))
        return len(self.values) - 1

    def add(self, op: str, args: list[int], **attrs: Any) -> int:
        """The number of the value of an operation."""
        key = (op, tuple(args), repr(sorted(attrs.items())))
        if key in self._known:
            return self._known[key]
        try:
            kind = operation(op).check([self.values[arg].kind for arg in args], attrs)
            bounded(kind, 2**24)
        except Refused as error:
            raise self.refusal(error.sentence) from None
        if len(self.values) >= MOST:
            raise self.refusal(
                f"this becomes more than {MAX_NODES} operations; use fewer rounds, or operations on whole arrays"
            )
        roots: frozenset[str] = frozenset().union(*(self.values[arg].roots for arg in args))
        self.values.append(Written(op, tuple(args), attrs, kind, roots, self.where()[1]))
        self._known[key] = len(self.values) - 1
        return len(self.values) - 1

    def constant(self, value: float | bool) -> int:
        """The number of a constant."""
        if isinstance(value, bool):
            return self.add("constant", [], value=value)
        try:
            number = float(value)
        except OverflowError:
            raise self.refusal("a constant is at most 1.8e308") from None
        return self.add("constant", [], value=number if math.isfinite(number) else _word(number))

    def where(self) -> tuple[str | None, int | None]:
        """File and line of the author's frame that is running; of built-in rules, of the innermost that is not ours."""
        frame: FrameType | None = sys._getframe(1)
        first: tuple[str, int] | None = None
        while frame is not None:
            name = frame.f_code.co_filename
            if name in self.files:
                return name, frame.f_lineno
            if first is None and not name.startswith(_OWN):
                first = name, frame.f_lineno
            frame = frame.f_back
        return (None, None) if self.files or first is None else first

    def refusal(self, sentence: str) -> Refused:
        """The refusal at the author's line; it is remembered in case his code catches it."""
        error = Refused(sentence).placed(*self.where())
        self.refused = self.refused or error
        return error

    def take_alone(self) -> None:
        """Notes that the author's line takes a run as the only one."""
        if self.alone is None:
            self.alone = self.where()[1] or 0

    def begin(self, given: list[tuple[int, bool]]) -> None:
        """A new call that goes the given ways at the first branches."""
        self.path += 1
        self.given, self.taken = given, []

    def decide(self, index: int) -> bool:
        """Which way the author's branch on a condition goes this time."""
        for condition, way in self.taken:
            if condition == index:
                return way
        ways = [way for way in (True, False) if self._possible([*self.taken, (index, way)])]
        if len(ways) == 1:
            return ways[0]
        place = len(self.taken)
        way = self.given[place][1] if place < len(self.given) else True
        self.conditions[index] = None
        if len(self.conditions) > MAX_FORKS:
            raise self.refusal(
                f"these are more than {MAX_FORKS} branches on t or on settings; write them as one formula, or with "
                "xp.where(condition, a, b), and a loop that they end with a fixed number of rounds"
            )
        self.taken.append((index, way))
        return way

    def _possible(self, taken: list[tuple[int, bool]]) -> bool:
        """Whether some step t goes these ways; only conditions that compare t itself with a constant count."""
        direct = [(found, way) for index, way in taken if (found := self._comparison_of_t(index)) is not None]
        numbers = {1.0}
        for (_, bound), _ in direct:
            numbers |= {math.floor(bound) + by for by in (-1, 0, 1, 2)}
        compare = {name: operation(name).number for name in _COMPARISONS}
        return any(
            all(bool(compare[op](t, bound)) is way for (op, bound), way in direct)  # type: ignore[misc]
            for t in numbers
            if t >= 1
        )

    def _comparison_of_t(self, index: int) -> tuple[str, float] | None:
        value = self.values[index]
        if value.op not in _COMPARISONS or value.roots != {"t"}:
            return None
        left, right = (self.values[arg] for arg in value.args)
        op = value.op
        if right.op == "input":
            left, right, op = right, left, _TURNED.get(op, op)
        if left.op != "input" or right.op != "constant" or isinstance(right.attrs["value"], str):
            return None
        return op, float(right.attrs["value"])


def _word(value: float) -> str:
    return "nan" if value != value else "inf" if value > 0 else "-inf"


class RunCount(int):
    """The number of runs, which no rule may compute with: whatever it is, the graph is the same.

    In a product of sides it stands for the 1 that it is where a run is alone.
    """

    tape: Tape

    def _product(self, other: Any) -> Any:
        self.tape.take_alone()
        return other

    def _refused(self, *_: Any) -> Any:
        raise self.tape.refusal(
            "this computes with the number of runs: axis 0 is the run, the tensor begins at p.shape[1]"
        )

    __mul__ = __rmul__ = _product
    __add__ = __radd__ = __sub__ = __rsub__ = __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _refused
    __pow__ = __rpow__ = __mod__ = __rmod__ = __neg__ = __float__ = _refused
