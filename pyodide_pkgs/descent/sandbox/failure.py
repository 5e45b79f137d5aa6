"""Exceptions of a submission as data: its own frames only, with the columns of the expression that failed."""

import itertools
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, TypedDict

from descent.sandbox.safe_text import safe_text, type_name

FailureKind = Literal["exception", "syntax", "missing", "unrun", "exit", "interrupted", "memory", "recursion"]

MAX_FRAMES = 20
"""Of a deep recursion the first and the last frames are kept, this many in all."""


@dataclass(frozen=True)
class Frame:
    """One line of the submission in a traceback; lines count from 1, columns from 0 in characters, end exclusive."""

    line: int
    column: int | None
    end_line: int | None
    end_column: int | None
    function: str
    text: str


@dataclass(frozen=True)
class Failure:
    """Why a run ended early: the exception's type, those it derives from, its text, and the submission's own frames."""

    kind: FailureKind
    type: str
    text: str
    bases: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()


class FrameAnswer(TypedDict):
    """One line of a traceback; lines count from 1, columns from 0 in characters, end exclusive."""

    line: int
    column: int | None
    end_line: int | None
    end_column: int | None
    function: str
    text: str


class TypedFailure(TypedDict):
    """What typed code raised."""

    kind: FailureKind
    type: str
    message: str
    frames: list[FrameAnswer]


def frame_answer(frame: Frame) -> FrameAnswer:
    """The frame as data."""
    return {
        "line": frame.line,
        "column": frame.column,
        "end_line": frame.end_line,
        "end_column": frame.end_column,
        "function": frame.function,
        "text": frame.text,
    }


def typed_failure(failure: Failure) -> TypedFailure:
    """The failure as data for a page."""
    return {
        "kind": failure.kind,
        "type": failure.type,
        "message": f"{failure.type}: {failure.text}" if failure.text else failure.type,
        "frames": [frame_answer(frame) for frame in failure.frames],
    }


def failure_from(error: BaseException, file_name: str, source: str) -> Failure:
    """`error` as data; frames are those of `file_name`, whose text is `source`, outermost first."""
    frames = _frames(error.__traceback__, file_name, source.split("\n"))
    bases = tuple(kind.__name__ for kind in type(error).__mro__ if issubclass(kind, BaseException))
    return Failure(_kind(error), type_name(error), _text(error), bases, frames)


def syntax_failure(error: BaseException, source: str) -> Failure:
    """What `compile` raised for `source`, with the place that it names."""
    bases = tuple(kind.__name__ for kind in type(error).__mro__ if issubclass(kind, BaseException))
    if not isinstance(error, SyntaxError) or error.lineno is None:
        return Failure("syntax", type_name(error), _text(error), bases)
    lines = source.split("\n")
    text = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
    column = max((error.offset or 1) - 1, 0)
    end_line = error.end_lineno or error.lineno
    end_column = (error.end_offset or 0) - 1
    if end_line == error.lineno and end_column <= column:  # Python does not know, or points between two characters
        end_column = column + 1
    frame = Frame(error.lineno, column, end_line, end_column, "<module>", text.rstrip("\r"))
    return Failure("syntax", type_name(error), error.msg, bases, (frame,))


def _kind(error: BaseException) -> FailureKind:
    kinds: tuple[tuple[type[BaseException], FailureKind], ...] = (
        (KeyboardInterrupt, "interrupted"),
        (SystemExit, "exit"),
        (GeneratorExit, "exit"),
        (MemoryError, "memory"),
        (RecursionError, "recursion"),
    )
    return next((name for kind, name in kinds if isinstance(error, kind)), "exception")


def _text(error: BaseException) -> str:
    if isinstance(error, KeyError) and len(error.args) == 1:
        return f"there is no key {safe_text(error)}"
    return safe_text(error)


def _frames(trace: TracebackType | None, file_name: str, lines: list[str]) -> tuple[Frame, ...]:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == file_name:
            position = next(itertools.islice(code.co_positions(), trace.tb_lasti // 2, None), (None,) * 4)
            frames.append(_frame(trace.tb_lineno, position, code.co_name, lines))
        trace = trace.tb_next
    if len(frames) > MAX_FRAMES:
        frames = frames[: MAX_FRAMES // 2] + frames[-MAX_FRAMES // 2 :]
    return tuple(frames)


def _frame(line: int, position: tuple[int | None, ...], function: str, lines: list[str]) -> Frame:
    _, end_line, start, end = position
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    end_text = lines[end_line - 1] if end_line is not None and 0 < end_line <= len(lines) else text
    column = None if start is None else _characters(text, start)
    end_column = None if end is None else _characters(end_text, end)
    return Frame(line, column, end_line, end_column, function, text.rstrip("\r"))


def _characters(text: str, offset: int) -> int:
    """Python counts columns in bytes of UTF-8, editors in characters."""
    return len(text.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore"))
