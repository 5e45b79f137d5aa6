"""Judges observations: runs the reference and the known mistakes of one problem, and compares.

A `Suite` holds one problem's files and a seed. For each test it gives the case, takes the observation that a submission
made of it, and says pass, fail or error; at the end it says which known mistake the submission resembles.
"""

import tomllib
import zlib
from collections.abc import Mapping
from typing import Any

from descent.errors import BadMessage, BrokenProblem, UnknownName
from descent.judge import verdict_text
from descent.judge.case import Case, Test
from descent.judge.difference import Difference, Measure, differ
from descent.judge.observation import Observation
from descent.judge.picture import apart, picture
from descent.judge.recognition import Recognised, recognise
from descent.judge.submission import observe
from descent.spec import Namespace


class Suite:
    """One problem, ready to judge: `{file name: text}` of its folder, and the seed of its inputs.

    The files are the project's own and trusted: `tests.py` is executed here, the reference and the mistakes are
    observed as any submission is.
    """

    def __init__(self, files: Mapping[str, str], seed: int, xp: Namespace):
        self.xp = xp
        self.seed = seed
        self.files = dict(files)
        try:
            self.settings = tomllib.loads(self._file("problem.toml"))
            self.slug = str(self.settings["slug"])
            float(self.settings["limits"]["seconds"])
        except (tomllib.TOMLDecodeError, LookupError, TypeError, ValueError) as error:
            raise BrokenProblem(f"problem.toml: {type(error).__name__}: {error}") from error
        self.names = self._run_tests_file()
        self.tests: dict[str, Test] = {test.id: test for test in self.names["TESTS"]}
        self.mistakes = {
            name.removeprefix("mistakes/").removesuffix(".py"): text
            for name, text in sorted(self.files.items())
            if name.startswith("mistakes/") and name.endswith(".py")
        }
        self._cases: dict[str, Case] = {}
        self._references: dict[str, Observation] = {}
        self._observed: dict[str, Observation] = {}
        self._verdicts: dict[str, dict[str, Any]] = {}
        self._recognised: dict[tuple[str, str], Observation] = {}

    def forget(self) -> None:
        """Forget the submission; cases, reference and mistakes stay."""
        self._observed.clear()
        self._verdicts.clear()

    def listing(self) -> list[dict[str, Any]]:
        """Every test in order, with what may be shown before it runs."""
        return [
            {"id": test.id, "title": test.title, "visibility": test.visibility, "timeout": self.seconds(test.id)}
            for test in self.tests.values()
        ]

    def test(self, test_id: str) -> Test:
        """The test of that id; `UnknownName` otherwise."""
        if test_id not in self.tests:
            raise UnknownName("test", test_id, self.tests)
        return self.tests[test_id]

    def seconds(self, test_id: str) -> float:
        """How long a test may take."""
        own = self.test(test_id).timeout
        return float(self.settings["limits"]["seconds"] if own is None else own)

    def case(self, test_id: str) -> Case:
        """The case of a test, the same for the same seed."""
        test = self.test(test_id)
        if test_id not in self._cases:
            rng = self.xp.random.default_rng([self.seed, zlib.crc32(test_id.encode())])
            self._cases[test_id] = test.make(rng, self.xp)
        return self._cases[test_id]

    def reference(self, test_id: str) -> Observation:
        """What the reference shows; `BrokenProblem` if it fails where it should not."""
        if test_id not in self._references:
            seen = self.observe("reference.py", test_id)
            if (seen.failure is None) == (self.test(test_id).kind == "raises"):
                what = seen.failure.text if seen.failure else "it raised nothing"
                raise BrokenProblem(f"reference.py of {self.slug}, test {test_id}: {what}")
            self._references[test_id] = seen
        return self._references[test_id]

    def observe(self, file: str, test_id: str) -> Observation:
        """What one of the problem's own files shows on a test's case."""
        name = f"problems/{self.slug}/{file}"
        return observe(self._file(file), self.case(test_id), self.xp, file_name=name, trusted=True)

    def mistake(self, name: str, test_id: str) -> Observation:
        """What a known mistake shows on a test's case."""
        if (name, test_id) not in self._recognised:
            self._recognised[name, test_id] = self.observe(f"mistakes/{name}.py", test_id)
        return self._recognised[name, test_id]

    def outcome(self, test_id: str, seen: Observation) -> tuple[str, Difference | str | None]:
        """`pass`, `fail` or `error` for an observation, and in case of `fail` what differs."""
        test, reference = self.test(test_id), self.reference(test_id)
        if test.kind == "raises":
            return _judge_raise(seen, reference)
        if seen.failure is not None:
            return "error", None
        if test.check is not None:
            try:
                broken = test.check(seen, reference, self.case(test_id), self.xp)
            except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
                broken = "the outputs do not have the form that the task asks for"
            return ("fail", broken) if broken else ("pass", None)
        difference = differ(seen, reference, self.measure(test_id), self.xp)
        return ("fail", difference) if difference else ("pass", None)

    def measure(self, test_id: str) -> Measure:
        """How a test compares."""
        test = self.test(test_id)
        return Measure(test.rtol, test.atol, strict=test.kind == "in_place")

    def verdict(self, test_id: str, seen: Observation) -> dict[str, Any]:
        """The verdict on one test as JSON data, with no more than its visibility allows; kept for `summary`."""
        test, case = self.test(test_id), self.case(test_id)
        outcome, difference = self.outcome(test_id, seen)
        said = verdict_text.verdict(test, case, outcome, difference, seen, self.xp)
        if outcome == "fail" and isinstance(difference, Difference) and test.visibility != "sealed":
            said["picture"] = picture(self, test_id, seen, None)
        self._observed[test_id] = seen
        self._verdicts[test_id] = said
        return said

    def recognised(self) -> Recognised | None:
        """The known mistake whose observations match on every test that ran."""
        outcomes = {test_id: str(said["outcome"]) for test_id, said in self._verdicts.items()}
        return recognise(self, self._observed, outcomes)

    def summary(self) -> dict[str, Any]:
        """All outcomes so far as JSON data, the recognised mistake, and the clearest picture with it."""
        found = self.recognised()
        outcomes = [
            {"id": test.id, "title": test.title, "outcome": self._verdicts.get(test.id, {}).get("outcome", "not-run")}
            for test in self.tests.values()
        ]
        pictures = {test_id: said["picture"] for test_id, said in self._verdicts.items() if said.get("picture")}
        shown = max(pictures, key=lambda test_id: apart(pictures[test_id]), default=None)
        name = found.name if found else None
        drawn = picture(self, shown, self._observed[shown], name, every_call=True) if shown else None
        return {
            "problem": self.slug,
            "passed": all(test["outcome"] == "pass" for test in outcomes),
            "tests": outcomes,
            "mistake": {"name": found.name, "message": found.message, "exact": found.exact} if found else None,
            "picture": {"test": shown, **drawn} if drawn else None,
        }

    def _file(self, name: str) -> str:
        if name not in self.files:
            raise UnknownName("file of the problem", name, self.files)
        return self.files[name]

    def _run_tests_file(self) -> dict[str, Any]:
        name = f"problems/{self.slug}/tests.py"
        names: dict[str, Any] = {"__name__": "problem_tests", "__file__": name}
        exec(compile(self._file("tests.py"), name, "exec", dont_inherit=True), names)
        if not all(isinstance(test, Test) for test in names.get("TESTS", [None])):
            raise BrokenProblem(f"{name}: TESTS is not a tuple of tests")
        return names


def _judge_raise(seen: Observation, reference: Observation) -> tuple[str, Difference | str | None]:
    expected, failure = reference.failure, seen.failure
    assert expected is not None
    if failure is None:
        return "fail", f"this should raise {expected.type}, and nothing was raised"
    if failure.kind != "exception" and expected.type not in failure.bases:
        return "error", None
    if len(seen.calls) != len(reference.calls):
        return "fail", f"{expected.type} is expected from call {len(reference.calls) + 1}, not {len(seen.calls) + 1}"
    if expected.type not in failure.bases:
        return "fail", f"this should raise {expected.type}, and raised {failure.type}"
    return "pass", None


def observation_error(data: Any) -> BadMessage | None:
    """The error that a sandbox sent instead of an observation, None if it sent none."""
    if isinstance(data, dict) and isinstance(data.get("error"), dict):
        return BadMessage(str(data["error"].get("message", "the sandbox sent an error without a message")))
    return None
