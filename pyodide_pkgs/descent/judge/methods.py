"""The judge's methods by name: a problem is opened, its cases are given out, observations are judged, it is closed."""

from typing import Any

from descent import wire
from descent.errors import BadMessage
from descent.judge.case import to_data
from descent.judge.observation import observation_from_data
from descent.judge.suite import Suite, observation_error
from descent.spec import Namespace

Answer = tuple[Any, bytes | None]


class Judging:
    """One problem at a time; `methods` are what the door offers."""

    def __init__(self, xp: Namespace):
        self.xp = xp
        self.suite: Suite | None = None
        self._last: Suite | None = None
        self.methods = {
            "judge.open": self.open,
            "judge.case": self.case,
            "judge.verdict": self.verdict,
            "judge.close": self.close,
        }

    def open(self, given: dict[str, Any], _payload: bytes | None) -> Answer:
        """The tests of a problem, whose inputs are drawn with `seed`.

        The same problem with the same seed again keeps its cases and what the reference and the mistakes make of them.
        """
        problem, seed = given.get("problem"), given.get("seed")
        if not isinstance(problem, dict) or not isinstance(seed, int) or seed < 0:
            raise BadMessage('judge.open takes {"problem": {file name: text}, "seed": a whole number from 0}')
        if self._last is not None and (self._last.files, self._last.seed) == (problem, seed):
            self._last.forget()
        else:
            self._last = Suite(problem, seed, self.xp)
        self.suite = self._last
        return {"tests": self.suite.listing()}, None

    def case(self, given: dict[str, Any], _payload: bytes | None) -> Answer:
        """The case of one test, as bytes."""
        case = self._open().case(str(given.get("id")))
        return {}, wire.pack(to_data(case), self.xp)

    def verdict(self, given: dict[str, Any], payload: bytes | None) -> Answer:
        """The verdict on an observation."""
        if payload is None:
            raise BadMessage("judge.verdict takes the bytes of an observation")
        data = wire.unpack(payload, self.xp)
        refused = observation_error(data)
        if refused:
            raise refused
        return self._open().verdict(str(given.get("id")), observation_from_data(data)), None

    def close(self, _given: dict[str, Any], _payload: bytes | None) -> Answer:
        """The summary, with the recognised mistake."""
        suite, self.suite = self._open(), None
        return suite.summary(), None

    def _open(self) -> Suite:
        if self.suite is None:
            raise BadMessage("no problem is open; call judge.open first")
        return self.suite
