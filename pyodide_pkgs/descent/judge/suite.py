"""The tests of one problem: their cases, what the reference and the known mistakes show on them, and what passes."""

import tomllib
import zlib
from collections.abc import Mapping
from typing import Any, TypedDict

from descent.errors import BrokenProblem, UnknownName
from descent.judge.answers import Outcome
from descent.judge.case import Case, Test, Visibility
from descent.judge.difference import Difference, Measure, differ, differs
from descent.judge.observation import Observation
from descent.judge.ranges import read_ranges
from descent.judge.submission import observe
from descent.spec import Namespace


class ListedTest(TypedDict):
    """A test before it runs."""

    id: str
    title: str
    visibility: Visibility
    timeout: float
    """Seconds."""


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
        self.ranges = read_ranges(self.settings.get("ranges", {}))
        self.names = self._run_tests_file()
        self.tests: dict[str, Test] = {test.id: test for test in self.names["TESTS"]}
        self.mistakes = {
            name.removeprefix("mistakes/").removesuffix(".py"): text
            for name, text in sorted(self.files.items())
            if name.startswith("mistakes/") and name.endswith(".py")
        }
        self._cases: dict[str, Case] = {}
        self._references: dict[str, Observation] = {}
        self._mistakes: dict[tuple[str, str], Observation] = {}
        self._mistake_outcomes: dict[tuple[str, str], Outcome] = {}

    def listing(self) -> list[ListedTest]:
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
        if (name, test_id) not in self._mistakes:
            self._mistakes[name, test_id] = self.observe(f"mistakes/{name}.py", test_id)
        return self._mistakes[name, test_id]

    def outcome(self, test_id: str, seen: Observation) -> Outcome:
        """`pass`, `fail` or `error` for an observation."""
        test = self.test(test_id)
        if test.kind == "raises" or test.check is not None or seen.failure is not None:
            return self.outcome_and_difference(test_id, seen)[0]
        return "fail" if differs(seen, self.reference(test_id), self.measure(test_id), self.xp) else "pass"

    def outcome_of_mistake(self, name: str, test_id: str) -> Outcome:
        """The outcome of a known mistake in a test."""
        if (name, test_id) not in self._mistake_outcomes:
            self._mistake_outcomes[name, test_id] = self.outcome(test_id, self.mistake(name, test_id))
        return self._mistake_outcomes[name, test_id]

    def outcome_and_difference(self, test_id: str, seen: Observation) -> tuple[Outcome, Difference | str | None]:
        """The outcome of an observation, and in case of `fail` what differs."""
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

    def _file(self, name: str) -> str:
        if name not in self.files:
            raise UnknownName("file of the problem", name, self.files)
        return self.files[name]

    def _run_tests_file(self) -> dict[str, Any]:
        name = f"problems/{self.slug}/tests.py"
        names: dict[str, Any] = {"__name__": "problem_tests", "__file__": name, "RANGES": self.ranges}
        exec(compile(self._file("tests.py"), name, "exec", dont_inherit=True), names)
        if not all(isinstance(test, Test) for test in names.get("TESTS", [None])):
            raise BrokenProblem(f"{name}: TESTS is not a tuple of tests")
        return names


def _judge_raise(seen: Observation, reference: Observation) -> tuple[Outcome, Difference | str | None]:
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
