"""The nearest known mistake: the one that a submission's outputs cannot be told apart from."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from descent.judge.difference import closeness
from descent.judge.observation import Observation
from descent.judge.suite import Suite


@dataclass(frozen=True)
class Recognised:
    """A known mistake whose outputs are the submission's; `exact` if they agree to the last bit."""

    name: str
    message: str
    exact: bool


def recognise(suite: Suite, seen: Mapping[str, Observation], outcomes: Mapping[str, str]) -> Recognised | None:
    """The mistake that fails the same tests and shows the same on each of those; None if nothing failed or matches.

    Only tests that ran count. Of several, one that agrees to the last bit goes first, then the first by name.
    """
    failed = [test_id for test_id, outcome in outcomes.items() if outcome != "pass"]
    if not failed:
        return None
    alike = []
    for name in suite.mistakes:
        apart = _distance(suite, name, seen, failed)
        if apart <= 1 and _same_outcomes(suite, name, outcomes):
            alike.append(Recognised(name, message(suite.mistakes[name]), apart == 0))
    return min(alike, key=lambda mistake: (not mistake.exact, mistake.name), default=None)


def message(source: str) -> str:
    """The docstring of a mistake's source: what its author tells the learner, on one line."""
    return " ".join((ast.get_docstring(ast.parse(source)) or "").split())


def distance(suite: Suite, test_id: str, yours: Observation, theirs: Observation) -> float:
    """How far apart two observations of a test are, in units of its tolerance; infinite where they end differently.

    No larger difference is looked for once one is beyond the tolerance.
    """
    if (yours.failure and yours.failure.type) != (theirs.failure and theirs.failure.type):
        return float("inf")
    if len(yours.calls) != len(theirs.calls):
        return float("inf")
    return closeness(yours, theirs, replace(suite.measure(test_id), strict=True), suite.xp, enough=1)


def _distance(suite: Suite, name: str, seen: Mapping[str, Observation], failed: list[str]) -> float:
    furthest = 0.0
    for test_id in failed:
        furthest = max(furthest, distance(suite, test_id, seen[test_id], suite.mistake(name, test_id)))
        if furthest > 1:
            break
    return furthest


def _same_outcomes(suite: Suite, name: str, outcomes: Mapping[str, str]) -> bool:
    return all(suite.outcome_of_mistake(name, test_id) == outcome for test_id, outcome in outcomes.items())
