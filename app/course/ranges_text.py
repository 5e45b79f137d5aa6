"""The ranges of a problem as the lines of its statement: what stands for a fenced block marked `ranges`."""

from collections.abc import Mapping
from typing import Any

from descent.judge.ranges import Range, read_ranges

ARRAYS = {
    "any": "arrays of any shape, `()`, `(0,)` and `(0, 3)` among them, and views such as a transposed matrix",
    "axis": "arrays with at least one axis, `(0,)` and `(0, 3)` among them, and views such as a transposed matrix",
    "matrix": "matrices with at least one row and one column, and views such as a transposed one",
    "matrix or vector": "matrices and vectors with at least one entry, and views such as a transposed matrix",
    "flat": "arrays with one axis, views such as every second entry of another one among them",
    "square": "square matrices",
}
FORMS = {
    "list": "a list",
    "tuple": "a tuple",
    "generator": "a generator or another iterator",
    "int": "a whole number",
    "float": "a float",
}


def lines(table: Mapping[str, Any]) -> str:
    """A Markdown list, one line for all arguments of the same range."""
    groups: dict[Range, list[str]] = {}
    for name, one in read_ranges(table).items():
        groups.setdefault(one, []).append(f"`{name}`")
    return "\n".join(f"- {_and(names)}: {words(one)}." for one, names in groups.items())


def words(one: Range) -> str:
    """What a range allows, in words."""
    parts = []
    if one.arrays:
        entries = "entries are 0 or positive" if one.positive else "entries are 0 or of either sign"
        low, high = (f"{size:g}" for size in one.sizes or (0, 0))
        size = f", from {low} to {high}{'' if one.positive else ' in size'}" if one.sizes else ""
        parts.append(f"{' or '.join(one.dtypes)} {ARRAYS[one.arrays]}; {entries}{size}")
    if one.low is not None:
        kind = "a whole number from" if one.whole else "from"
        end = f"to below {_number(one.high)}" if one.open_high else f"to {_number(one.high)}"
        parts.append(f"{kind} {_number(one.low)} {end}")
    if one.choices:
        parts.append(_or([f"`{choice!r}`" for choice in one.choices]))
    if one.text:
        parts.append("a text")
    if one.forms:
        parts.append(_or([FORMS.get(form, form) for form in one.forms]))
    if one.none:
        parts.append("or `None`")
    if one.note:
        parts.append(one.note)
    return ", ".join(parts).replace(", or `None`", " or `None`")


def _number(value: float | None) -> str:
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else f"{value:g}"


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _or(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
