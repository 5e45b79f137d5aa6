"""Outputs that agree with the reference to some digits and no further, as where something inside is in float32."""

import math
from collections.abc import Mapping

from descent.judge.difference import Difference
from descent.judge.observation import Observation
from descent.judge.recognition import Recognised
from descent.judge.suite import Suite

FEWEST_DIGITS = 5
"""Further apart than this, the numbers are others, and not the same ones with fewer digits."""


def fewer_digits(suite: Suite, seen: Mapping[str, Observation], outcomes: Mapping[str, str]) -> Recognised | None:
    """What is said where most tests that compare numbers fail, each by its last digits alone; None anywhere else."""
    compared = [test_id for test_id in outcomes if suite.test(test_id).kind in ("differential", "in_place")]
    furthest = []
    for test_id in compared:
        outcome, difference = suite.outcome(test_id, seen[test_id])
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
    return Recognised("fewer digits", message, False)
