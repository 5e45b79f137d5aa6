"""Standard output and error of a submission: kept up to a limit, and passed on as they come. There is no input."""

import contextlib
import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

MAX_OUTPUT = 64 * 1024
"""The most output kept from one case, in bytes."""
CUT = f"\n[output cut: a run may print {MAX_OUTPUT // 1024} KiB]\n"

Listener = Callable[[str, str], None]
"""Called with the stream (`stdout` or `stderr`) and the text, as it is printed."""


_write = os.write


def to_screen(_stream: str, text: str) -> None:
    """Writes what is printed where JavaScript reads it, so that Python needs no function of JavaScript's."""
    left = text.encode("utf-8", "replace")
    while left:
        left = left[_write(1, left) :]


class Output:
    """Both streams while `capturing`; `kept` holds the pieces, `cut` says whether the limit was reached."""

    def __init__(self, listener: Listener | None):
        self.listener = listener
        self.kept: list[str] = []
        self.left = MAX_OUTPUT
        self.cut = False

    def add(self, stream: str, text: str) -> None:
        """Take what was printed, as far as the limit allows."""
        if self.cut:
            return
        data = text.encode("utf-8", "replace")
        if len(data) > self.left:
            self.cut = True
            text = data[: self.left].decode("utf-8", "ignore") + CUT
        self.left -= len(data)
        self.kept.append(text)
        if self.listener:
            self.listener(stream, text)

    @contextlib.contextmanager
    def capturing(self) -> Iterator[None]:
        """A context in which both streams and all warnings come here."""
        out, error = _Stream(self, "stdout"), _Stream(self, "stderr")
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(error),
            warnings.catch_warnings(),
            nobody_there(),
        ):
            warnings.simplefilter("default")
            warnings.showwarning = self._warn
            yield

    def _warn(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: object = None,
        line: str | None = None,
    ) -> None:
        del file  # always to where standard error goes
        self.add("stderr", warnings.formatwarning(message, category, filename, lineno, line))


NO_INPUT = (
    "nothing can be typed in while the tests run, so there is nothing that input() or sys.stdin could read; "
    "write the value into the code"
)
NO_DEBUGGER = "there is no debugger here that breakpoint() could open; print what you want to see"


@contextlib.contextmanager
def nobody_there() -> Iterator[None]:
    """A context in which whoever waits for somebody to type gets an error that says why."""
    before = sys.stdin, sys.__stdin__, sys.breakpointhook
    sys.stdin = sys.__stdin__ = _NoInput()  # type: ignore[misc, assignment]
    sys.breakpointhook = _no_debugger
    try:
        yield
    finally:
        sys.stdin, sys.__stdin__, sys.breakpointhook = before  # type: ignore[misc]


def _no_debugger(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise RuntimeError(NO_DEBUGGER)


class _NoInput(io.TextIOBase):
    """What `sys.stdin` is. Not the end of a file, which a debugger or a loop would take for an answer."""

    def read(self, _size: int | None = -1) -> NoReturn:
        raise RuntimeError(NO_INPUT)

    def readline(self, _size: int = -1) -> NoReturn:  # type: ignore[override]
        raise RuntimeError(NO_INPUT)

    def readlines(self, _hint: int = -1) -> NoReturn:
        raise RuntimeError(NO_INPUT)

    @property
    def buffer(self) -> NoReturn:
        raise RuntimeError(NO_INPUT)


class _Stream(io.TextIOBase):
    def __init__(self, output: Output, name: str):
        self._output = output
        self.name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._output.add(self.name, str.__str__(text))
        return len(text)
