"""Outputs that agree with the reference to some digits and no further, as where something inside is in float32."""

import math
from collections.abc import Mapping
from typing import Any

from descent.judge.difference import Difference
from descent.judge.observation import Observation
from descent.judge.recognition import Recognised
from descent.judge.suite import Suite
from descent.spec import Namespace

LARGEST = 1e18
"""The square of anything larger is near the end of what float32 holds; that of its reciprocal likewise."""
FEWEST_DIGITS = 5
"""Further apart than this, the numbers are others, and not the same ones with fewer digits."""


def fewer_digits(suite: Suite, seen: Mapping[str, Observation], outcomes: Mapping[str, str]) -> Recognised | None:
    """What is said where most tests that compare numbers fail, each by its last digits alone; None anywhere else."""
    of_numbers = [test_id for test_id in outcomes if suite.test(test_id).kind in ("differential", "in_place")]
    compared = [test_id for test_id in of_numbers if not _squares_leave_float32(suite.case(test_id).objects, suite.xp)]
    furthest = []
    for test_id in compared:
        outcome, difference = suite.outcome_and_difference(test_id, seen[test_id])
        if outcome == "pass":
            continue
        if not isinstance(difference, Difference) or difference.reason != "value" or not difference.max_rel:
            return None
        furthest.append(difference.max_rel)
    if 3 * len(furthest) < 2 * len(compared) or not furthest or max(furthest) > 10.0**-FEWEST_DIGITS:
        return None
    digits = math.floor(-math.log10(max(furthest)))
    message = (
        f"Your numbers agree with the reference to {digits} digits and no further, as if something inside were kept in "
        "float32, which has seven, or rounded."
    )
    if any(outcomes[test_id] != "pass" for test_id in of_numbers if test_id not in compared):
        message += (
            " Where entries are so large or small that float32 cannot hold their squares, they may not agree at all."
        )
    return Recognised("fewer digits", message, False)


def _squares_leave_float32(value: Any, xp: Namespace) -> bool:
    """Whether an array in there has entries so large or small that float32 makes infinity or zero of their squares."""
    if isinstance(value, Mapping):
        return any(_squares_leave_float32(one, xp) for one in value.values())
    if isinstance(value, list | tuple):
        return any(_squares_leave_float32(one, xp) for one in value)
    if not hasattr(value, "dtype") or not xp.isdtype(value.dtype, "real floating"):
        return False
    sizes = xp.abs(value)
    return bool(xp.any((sizes > LARGEST) | ((sizes > 0) & (sizes < 1 / LARGEST))))
