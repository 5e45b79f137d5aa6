"""The one door from JavaScript: a method's name and JSON in, JSON out, and bytes beside them where arrays cross.

The engine worker makes one `Door` with NumPy, the sandbox worker one `Sandbox`. Nothing is raised across: an error
becomes `{"error": {"kind", "message"}}`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NotRequired, TypedDict

from descent import wire
from descent.errors import BadMessage, DescentError, UnknownName
from descent.judge.case import Call, Case, Ref, case_from_data, to_data
from descent.judge.observation import observation_to_data
from descent.judge.submission import observe
from descent.sandbox.failure import TypedFailure
from descent.sandbox.fence import Fence, Fenced
from descent.sandbox.output import Listener
from descent.sandbox.safe_text import safe_text, type_name
from descent.sandbox.typed_rule import Author
from descent.spec import Namespace

Answer = tuple[Any, bytes | None]
Method = Callable[[dict[str, Any], bytes | None], Answer]


class DoorFailure(TypedDict):
    """What went wrong."""

    kind: str
    """The name of the error, `typed` for what a typed rule raised, `internal` for a fault of ours."""
    message: str
    failure: NotRequired[TypedFailure]
    """Where it happened in typed code."""


class ErrorAnswer(TypedDict):
    """Takes the place of any answer."""

    error: DoorFailure


class Report(TypedDict):
    """Whether a sandbox should be replaced after a run."""

    tampered: list[str]
    """Names such as `builtins.abs` that typed code had replaced."""
    interrupted: bool


def _judge(xp: Namespace) -> Mapping[str, Method]:
    from descent.judge.methods import Judging

    return Judging(xp).methods


def _studio(xp: Namespace, author: Author | None = None) -> Mapping[str, Method]:
    from descent.playground.methods import studio_methods

    return studio_methods(xp, author)


class Methods:
    """Methods by name. Those of an area (`judge`, `studio`) are imported when one of them is first asked for.

    A page that judges needs no landscapes, and their modules would take half of what an interpreter takes to start.
    """

    def __init__(self, areas: Mapping[str, Callable[[], Mapping[str, Method]]]):
        self._areas = areas
        self._loaded: dict[str, Mapping[str, Method]] = {}

    def load(self, area: str) -> Mapping[str, Method]:
        """The methods of an area, none where there is none of that name."""
        if area not in self._loaded:
            self._loaded[area] = self._areas[area]() if area in self._areas else {}
        return self._loaded[area]

    def __getitem__(self, name: str) -> Method:
        """The method; `UnknownName` where there is none."""
        found = self.load(name.partition(".")[0]).get(name)
        if found is None:
            raise UnknownName("method", name, [each for area in self._areas for each in self.load(area)])
        return found


class Door:
    """The engine's methods by name: `call("judge.open", ...)`, `call("studio.race", ...)`."""

    def __init__(self, xp: Namespace, area: str | None = None):
        """`area` is imported now, so that its first call takes no longer than others."""
        self.methods = Methods({"judge": lambda: _judge(xp), "studio": lambda: _studio(xp)})
        if area is not None:
            self.methods.load(area)

    def call(self, method: str, arguments: str = "{}", payload: bytes | None = None) -> tuple[str, bytes | None]:
        """The answer of a method as JSON text, and its bytes if it has any."""
        try:
            answer, data = _called(self.methods, method, arguments, payload)
            return json.dumps(answer, allow_nan=False), data
        except Exception as error:  # nothing may be raised into JavaScript
            return _error_text(_error(error)), None


_FIRST_PROGRAM = "import numpy as np\n\ndef f(x):\n    print(x)\n    return np.sqrt(x * x) / (1 + x)\n"
_FIRST_RULE = "def update(p, g, s, t, xp, *, lr=0.01):\n    return -lr * g\n"


def warm(xp: Namespace, area: str | None = None) -> None:
    """Runs a small program and a small rule of ours: the first takes an interpreter many times as long as others.

    With an `area`, `judge` or `studio`, only what that area is asked for.
    """
    first = Sandbox(xp)
    if area != "studio":
        case = Case(objects={"x": xp.ones(2)}, calls=(Call("f", (Ref("x"),)),))
        first.run(_FIRST_PROGRAM, wire.pack(to_data(case), xp))
    if area != "judge":
        first.call("studio.check", json.dumps({"source": _FIRST_RULE}))


class Sandbox:
    """Runs what a visitor typed. After each run `report` says, as JSON, whether this interpreter should be replaced."""

    def __init__(self, xp: Namespace):
        self.xp = xp
        self.report = "{}"
        author = Author(xp)
        self.fence = Fence(xp, author.sources)
        self.methods = Methods({"studio": lambda: _studio(xp, author)})

    def run(
        self, source: str, case: bytes, on_output: Listener | None = None, file_name: str = "submission.py"
    ) -> bytes:
        """The observation of `source` on a case, both as bytes of `wire`; an error takes the observation's place.

        `on_output(stream, text)` is called as the code prints. `report` then holds
        `{"tampered": [names], "interrupted": bool}`.
        """
        self._reported((), False)
        try:
            seen = observe(
                source,
                case_from_data(wire.unpack(_bytes(case) or b"", self.xp)),
                self.xp,
                file_name=file_name,
                on_output=on_output,
            )
            self._reported(seen.tampered, seen.failure is not None and seen.failure.kind == "interrupted")
            return wire.pack(observation_to_data(seen), self.xp)
        except Exception as error:  # nothing may be raised into JavaScript
            refused: ErrorAnswer = {"error": _error(error)}
            return wire.pack(refused, self.xp)

    def call(
        self, method: str, arguments: str = "{}", payload: bytes | None = None, on_output: Listener | None = None
    ) -> tuple[str, bytes | None]:
        """The answer of a studio method in which typed rules may run, as `Door.call` gives it.

        What a typed rule raises is `{"error": {"kind": "typed", "message", "failure"}}`.
        """
        self._reported((), False)
        seen: Fenced = self.fence.run(lambda: _called(self.methods, method, arguments, payload), on_output)
        self._reported(seen.tampered, seen.interrupted)
        try:
            if seen.answer is not None:
                answer, data = seen.answer
                return json.dumps(answer, allow_nan=False), data
            failure = seen.failure
            known = seen.error is not None and isinstance(seen.error, DescentError)
            error = _error(seen.error)
            if failure is not None:
                kind, message = (error["kind"], error["message"]) if known else ("typed", failure["message"])
                error = {"kind": kind, "message": message, "failure": failure}
            return _error_text(error), None
        except Exception as error:  # nothing may be raised into JavaScript
            return _error_text(_error(error)), None

    def _reported(self, tampered: tuple[str, ...], interrupted: bool) -> None:
        report: Report = {"tampered": list(tampered), "interrupted": interrupted}
        self.report = json.dumps(report)


def _called(methods: Methods, method: str, arguments: str, payload: bytes | None) -> Answer:
    answer = methods[method]
    given = json.loads(arguments)
    if not isinstance(given, dict):
        raise BadMessage(f"the arguments of {method} are an object, not {type(given).__name__}")
    return answer(given, _bytes(payload))


def _bytes(payload: Any) -> bytes | None:
    """`payload` as bytes, also where it is a typed array of JavaScript; None for JavaScript's null and undefined."""
    if not payload:
        return None
    found: bytes = payload.to_bytes() if hasattr(payload, "to_bytes") else bytes(payload)
    return found


def _error_text(failure: DoorFailure) -> str:
    answer: ErrorAnswer = {"error": failure}
    return json.dumps(answer)


def _error(error: BaseException | None) -> DoorFailure:
    known = isinstance(error, DescentError)
    text = safe_text(error)
    message = text if known else f"{type_name(error)}: {text}"
    return {"kind": type_name(error) if known else "internal", "message": message}
