"""A call in which a typed rule may run: output captured, modules put back, whatever it raises made data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from descent.sandbox.failure import Failure, TypedFailure, failure_from, syntax_failure, typed_failure
from descent.sandbox.guard import Guard
from descent.sandbox.output import Listener, Output
from descent.spec import Namespace


@dataclass(frozen=True)
class Fenced:
    """How a call ended: its answer, or the error and, where typed code was on the way to it, `failure` as data."""

    answer: Any = None
    error: BaseException | None = None
    failure: TypedFailure | None = None
    tampered: tuple[str, ...] = ()
    interrupted: bool = False


class Fence:
    """Runs calls; `sources` maps the file names under which typed source was compiled to that source."""

    def __init__(self, xp: Namespace, sources: Mapping[str, str]):
        self.xp = xp
        self.sources = sources

    def run(self, call: Callable[[], Any], on_output: Listener | None = None) -> Fenced:
        """The end of `call`; nothing that typed code does is raised here."""
        Guard.with_random(self.xp)
        guard, output = Guard(self.xp), Output(on_output)
        answer: Any = None
        error: BaseException | None = None
        try:
            with output.capturing():
                answer = call()
        except BaseException as raised:  # whatever it is, it is how the call ended
            guard.without_builtins()
            error = raised
        finally:
            tampered = guard.restore()
        if error is None:
            return Fenced(answer=answer, tampered=tampered)
        failure = self._failure(error)
        interrupted = isinstance(error, KeyboardInterrupt)
        data = None if failure is None else typed_failure(failure)
        return Fenced(None, error, data, tampered, interrupted)

    def _failure(self, error: BaseException) -> Failure | None:
        """The error with the frames of the typed source it passed through; None where there are none."""
        source = self.sources.get(error.filename or "") if isinstance(error, SyntaxError) else None
        if source is not None:
            return syntax_failure(error, source)
        for name, text in self.sources.items():
            failure = failure_from(error, name, text)
            if failure.frames:
                return failure
        return failure_from(error, "", "") if not isinstance(error, Exception) else None
