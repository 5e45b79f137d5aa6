"""What a page is told of one test, as data: the verdict, the difference, the failure, the picture."""

from typing import Literal, NotRequired, TypedDict, TypeVar

from descent.judge.case import Kind, Visibility
from descent.judge.difference import Reason
from descent.sandbox.failure import FailureKind, FrameAnswer

T = TypeVar("T")

Outcome = Literal["pass", "fail", "error"]
Scalar = float | str | bool | None
"""A value as JSON says it: what is not finite is text."""


Place = float | str | None
"""A number of a picture; what is not finite is text, and null is not there."""


class Row(TypedDict):
    """One number of the state, where the submission departs."""

    name: str
    learner: Place
    reference: float | str
    differs: bool
    """By more than the test's tolerance."""


class Table(TypedDict):
    """The state after a call."""

    call: int
    rows: list[Row]


class Picture(TypedDict):
    """The path or curve of the learner beside that of the reference."""

    kind: str
    """`path` or `curve`, as the problem says."""
    coordinates: list[str]
    """The one or two that are drawn: those that end up furthest apart."""
    start: list[Place]
    reference: list[list[Place]]
    """A point for each call."""
    learner: list[list[Place]]
    mistake: list[list[Place]] | None
    """The path of the recognised mistake."""
    departs: int
    """The first call after which the paths differ."""
    table: Table
    """The state after that call."""
    tables: list[Table] | None
    """The state after every call; only in the summary."""


class DifferenceAnswer(TypedDict):
    """Where the outputs differ, and by how much."""

    reason: Reason
    call: int
    place: str
    index: list[int] | None
    max_abs: Place
    max_rel: Place
    yours: Scalar
    """Of a public test only."""
    expected: Scalar


class FailureAnswer(TypedDict):
    """What the submission raised."""

    kind: FailureKind
    type: str
    text: str
    frames: list[FrameAnswer]


class Verdict(TypedDict):
    """What a learner is told about one test."""

    id: str
    title: str
    visibility: Visibility
    kind: Kind
    outcome: Outcome
    sentence: str
    difference: DifferenceAnswer | None
    input: str | None
    """Of a public test only, as lines of Python."""
    error: FailureAnswer | None
    output: str
    output_cut: bool
    tampered: list[str]
    """Names such as `builtins.abs` that the submission had replaced."""
    picture: NotRequired[Picture | None]


def json_number(value: T) -> T | str:
    """`value` as JSON can say it: what is not finite becomes text."""
    if isinstance(value, float) and not abs(value) < float("inf"):
        return repr(value)
    return value
