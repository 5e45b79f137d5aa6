"""What may be passed for each argument of a problem's functions: the table `[ranges]` of problem.toml, read.

    [ranges]
    lr = { from = 0.0, to = 10.0 }
    "beta1, beta2" = { from = 0.0, below = 1.0 }
    t = { from = 1, to = 1_000_000, whole = true }
    "params, grads" = { arrays = "any", sizes = [1e-100, 1e100] }

The statement shows these ranges, `descent.judge.cases.corners` makes tests of their ends, and `check-problem` sees that
the tests stay inside and reach them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from descent.errors import BrokenProblem

KINDS_OF_ARRAYS = {
    "any": ("no axis", "no entry", "several axes", "a view"),
    "axis": ("no entry", "several axes", "a view"),
    "matrix": ("more rows than columns", "more columns than rows", "a view"),
    "matrix or vector": ("one axis", "several axes", "a view"),
    "flat": ("one axis", "a view"),
    "square": ("several axes",),
}
"""What the arrays of an argument may be, and for each the forms that tests have to pass."""
NEARLY = 1e-4
"""How far from an end that does not belong to a range its corner lies, as a share of the range."""


@dataclass(frozen=True)
class Range:
    """What may be passed for one argument: numbers, some values, or arrays whose entries are 0 or of these sizes."""

    low: float | None = None
    high: float | None = None
    open_high: bool = False
    """`high` itself does not belong to the range."""
    whole: bool = False
    choices: tuple[Any, ...] = ()
    """The only values, or in words what the value is."""
    text: bool = False
    """Any text."""
    none: bool = False
    """None may be passed as well."""
    arrays: str = ""
    """One of `KINDS_OF_ARRAYS`."""
    sizes: tuple[float, float] | None = None
    """The smallest and the largest size of an entry that is not 0."""
    positive: bool = False
    dtypes: tuple[str, ...] = ("float64",)
    forms: tuple[str, ...] = ()
    """Names of types, such as `list` and `generator`, in all of which the argument is passed."""
    note: str = ""
    """A sentence for the statement."""

    @property
    def numeric(self) -> bool:
        """Whether the argument is a number, or a tuple of such."""
        return self.low is not None

    def corners(self) -> tuple[Any, ...]:
        """The values at the ends: numbers, or all choices, and None where it may be."""
        found: list[Any] = [*self.choices, *([None] if self.none else [])]
        if self.low is not None and self.high is not None:
            near = self.high - NEARLY * (self.high - self.low) if self.open_high else self.high
            found += [self.low, near]
        return tuple(found)


Ranges = Mapping[str, Range]
"""`{argument: range}`."""

_KEYS = {
    "from": "low",
    "to": "high",
    "below": "high",
    "whole": "whole",
    "choices": "choices",
    "text": "text",
    "none": "none",
    "arrays": "arrays",
    "sizes": "sizes",
    "positive": "positive",
    "dtypes": "dtypes",
    "forms": "forms",
    "note": "note",
}


def read_ranges(table: Mapping[str, Any]) -> dict[str, Range]:
    """The ranges by argument, in the order of the table; `BrokenProblem` names the key that is not in order."""
    found: dict[str, Range] = {}
    for names, values in table.items():
        if not isinstance(values, dict):
            raise BrokenProblem(f"problem.toml [ranges]: {names} is {values!r}, which is not a table")
        one = _read(names, values)
        found |= dict.fromkeys(names.split(", "), one)
    return found


def _read(names: str, values: Mapping[str, Any]) -> Range:
    where = f"problem.toml [ranges] {names}"
    unknown = sorted(set(values) - set(_KEYS))
    if unknown:
        raise BrokenProblem(f"{where}: no key is called {unknown[0]!r}; there are: {', '.join(_KEYS)}")
    given: dict[str, Any] = {_KEYS[key]: value for key, value in values.items()}
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    if given.get("arrays", "any") not in KINDS_OF_ARRAYS:
        raise BrokenProblem(f"{where}: arrays is {given['arrays']!r}; there are: {', '.join(KINDS_OF_ARRAYS)}")
    if ("low" in given) != ("high" in given):
        raise BrokenProblem(f"{where}: a range has two ends, `from` and `to` or `below`")
    return Range(**given, open_high="below" in values)
