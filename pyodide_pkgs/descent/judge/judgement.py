"""What is said of one submission: a verdict on each test, and at the end the known mistake that it resembles."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypedDict

from descent.errors import BadMessage
from descent.judge.answers import Outcome, Picture, Verdict
from descent.judge.difference import Difference
from descent.judge.digits import fewer_digits
from descent.judge.edit_recognition import EditRecognition
from descent.judge.facts import after_edits, before_edits
from descent.judge.observation import Observation
from descent.judge.picture import apart, picture
from descent.judge.places import signatures
from descent.judge.recognition import Recognised, recognise
from descent.judge.suite import Suite
from descent.judge.verdict_text import verdict


class TestOutcome(TypedDict):
    """What became of a test."""

    id: str
    title: str
    outcome: Outcome | Literal["not-run"]


class RecognisedAnswer(TypedDict):
    """The known mistake that the submission resembles."""

    name: str
    message: str
    exact: bool
    """The outputs agree to the last bit."""


class ShownPicture(Picture):
    """The clearest picture of a failed test."""

    test: str


class Summary(TypedDict):
    """All outcomes so far."""

    problem: str
    passed: bool
    tests: list[TestOutcome]
    mistake: RecognisedAnswer | None
    picture: ShownPicture | None


class Named(TypedDict):
    """What the search among the edits of the reference has come to."""

    done: bool
    mistake: RecognisedAnswer | None
    picture: ShownPicture | None


class Judgement:
    """The verdicts on one submission, given test by test; at the end their summary, and a name for what is wrong."""

    def __init__(self, suite: Suite):
        self.suite = suite
        self._observed: dict[str, Observation] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._search: EditRecognition | None = None
        self._signatures = signatures(suite)

    def verdict(self, test_id: str, seen: Observation) -> Verdict:
        """The verdict on one test, with no more than its visibility allows; kept for `summary`."""
        suite, test = self.suite, self.suite.test(test_id)
        outcome, difference = suite.outcome_and_difference(test_id, seen)
        answer = verdict(test, suite.case(test_id), outcome, difference, seen, suite.xp, self._signatures)
        if outcome == "fail" and isinstance(difference, Difference) and test.visibility != "sealed":
            answer["picture"] = picture(suite, test_id, seen, None)
        self._observed[test_id] = seen
        self._verdicts[test_id] = answer
        return answer

    def recognised(self) -> Recognised | None:
        """The known mistake whose observations match on every test that ran."""
        return recognise(self.suite, self._observed, self._outcomes())

    def summary(self) -> Summary:
        """All outcomes so far, the recognised mistake, and the clearest picture with it."""
        mistake = self.recognised()
        tests: list[TestOutcome] = [
            {"id": test.id, "title": test.title, "outcome": self._outcome(test.id)}
            for test in self.suite.tests.values()
        ]
        return {
            "problem": self.suite.slug,
            "passed": all(test["outcome"] == "pass" for test in tests),
            "tests": tests,
            "mistake": _answer(mistake),
            "picture": self._clearest_picture(partial(self.suite.mistake, mistake.name) if mistake else None),
        }

    def name(self, most: int) -> Named:
        """Goes on looking among the edits of the reference, that many more, for the one with the same outputs.

        For a submission that no known mistake resembles; the order of the edits is fixed, so the same outputs get the
        same name.
        """
        seen = (self.suite, self._observed, self._outcomes())
        if self._search is None:
            early = before_edits(*seen)
            if early:
                return {"done": True, "mistake": _answer(early), "picture": None}
            self._search = EditRecognition(*seen)
        search = self._search
        search.go_on(most)
        found = search.found or ((fewer_digits(*seen) or after_edits(*seen)) if search.done else None)
        shown = self._clearest_picture(search.observed) if search.found else None
        return {"done": search.done, "mistake": _answer(found), "picture": shown}

    def _outcomes(self) -> dict[str, str]:
        return {test_id: verdict["outcome"] for test_id, verdict in self._verdicts.items()}

    def _outcome(self, test_id: str) -> Outcome | Literal["not-run"]:
        return self._verdicts[test_id]["outcome"] if test_id in self._verdicts else "not-run"

    def _clearest_picture(self, mistake: Callable[[str], Observation] | None) -> ShownPicture | None:
        """The picture whose paths are furthest apart, drawn again with every call and the path of the mistake.

        `mistake` gives what the recognised mistake shows on a test.
        """
        distances: dict[str, float] = {}
        for test_id, answer in self._verdicts.items():
            drawn = answer.get("picture")
            if drawn:
                distances[test_id] = apart(drawn)
        if not distances:
            return None
        shown = max(distances, key=lambda test_id: distances[test_id])
        near = mistake(shown) if mistake else None
        clearest = picture(self.suite, shown, self._observed[shown], near, every_call=True)
        return {**clearest, "test": shown} if clearest else None


def _answer(found: Recognised | None) -> RecognisedAnswer | None:
    return {"name": found.name, "message": found.message, "exact": found.exact} if found else None


def observation_error(data: Any) -> BadMessage | None:
    """The error that a sandbox sent instead of an observation, None if it sent none."""
    if isinstance(data, dict) and isinstance(data.get("error"), dict):
        return BadMessage(str(data["error"].get("message", "the sandbox sent an error without a message")))
    return None
