"""The numbers of a capsule beside those of the same runs made again: the answer first, then where they differ most.

The reference backend must give the same bits. The compiled one is float32, and its generated, compiled and eager steps
differ in last bits, which training carries on: most runs stay within a millionth, but one at the border of divergence
may end anywhere. So there a share `LOOSE` of all numbers may be off by more than `TOLERANCE` of their size, and what is
said of every pair of rules must be the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.comparisons.capsule.head import PARTS, Head

TOLERANCE = {"reference": 0.0, "compiled": 1e-3}
"""By backend how far a number may be off, as a share of the larger of both; 0 asks for the same bits."""
COARSER = {"float32": 1.0, "tf32": 10.0, "bfloat16": 50.0}
"""How many times as far where products were of another precision, whose last bits are so much larger."""
LOOSE = {"reference": 0.0, "compiled": 0.1}
"""By backend which share of the numbers may be further off than that."""
SHOWN = 3
"""Differences that are told, the largest first."""


@dataclass(frozen=True)
class Apart:
    """One number that is another: in which array, of which run, at which column, by what share."""

    part: str
    run: int
    column: int
    was: float
    now: float
    share: float


@dataclass(frozen=True)
class Comparison:
    """What came of comparing every number."""

    numbers: int
    same: int
    """That have the same bits."""
    within: int
    """That have other bits, within the tolerance."""
    beyond: int
    worst: tuple[Apart, ...]
    """The largest differences, of those beyond the tolerance first."""
    tolerance: float
    loose: float
    """The share of the numbers that may be beyond the tolerance."""
    quarrels: tuple[str, ...] = ()
    """Pairs of rules of which something else is said now."""

    @property
    def reproduced(self) -> bool:
        """Whether every number is the same, or enough of them are within the tolerance and nothing else is said."""
        return self.beyond <= self.loose * self.numbers and not self.quarrels


def compare(
    head: Head, was: Mapping[str, NDArray[Any]], now: Mapping[str, NDArray[Any]], tests: Sequence[Mapping[str, Any]]
) -> Comparison:
    """Every number of `was` beside that of `now`, arrays of the same shapes, and what is said of pairs (`tests`) now.

    Flags count where they differ; where there is no number on both sides there is nothing to count.
    """
    tolerance = TOLERANCE[head.spec.backend] * COARSER[head.spec.precision]
    numbers = same = within = 0
    found: list[Apart] = []
    for part in PARTS:
        one, other = was[part], now[part]
        equal = one == other
        if one.dtype.kind == "f":
            # 0.0 and -0.0 are other bits; no number and no number are the same.
            equal = (equal & (np.signbit(one) == np.signbit(other))) | (np.isnan(one) & np.isnan(other))
        counted = ~equal if one.dtype.kind == "b" else ~(np.isnan(one) & np.isnan(other))
        share = np.where(equal, 0.0, shares(one, other))
        if part == "hits" and tolerance:
            # When a goal is first reached moves by a look where a loss moves by a last bit.
            share = np.where(np.abs(one - other) <= max(1, head.spec.steps // 50), np.minimum(share, tolerance), share)
        numbers += int(counted.sum())
        same += int((equal & counted).sum())
        within += int(((share <= tolerance) & ~equal).sum()) if tolerance else 0
        for flat in np.argsort(-share, axis=None, kind="stable")[:SHOWN]:
            place = np.unravel_index(int(flat), share.shape)
            if not equal[place]:
                column = int(place[1]) if len(place) > 1 else -1
                found.append(
                    Apart(part, int(place[0]), column, float(one[place]), float(other[place]), float(share[place]))
                )
    found.sort(key=lambda each: -each.share)
    return Comparison(
        numbers, same, within, numbers - same - within, tuple(found[:SHOWN]), tolerance, LOOSE[head.spec.backend],
        _quarrels(head, tests),
    )  # fmt: skip


def _quarrels(head: Head, tests: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The pairs of which the capsule names another rule as the better one, or none, each as a sentence."""
    now = {(test["first"], test["second"]): test["better"] for test in tests}
    return tuple(
        f"{each.first} and {each.second}: {_better(each.better)} in the capsule,"
        f" {_better(now.get((each.first, each.second)))} here"
        for each in head.verdicts
        if each.better != now.get((each.first, each.second))
    )


def _better(label: str | None) -> str:
    return "no difference shown" if label is None else f"{label} is better"


def shares(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float64]:
    """How far each number is off, as a share of the larger of both; infinity where one is none or a flag differs."""
    if one.dtype.kind == "b":
        return np.where(one == other, 0.0, np.inf)
    first, second = one.astype(np.float64), other.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.abs(first - second) / np.maximum(np.abs(first), np.abs(second))
    return np.asarray(np.where(np.isfinite(share), share, np.where(first == second, 0.0, np.inf)))


def answer(found: Comparison) -> str:
    """Whether it was reproduced, in a sentence."""
    if found.same == found.numbers and found.reproduced:
        return f"reproduced: all {found.numbers:,} numbers are the same"
    if not found.tolerance:
        return f"not reproduced: {found.beyond:,} of {found.numbers:,} numbers differ in their bits"
    counts = (
        f"of {found.numbers:,} numbers {found.same:,} are the same, {found.within:,} within {found.tolerance:g} of"
        f" their size, and {found.beyond:,} further off (at most {found.loose:.0%} may be)"
    )
    if found.reproduced:
        return f"reproduced: {counts}; the same is said of every pair of rules"
    return f"not reproduced: {counts}" + (
        f"; something else is said of {len(found.quarrels)} pairs" * bool(found.quarrels)
    )


def places(head: Head, found: Comparison) -> list[str]:
    """Where the largest differences are, a line each."""
    lines = [
        f"  {_where(head, each)}: {_text(each.was)} in the capsule, {_text(each.now)} here" for each in found.worst
    ]
    return [*lines, *(f"  {each}" for each in found.quarrels)]


def _where(head: Head, each: Apart) -> str:
    if each.part == "hits":
        at = f" of goal {each.column + 1}"
    else:
        at = f" at step {head.steps[each.column]}" if each.column >= 0 else ""
    return f"{each.part.replace('_', ' ')} of {head.named(each.run)}{at}"


def _text(value: float) -> str:
    return "no number" if np.isnan(value) else repr(value)
