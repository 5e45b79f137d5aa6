"""What is said of one submission: a verdict on each test, and at the end the known mistake that it resembles."""

from typing import Any, Literal, TypedDict

from descent.errors import BadMessage
from descent.judge.answers import Outcome, Picture, Verdict
from descent.judge.difference import Difference
from descent.judge.observation import Observation
from descent.judge.picture import apart, picture
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


class Judgement:
    """The verdicts on one submission, given test by test."""

    def __init__(self, suite: Suite):
        self.suite = suite
        self._observed: dict[str, Observation] = {}
        self._verdicts: dict[str, Verdict] = {}

    def verdict(self, test_id: str, seen: Observation) -> Verdict:
        """The verdict on one test, with no more than its visibility allows; kept for `summary`."""
        suite, test = self.suite, self.suite.test(test_id)
        outcome, difference = suite.outcome(test_id, seen)
        answer = verdict(test, suite.case(test_id), outcome, difference, seen, suite.xp)
        if outcome == "fail" and isinstance(difference, Difference) and test.visibility != "sealed":
            answer["picture"] = picture(suite, test_id, seen, None)
        self._observed[test_id] = seen
        self._verdicts[test_id] = answer
        return answer

    def recognised(self) -> Recognised | None:
        """The known mistake whose observations match on every test that ran."""
        outcomes = {test_id: verdict["outcome"] for test_id, verdict in self._verdicts.items()}
        return recognise(self.suite, self._observed, outcomes)

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
            "mistake": {"name": mistake.name, "message": mistake.message, "exact": mistake.exact} if mistake else None,
            "picture": self._clearest_picture(mistake.name if mistake else None),
        }

    def _outcome(self, test_id: str) -> Outcome | Literal["not-run"]:
        return self._verdicts[test_id]["outcome"] if test_id in self._verdicts else "not-run"

    def _clearest_picture(self, mistake: str | None) -> ShownPicture | None:
        """The picture whose paths are furthest apart, drawn again with every call and the mistake's path."""
        distances: dict[str, float] = {}
        for test_id, answer in self._verdicts.items():
            drawn = answer.get("picture")
            if drawn:
                distances[test_id] = apart(drawn)
        if not distances:
            return None
        shown = max(distances, key=lambda test_id: distances[test_id])
        clearest = picture(self.suite, shown, self._observed[shown], mistake, every_call=True)
        return {**clearest, "test": shown} if clearest else None


def observation_error(data: Any) -> BadMessage | None:
    """The error that a sandbox sent instead of an observation, None if it sent none."""
    if isinstance(data, dict) and isinstance(data.get("error"), dict):
        return BadMessage(str(data["error"].get("message", "the sandbox sent an error without a message")))
    return None
