"""The one door from JavaScript: a method's name and JSON in, JSON out, and bytes beside them where arrays cross.

The engine worker makes one `Door` with NumPy, the sandbox worker one `Sandbox`. Nothing is raised across: an error
becomes `{"error": {"kind", "message"}}`.
"""

import json
from collections.abc import Callable
from typing import Any

from descent import wire
from descent.case import case_from_data, to_data
from descent.errors import BadMessage, DescentError, UnknownName
from descent.judge import Suite, observation_error
from descent.observation import observation_from_data, observation_to_data
from descent.output import Listener
from descent.spec import Namespace
from descent.submission import observe

Answer = tuple[Any, bytes | None]
Method = Callable[[dict[str, Any], bytes | None], Answer]


class Door:
    """The engine's methods by name: `call("judge.open", ...)`."""

    def __init__(self, xp: Namespace):
        self.xp = xp
        self.suite: Suite | None = None
        self.methods: dict[str, Method] = {
            "judge.open": self._judge_open,
            "judge.case": self._judge_case,
            "judge.verdict": self._judge_verdict,
            "judge.close": self._judge_close,
        }

    def call(self, method: str, arguments: str = "{}", payload: bytes | None = None) -> tuple[str, bytes | None]:
        """The answer of a method as JSON text, and its bytes if it has any."""
        try:
            if method not in self.methods:
                raise UnknownName("method", method, self.methods)
            given = json.loads(arguments)
            if not isinstance(given, dict):
                raise BadMessage(f"the arguments of {method} are an object, not {type(given).__name__}")
            answer, data = self.methods[method](given, _bytes(payload))
            return json.dumps(answer, allow_nan=False), data
        except Exception as error:  # nothing may be raised into JavaScript
            return json.dumps({"error": _error(error)}), None

    def _judge_open(self, given: dict[str, Any], _payload: bytes | None) -> Answer:
        problem, seed = given.get("problem"), given.get("seed")
        if not isinstance(problem, dict) or not isinstance(seed, int) or seed < 0:
            raise BadMessage('judge.open takes {"problem": {file name: text}, "seed": a whole number from 0}')
        self.suite = Suite(problem, seed, self.xp)
        return {"tests": self.suite.listing()}, None

    def _judge_case(self, given: dict[str, Any], _payload: bytes | None) -> Answer:
        case = self._open().case(str(given.get("id")))
        return {}, wire.pack(to_data(case), self.xp)

    def _judge_verdict(self, given: dict[str, Any], payload: bytes | None) -> Answer:
        if payload is None:
            raise BadMessage("judge.verdict takes the bytes of an observation")
        data = wire.unpack(payload, self.xp)
        refused = observation_error(data)
        if refused:
            raise refused
        return self._open().verdict(str(given.get("id")), observation_from_data(data)), None

    def _judge_close(self, _given: dict[str, Any], _payload: bytes | None) -> Answer:
        suite, self.suite = self._open(), None
        return suite.summary(), None

    def _open(self) -> Suite:
        if self.suite is None:
            raise BadMessage("no problem is open; call judge.open first")
        return self.suite


class Sandbox:
    """Runs what a visitor typed. After a run `report` says, as JSON, whether this interpreter should be replaced."""

    def __init__(self, xp: Namespace):
        self.xp = xp
        self.report = "{}"

    def run(
        self, source: str, case: bytes, on_output: Listener | None = None, file_name: str = "submission.py"
    ) -> bytes:
        """The observation of `source` on a case, both as bytes of `wire`; an error takes the observation's place.

        `on_output(stream, text)` is called as the code prints. `report` then holds
        `{"tampered": [names], "interrupted": bool}`.
        """
        self.report = json.dumps({"tampered": [], "interrupted": False})
        try:
            seen = observe(
                source,
                case_from_data(wire.unpack(_bytes(case) or b"", self.xp)),
                self.xp,
                file_name=file_name,
                on_output=on_output,
            )
            interrupted = seen.failure is not None and seen.failure.kind == "interrupted"
            self.report = json.dumps({"tampered": list(seen.tampered), "interrupted": interrupted})
            return wire.pack(observation_to_data(seen), self.xp)
        except Exception as error:  # nothing may be raised into JavaScript
            return wire.pack({"error": _error(error)}, self.xp)


def _bytes(payload: Any) -> bytes | None:
    """`payload` as bytes, also where it is a typed array of JavaScript; None for JavaScript's null and undefined."""
    if not payload:
        return None
    found: bytes = payload.to_bytes() if hasattr(payload, "to_bytes") else bytes(payload)
    return found


def _error(error: Exception) -> dict[str, str]:
    known = isinstance(error, DescentError)
    message = str(error) if known else f"{type(error).__name__}: {error}"
    return {"kind": type(error).__name__ if known else "internal", "message": message}
