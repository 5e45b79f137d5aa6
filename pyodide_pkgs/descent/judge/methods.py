"""The judge's methods by name: a problem is opened, its cases are given out, observations are judged, it is closed.

Then what is wrong with the submission may be named.
"""

import contextlib
import tomllib
from collections.abc import Mapping
from typing import Annotated, NotRequired, TypedDict

from descent import wire
from descent.errors import BadMessage, BrokenProblem
from descent.judge.answers import Verdict
from descent.judge.case import to_data
from descent.judge.judgement import Judgement, Named, Summary, observation_error
from descent.judge.observation import observation_from_data
from descent.judge.suite import ListedTest, Suite
from descent.judge.worked_example import worked
from descent.spec import Namespace

Given = Mapping[str, object]
MAX_OBSERVED = 2 * 2**20
"""The longest header of an observation: twice what a run may give, whatever it prints; more is none that we wrote."""


class ProblemArguments(TypedDict):
    """A problem, and what its inputs are drawn with."""

    problem: dict[str, str]
    """File name to text."""
    seed: int


class TestArguments(TypedDict):
    """A test of the open problem."""

    id: str


class PreparingArguments(TestArguments):
    """The test that runs now, and the one after it."""

    next: NotRequired[str]


class NamingArguments(TypedDict):
    """How many edits of the reference to try at once."""

    most: int


class NoArguments(TypedDict):
    """No arguments."""


class ExampleArguments(TypedDict):
    """Examples of a problem's statement."""

    problem: dict[str, str]
    """File name to text."""
    examples: list[str]
    """Each the JSON of a fenced block marked `example`."""


class Opened(TypedDict):
    """The tests of the problem, in order."""

    tests: list[ListedTest]


class Examples(TypedDict):
    """The examples, worked out by the reference, as lines of Python."""

    examples: list[str]


class Prepared(TypedDict):
    """Nothing but that it worked."""


class CaseAnswer(TypedDict):
    """Nothing but that the bytes are there."""


class Judging:
    """One problem at a time; `methods` are what the door offers."""

    def __init__(self, xp: Namespace):
        self.xp = xp
        self.judgement: Judgement | None = None
        self._closed: Judgement | None = None
        self._suite: Suite | None = None
        self.methods = {
            "judge.open": self.open,
            "judge.case": self.case,
            "judge.prepare": self.prepare,
            "judge.verdict": self.verdict,
            "judge.close": self.close,
            "judge.name": self.name,
            "judge.examples": self.examples,
        }

    def open(self, given: Annotated[Given, ProblemArguments], _payload: bytes | None) -> tuple[Opened, None]:
        """The tests of a problem, whose inputs are drawn with `seed`.

        The same problem with the same seed again keeps its cases and what the reference and the mistakes make of them.
        """
        problem, seed = given.get("problem"), given.get("seed")
        if not isinstance(problem, dict) or not isinstance(seed, int) or seed < 0:
            raise BadMessage('judge.open takes {"problem": {file name: text}, "seed": a whole number from 0}')
        if self._suite is None or (self._suite.files, self._suite.seed) != (problem, seed):
            self._suite = Suite(problem, seed, self.xp)
        self.judgement, self._closed = Judgement(self._suite), None
        return {"tests": self._suite.listing()}, None

    def case(self, given: Annotated[Given, TestArguments], _payload: bytes | None) -> tuple[CaseAnswer, bytes]:
        """The case of one test, as bytes."""
        case = self._open().suite.case(str(given.get("id")))
        return {}, wire.pack(to_data(case), self.xp)

    def prepare(self, given: Annotated[Given, PreparingArguments], _payload: bytes | None) -> tuple[Prepared, None]:
        """Makes what the verdict of a test needs, and the case of the next, while the submission runs elsewhere.

        What goes wrong in it is told by `judge.verdict` and `judge.case`, which would have made it otherwise.
        """
        suite = self._open().suite
        with contextlib.suppress(BrokenProblem):
            suite.reference(str(given.get("id")))
        if given.get("next") is not None:
            suite.case(str(given.get("next")))
        return {}, None

    def verdict(self, given: Annotated[Given, TestArguments], payload: bytes | None) -> tuple[Verdict, None]:
        """The verdict on an observation, which comes as bytes."""
        if payload is None:
            raise BadMessage("judge.verdict takes the bytes of an observation")
        data = wire.unpack(payload, self.xp, MAX_OBSERVED)
        refused = observation_error(data)
        if refused:
            raise refused
        return self._open().verdict(str(given.get("id")), observation_from_data(data)), None

    def close(self, _given: Annotated[Given, NoArguments], _payload: bytes | None) -> tuple[Summary, None]:
        """The summary, with the recognised mistake."""
        judgement, self.judgement = self._open(), None
        self._closed = judgement
        return judgement.summary(), None

    def name(self, given: Annotated[Given, NamingArguments], _payload: bytes | None) -> tuple[Named, None]:
        """A name for what is wrong with the submission that was closed last: some edits more, until it is done."""
        most = given.get("most")
        if self._closed is None or not isinstance(most, int) or most < 1:
            raise BadMessage('judge.name takes {"most": a whole number from 1}, after judge.close')
        return self._closed.name(most), None

    def examples(self, given: Annotated[Given, ExampleArguments], _payload: bytes | None) -> tuple[Examples, None]:
        """The worked examples of a statement whose reference nobody has run yet: that of a pack."""
        files, texts = given.get("problem"), given.get("examples")
        if not isinstance(files, dict) or not isinstance(texts, list):
            raise BadMessage('judge.examples takes {"problem": {file name: text}, "examples": [JSON, ...]}')
        try:
            settings = tomllib.loads(files["problem.toml"])
            entry, mutates, reference = str(settings["entry"]), list(settings["mutates"]), files["reference.py"]
        except (tomllib.TOMLDecodeError, LookupError, TypeError) as error:
            raise BrokenProblem(f"problem.toml: {type(error).__name__}: {error}") from error
        return {"examples": [worked(str(text), entry, mutates, reference, self.xp) for text in texts]}, None

    def _open(self) -> Judgement:
        if self.judgement is None:
            raise BadMessage("no problem is open; call judge.open first")
        return self.judgement
