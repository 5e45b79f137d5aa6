"""The problems, read from their folders under `app/course/problems`; a folder is a problem, and its name the slug.

Reading is strict: a missing file, an unknown key or a value of the wrong kind raises `BadProblem`, and that names the
file.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from descent.errors import BrokenProblem, UnknownName
from descent.judge.ranges import read_ranges

from app.course.errors import BadProblem

FOLDER = Path(__file__).parent / "problems"

Level = Literal["easy", "medium", "hard"]
RevealPolicy = Literal["always", "pass", "tries"]
LEVELS = ("easy", "medium", "hard")
REVEAL_POLICIES = ("always", "pass", "tries")
PICTURES = ("path", "curve", "vectors", "singular values")
FEWEST_MISTAKES = 8
SENT = ("problem.toml", "reference.py", "tests.py")
"""The files that the engine needs, besides the mistakes. Alternates, hints and the solution stay on the server."""


@dataclass(frozen=True)
class Limits:
    """What one run of a submission may take."""

    seconds: float
    memory_mib: int


@dataclass(frozen=True)
class Reveal:
    """When the solution may be read: `always`, after a `pass`, or after a number of `tries`."""

    policy: RevealPolicy
    tries: int


@dataclass(frozen=True)
class Hint:
    """One hint: its heading and its text in Markdown."""

    title: str
    text: str


@dataclass(frozen=True)
class Problem:
    """One problem as its pages show it. Texts are Markdown with `$...$` for formulas."""

    slug: str
    title: str
    order: int
    """The place in the course, from 1."""
    level: Level
    tags: tuple[str, ...]
    entry: str
    """The function or class that a submission defines."""
    signature: str
    mutates: tuple[str, ...]
    """The arguments that change in place."""
    papers: tuple[str, ...]
    rule: str | None
    """The update rule in `descent` that the problem is about."""
    limits: Limits
    reveal: Reveal
    picture: str | None
    """What the failure picture shows."""
    fewest_mistakes: int
    """How many known mistakes the problem must keep; what `[mistakes]` says, or the usual number."""
    ranges: Mapping[str, Any]
    """What may be passed for each argument, as `descent.judge.ranges` reads it."""
    statement: str
    starter: str
    hints: tuple[Hint, ...]
    solution: str


def slugs(folder: Path = FOLDER) -> tuple[str, ...]:
    """The slugs of all problems, sorted."""
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith((".", "_")))
    )


@cache
def problems(folder: Path = FOLDER) -> tuple[Problem, ...]:
    """All problems, in the order of the course."""
    found = [problem(slug, folder) for slug in slugs(folder)]
    return tuple(sorted(found, key=lambda one: (one.order, one.slug)))


@cache
def problem(slug: str, folder: Path = FOLDER) -> Problem:
    """The problem of that slug; `UnknownName` where there is none, `BadProblem` where its folder is not in order."""
    place = _place(slug, folder)
    for name in (*SENT, "statement.md", "starter.py", "hints.md", "solution.md"):
        if not (place / name).is_file():
            raise BadProblem(f"{slug}/{name}: the file is missing")
    return _read(slug, place)


def files_for_browser(slug: str, folder: Path = FOLDER) -> dict[str, str]:
    """What the engine needs to judge, `{file name: text}`: settings, reference, tests and mistakes."""
    place = _place(slug, folder)
    names = [*SENT, *(f"mistakes/{path.name}" for path in sorted((place / "mistakes").glob("*.py")))]
    return {name: (place / name).read_text(encoding="utf-8") for name in names}


def alternates(slug: str, folder: Path = FOLDER) -> dict[str, str]:
    """The other correct solutions, `{name: text}`; they are for tests and are never sent to a page."""
    paths = sorted((_place(slug, folder) / "alternates").glob("*.py"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def _place(slug: str, folder: Path) -> Path:
    if slug not in slugs(folder):
        raise UnknownName("problem", slug, slugs(folder))
    return folder / slug


def _read(slug: str, place: Path) -> Problem:
    where = f"{slug}/problem.toml"
    try:
        settings = tomllib.loads((place / "problem.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadProblem(f"{where}: {error}") from error
    top = _Table(where, settings)
    mistakes = top.table("mistakes") if "mistakes" in settings else None
    if top.text("slug") != slug:
        raise BadProblem(f"{where}: slug is {settings['slug']!r}, the folder is called {slug!r}")
    limits, reveal = top.table("limits"), top.table("reveal")
    picture = top.table("picture") if "picture" in settings else None
    if picture:
        picture.text("object")
        picture.texts("table")
    ranges = top.table("ranges").values if "ranges" in settings else {}
    try:
        read_ranges(ranges)
    except BrokenProblem as error:
        raise BadProblem(f"{slug}/{error}") from error
    made = Problem(
        slug=slug,
        title=top.text("title"),
        order=int(top.number("order")),
        level=top.one_of("level", LEVELS),
        tags=top.texts("tags"),
        entry=top.text("entry"),
        signature=top.text("signature"),
        mutates=top.texts("mutates"),
        papers=top.texts("papers"),
        rule=top.text("rule") if "rule" in settings else None,
        limits=Limits(limits.number("seconds"), int(limits.number("memory_mib"))),
        reveal=Reveal(reveal.one_of("policy", REVEAL_POLICIES), int(reveal.number("tries"))),
        picture=picture.one_of("kind", PICTURES) if picture else None,
        fewest_mistakes=int(mistakes.number("fewest")) if mistakes else FEWEST_MISTAKES,
        ranges=ranges,
        statement=(place / "statement.md").read_text(encoding="utf-8"),
        starter=(place / "starter.py").read_text(encoding="utf-8"),
        hints=_hints(f"{slug}/hints.md", (place / "hints.md").read_text(encoding="utf-8")),
        solution=(place / "solution.md").read_text(encoding="utf-8"),
    )
    for table in (top, limits, reveal, picture, mistakes):
        if table:
            table.finish()
    return made


class _Table:
    """One table of a TOML file; each reader names the file and the key when the value is not what it should be."""

    def __init__(self, where: str, values: Mapping[str, Any]):
        self.where = where
        self.values = values
        self.read: set[str] = set()

    def value(self, key: str) -> Any:
        if key not in self.values:
            raise BadProblem(f"{self.where}: {key} is missing")
        self.read.add(key)
        return self.values[key]

    def text(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str) or not value.strip():
            raise BadProblem(f"{self.where}: {key} is {value!r}, which is not a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.value(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadProblem(f"{self.where}: {key} is {value!r}, which is not a list of texts")
        return tuple(value)

    def number(self, key: str) -> float:
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise BadProblem(f"{self.where}: {key} is {value!r}, which is not a number above 0")
        return value

    def one_of(self, key: str, possible: tuple[str, ...]) -> Any:
        value = self.text(key)
        if value not in possible:
            raise BadProblem(f"{self.where}: {key} is {value!r}; there are: {', '.join(possible)}")
        return value

    def table(self, key: str) -> "_Table":
        value = self.value(key)
        if not isinstance(value, dict):
            raise BadProblem(f"{self.where}: {key} is {value!r}, which is not a table")
        return _Table(f"{self.where} [{key}]", value)

    def finish(self) -> None:
        """Raise for keys that nothing has read."""
        unknown = sorted(set(self.values) - self.read)
        if unknown:
            raise BadProblem(
                f"{self.where}: no key is called {unknown[0]!r}; there are: {', '.join(sorted(self.read))}"
            )


def _hints(where: str, text: str) -> tuple[Hint, ...]:
    before, *sections = re.split(r"^## +", text, flags=re.MULTILINE)
    if before.strip() or not sections:
        raise BadProblem(
            f"{where}: hints are sections that begin with '## ' and a title, and nothing comes before them"
        )
    parts = [section.partition("\n") for section in sections]
    return tuple(Hint(title.strip(), body.strip()) for title, _, body in parts)
