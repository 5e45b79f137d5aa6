"""The one edit of the reference that has a submission's outputs, looked for some edits at a time.

There are hundreds of edits of a reference, and most fall at the first test: the shortest one that failed. A page asks
for some, shows what it has, and asks again.
"""

from collections.abc import Iterator, Mapping

from descent.judge.case import Call
from descent.judge.edits.edit import Edit
from descent.judge.edits.searched import searched_edits
from descent.judge.observation import Observation
from descent.judge.recognition import Recognised, distance
from descent.judge.submission import observe
from descent.judge.suite import Suite


def known_functions(suite: Suite) -> frozenset[str]:
    """The functions and methods that the tests of a problem call: those that a learner writes."""
    called = {
        call.target.rpartition(".")[2]
        for test_id in suite.tests
        for call in suite.case(test_id).calls
        if isinstance(call, Call)
    }
    return frozenset({*called, "__init__"})


class EditRecognition:
    """The search for one submission; `go_on` until `done`, then `found` is the edit or None."""

    def __init__(self, suite: Suite, seen: Mapping[str, Observation], outcomes: Mapping[str, str]):
        self.suite = suite
        self.seen = seen
        self.outcomes = outcomes
        self.failed = sorted(
            (test_id for test_id, outcome in outcomes.items() if outcome != "pass"),
            key=lambda test_id: len(suite.case(test_id).calls),
        )
        self._order = [*self.failed, *(test_id for test_id in outcomes if test_id not in self.failed)]
        self.found: Recognised | None = None
        self.done = not self.failed
        self._edits: Iterator[Edit] = iter(searched_edits(suite.files["reference.py"], known_functions(suite)))
        self._observed: dict[str, Observation] = {}

    def go_on(self, most: int) -> None:
        """Try that many edits more."""
        for _ in range(most):
            edit = next(self._edits, None)
            if edit is None:
                self.done = True
            if self.done or edit is None:
                return
            self._try(edit)

    def observed(self, test_id: str) -> Observation:
        """What the edit that was found shows on a test."""
        return self._observed[test_id]

    def _try(self, edit: Edit) -> None:
        suite = self.suite
        shown: dict[str, Observation] = {}
        furthest = 0.0
        for test_id in self._order:
            shown[test_id] = observe(
                edit.source, suite.case(test_id), suite.xp, file_name="edited reference", trusted=True
            )
            if test_id in self.failed:
                furthest = max(furthest, distance(suite, test_id, self.seen[test_id], shown[test_id]))
            if furthest > 1 or suite.outcome(test_id, shown[test_id]) != self.outcomes[test_id]:
                return
        self.found = Recognised(edit.name, edit.say(), furthest == 0)
        self._observed = shown
        self.done = True
