"""The contract as data: what every method and every job takes and answers, read from the annotations in `descent`."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

from descent.browser import ErrorAnswer, Report
from descent.judge.methods import Judging
from descent.playground.answers import NoArrays
from descent.playground.jobs import KINDS, Jobs
from descent.playground.methods import functions

OTHERS = (ErrorAnswer, Report)
"""What crosses beside the answers of methods."""


@dataclass(frozen=True)
class Answer:
    """A JSON object and what comes with it: arrays, the same arrays for each racer, or bytes."""

    value: type
    arrays: type | None = None
    numbered: bool = False
    """Each racer has these arrays: their names get its place."""
    payload: bool = False
    """Bytes come with it."""


@dataclass(frozen=True)
class Method:
    """One method by the name that JavaScript calls."""

    name: str
    doc: str
    arguments: type
    answer: Answer


@dataclass(frozen=True)
class Job:
    """One kind of job and its pieces, the last one last."""

    name: str
    doc: str
    arguments: type
    pieces: tuple[Answer, ...]


@dataclass(frozen=True)
class Key:
    """One entry of a `TypedDict`."""

    name: str
    hint: Any
    required: bool
    doc: str


def methods() -> Iterator[Method]:
    """All methods: those of the judge, then those of the playground."""
    # The methods' names only: nothing is judged here, so no array library is needed.
    for name, function in [*Judging(None).methods.items(), *functions(Jobs({})).items()]:
        hints = get_type_hints(function, include_extras=True)
        yield Method(name, summary(function), _arguments(hints), _answer(hints["return"]))


def jobs() -> Iterator[Job]:
    """All kinds of jobs."""
    for name, function in KINDS.items():
        hints = get_type_hints(function, include_extras=True)
        (step,) = get_args(hints["return"])
        _, piece = get_args(step)
        answers = get_args(piece) if get_origin(piece) in (Union, UnionType) else (piece,)
        yield Job(name, summary(function), _arguments(hints), tuple(_answer(answer) for answer in answers))


def _arguments(hints: dict[str, Any]) -> type:
    """The `TypedDict` of the arguments: `Arguments[RaceArguments]`, or `Annotated[Given, ProblemArguments]`."""
    first = next(hint for name, hint in hints.items() if name != "return")
    found: type = get_args(first)[-1]
    if not is_typeddict(found):
        raise TypeError(f"{first} does not say which arguments there are")
    return found


def _answer(hint: Any) -> Answer:
    value, beside = get_args(hint)
    if not is_typeddict(value):
        raise TypeError(f"{value} is no TypedDict")
    if beside in (type(None), NoArrays):
        return Answer(value)
    if beside is bytes:
        return Answer(value, payload=True)
    if get_origin(beside) is list:
        return Answer(value, get_args(beside)[0], numbered=True)
    return Answer(value, beside if is_typeddict(beside) else None)


def keys(kind: type) -> list[Key]:
    """The entries of a `TypedDict`, those of its bases first."""
    docs = key_docs(kind)
    return [
        Key(name, _bare(hint), name in kind.__required_keys__, docs.get(name, ""))  # type: ignore[attr-defined]
        for name, hint in get_type_hints(kind, include_extras=True).items()
    ]


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) in (NotRequired, Required) else hint


def kinds() -> list[type]:
    """Every `TypedDict` that the contract needs, each after those that name it."""
    wanted: list[type] = []
    for method in methods():
        wanted += [method.arguments, method.answer.value, *([method.answer.arrays] if method.answer.arrays else [])]
    for job in jobs():
        wanted.append(job.arguments)
        for piece in job.pieces:
            wanted += [piece.value, *([piece.arrays] if piece.arrays else [])]
    found: list[type] = []
    wanted += OTHERS
    while wanted:
        kind = wanted.pop(0)
        if kind not in found:
            found.append(kind)
            wanted[:0] = [inner for key in keys(kind) for inner in inside(key.hint)]
    names = [kind.__name__ for kind in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise TypeError(f"two types are called {', '.join(sorted(twice))}")
    return found


def inside(hint: Any) -> list[type]:
    """Every `TypedDict` in a hint."""
    if is_typeddict(hint):
        return [hint]
    return [kind for part in get_args(hint) for kind in inside(part)]


def summary(thing: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


@cache
def key_docs(kind: type) -> dict[str, str]:
    """What stands below the entries of a `TypedDict` as strings, its bases' included."""
    module = sys.modules[kind.__module__]
    try:
        node = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    except (OSError, TypeError):
        return {}  # one that was made by a call, for the sake of its keys
    if not isinstance(node, ast.ClassDef):
        return {}
    docs: dict[str, str] = {}
    for base in node.bases:
        known = getattr(module, ast.unparse(base), None)
        if is_typeddict(known):
            docs |= key_docs(known)
    for entry, words in zip(node.body, node.body[1:], strict=False):
        if not isinstance(entry, ast.AnnAssign) or not isinstance(entry.target, ast.Name):
            continue
        if isinstance(words, ast.Expr) and isinstance(words.value, ast.Constant):
            docs[entry.target.id] = " ".join(str(words.value.value).split())
    return docs


def array(hint: Any) -> tuple[str, tuple[str, ...]] | None:
    """The dtype and the axes of an array's annotation; None for anything else."""
    words = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    if len(words) < 2 and words and words[0] in ("unbounded", "tensor"):
        return None
    return (words[0], tuple(words[1:])) if words else None
