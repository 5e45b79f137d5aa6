"""Mutants: correct solutions with one thing changed, which the tests of a problem must catch.

The reference and every alternate are changed in turn (`descent.judge.edits`). A mutant that passes every test is a
survivor. Either a test is missing, or the mutant is as good as what it was made of, within the tolerance and wherever
the statement allows; then `equal.toml` in the problem's folder says why. It may also list mutants for which a test is
wanted and not yet there; the page that shows the count counts them as survivors.
"""

import hashlib
import inspect
import json
import re
import signal
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, TypedDict

import numpy
from descent.judge import case, difference
from descent.judge.cases import corners, steps, together, updates
from descent.judge.edit_recognition import known_functions
from descent.judge.edits import (
    all_edits,
    exchanged,
    formula,
    names,
    program,
    settings,
    statements,
    variants,
)
from descent.judge.submission import observe
from descent.judge.suite import Suite

from app.course import catalog
from app.course.checks.judgements import correct_sources, suite_of

STORED = catalog.FOLDER / "mutants.json"
EQUAL = "equal.toml"
SECONDS = 2.0
"""Processor time after which a mutant that does not end is caught."""
MADE_BY: tuple[ModuleType, ...] = (
    *(case, difference, corners, steps, together, updates),
    *(all_edits, exchanged, formula, names, program, settings, statements, variants),
)
"""The modules that decide which mutants there are and what catches them, besides the problem's own files."""
SHOWN = frozenset({"title", "order", "chapter", "level", "tags", "papers"})
"""What `problem.toml` says to readers alone."""


@dataclass(frozen=True)
class Mutant:
    """One changed program; `name` says of which file it is made and what was changed."""

    name: str
    source: str


class Survey(TypedDict):
    """What became of the mutants of a problem."""

    fingerprint: str
    """Of the files that they are made of and tested by."""
    mutants: int
    survivors: list[str]
    """The names of those that pass every test."""


def mutants(slug: str) -> list[Mutant]:
    """All mutants of a problem, those of the reference first; of equal programs the first."""
    known = known_functions(suite_of(slug, 0))
    found: dict[str, Mutant] = {}
    for file, source in correct_sources(slug).items():
        for edit in all_edits.edits(source, known):
            if edit.mutant and (file == "reference" or edit.of_code):
                found.setdefault(edit.source, Mutant(f"{file}: {edit.name}", edit.source))
    return list(found.values())


def caught_by(suite: Suite, source: str) -> str | None:
    """The id of the first test that catches it, the shortest tests first; None if it passes all."""
    for test_id in sorted(suite.tests, key=lambda test_id: len(suite.case(test_id).calls)):
        try:
            with limited(SECONDS):
                seen = observe(source, suite.case(test_id), numpy, trusted=True)
        except Endless:
            return test_id
        if suite.outcome(test_id, seen) != "pass":
            return test_id
    return None


def survey(slug: str) -> Survey:
    """Every mutant of a problem, tested."""
    suite, found = suite_of(slug, 0), mutants(slug)
    survivors = [mutant.name for mutant in found if caught_by(suite, mutant.source) is None]
    return {"fingerprint": fingerprint(slug), "mutants": len(found), "survivors": sorted(survivors)}


def sample(slug: str, size: int) -> list[Mutant]:
    """Some of the mutants, others after every change of the problem's files, the same until then."""
    key = fingerprint(slug)
    return sorted(mutants(slug), key=lambda mutant: hashlib.sha256((key + mutant.name).encode()).digest())[:size]


def fingerprint(slug: str) -> str:
    """Of all that decides what becomes of a problem's mutants."""
    files = catalog.files_for_browser(slug)
    judged = {key: value for key, value in tomllib.loads(files["problem.toml"]).items() if key not in SHOWN}
    parts = {**correct_sources(slug), "tests": files["tests.py"], "settings": judged}
    made_by = [inspect.getsource(module) for module in MADE_BY]
    return hashlib.sha256(json.dumps([parts, made_by], sort_keys=True).encode()).hexdigest()[:16]


def equal(slug: str, folder: Path | None = None) -> dict[str, str]:
    """The survivors that are as good as what they were made of: name to reason. A `*` in a name is any text."""
    return {name: str(group["reason"]) for group in _groups("equal", slug, folder) for name in group["mutants"]}


def wanted(slug: str, folder: Path | None = None) -> list[str]:
    """The survivors that are not equal, and for which a test is still to be written; `*` as in `equal`."""
    return [str(name) for group in _groups("wanted", slug, folder) for name in group["mutants"]]


def _groups(kind: str, slug: str, folder: Path | None) -> list[dict[str, Any]]:
    """The tables of that kind in the problem's list; none where it has no list."""
    file = (folder or catalog.chosen()) / slug / EQUAL
    found: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8")).get(kind, []) if file.is_file() else []
    return found


def open_survivors(slug: str, found: Survey) -> list[str]:
    """The survivors of a survey that no line lists as equal."""
    listed = equal(slug)
    return [name for name in found["survivors"] if reason(name, listed) is None]


def reason(name: str, listed: Mapping[str, str]) -> str | None:
    """Why a survivor may survive, None if it is not listed."""
    return next((why for pattern, why in listed.items() if matches(pattern, name)), None)


def matches(pattern: str, name: str) -> bool:
    """Whether a line of the list means the mutant of that name."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name) is not None


def current(slug: str) -> Survey:
    """The stored survey of a problem, or one made now where that is of other files."""
    found, key = stored().get(slug), fingerprint(slug)
    return found if found and found["fingerprint"] == key else _surveyed(slug, key)


@cache
def _surveyed(slug: str, _fingerprint: str) -> Survey:
    return survey(slug)


def stored() -> dict[str, Survey]:
    """The stored surveys by problem."""
    found: dict[str, Survey] = json.loads(STORED.read_text("utf-8")) if STORED.is_file() else {}
    return found


class Endless(BaseException):
    """A mutant that does not end; not an `Exception`, so that no mutant can catch it."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """A context that ends with `Endless` after so much processor time of this process, however busy the machine is."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise Endless

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
