"""The problems, read from their folders under `app/course/problems`; a folder is a problem, and its name the slug.

`within(folder)` reads those of another folder instead, such as a pack's. Reading is strict: a missing file, an unknown
key or a value of the wrong kind raises `BadProblem`, and that names the file.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from descent.errors import BrokenProblem, UnknownName
from descent.judge.ranges import read_ranges

from app.course.chapters import place_of
from app.course.errors import BadProblem

FOLDER = Path(__file__).parent / "problems"
_chosen: ContextVar[Path] = ContextVar("the folder of the problems", default=FOLDER)

Level = Literal["easy", "medium", "hard"]
RevealPolicy = Literal["always", "pass", "tries"]
LEVELS = ("easy", "medium", "hard")
REVEAL_POLICIES = ("always", "pass", "tries")
PICTURES = ("path", "curve", "vectors", "singular values")
FEWEST_MISTAKES = 8
SENT = ("problem.toml", "reference.py", "tests.py")
"""The files that the engine needs, besides the mistakes. Alternates, hints and the solution stay on the server."""
TEXTS = (*SENT, "statement.md", "starter.py", "hints.md", "solution.md")
"""The files that every problem has."""


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
    """What decides the place within its chapter, or in a pack: the least comes first."""
    chapter: str | None
    """The chapter of the course (`app.course.chapters`); None in a pack, which has none."""
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


def chosen() -> Path:
    """The folder whose problems are meant where no other is named."""
    return _chosen.get()


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """A context in which the problems of that folder are meant."""
    token = _chosen.set(folder)
    try:
        yield
    finally:
        _chosen.reset(token)


def slugs(folder: Path | None = None) -> tuple[str, ...]:
    """The slugs of all problems, sorted."""
    folder = folder or chosen()
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith((".", "_")))
    )


def problems(folder: Path | None = None) -> tuple[Problem, ...]:
    """All problems, in the order of the course."""
    return _problems(folder or chosen())


@cache
def _problems(folder: Path) -> tuple[Problem, ...]:
    return in_order(problem(slug, folder) for slug in slugs(folder))


def in_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of their chapters, and within one in the order that they say."""
    return tuple(sorted(found, key=lambda one: (place_of(one.chapter), one.order, one.slug)))


def problem(slug: str, folder: Path | None = None) -> Problem:
    """The problem of that slug; `UnknownName` where there is none, `BadProblem` where its folder is not in order."""
    return _problem(slug, folder or chosen())


@cache
def _problem(slug: str, folder: Path) -> Problem:
    place = _place(slug, folder)
    return parsed(slug, {name: _text(slug, place, name) for name in TEXTS if (place / name).is_file()})


def forget() -> None:
    """Read the folders anew when asked next."""
    _problems.cache_clear()
    _problem.cache_clear()


def files_for_browser(slug: str, folder: Path | None = None) -> dict[str, str]:
    """What the engine needs to judge, `{file name: text}`: settings, reference, tests and mistakes."""
    place = _place(slug, folder or chosen())
    names = [*SENT, *(f"mistakes/{path.name}" for path in sorted((place / "mistakes").glob("*.py")))]
    return {name: (place / name).read_text(encoding="utf-8") for name in names}


def alternates(slug: str, folder: Path | None = None) -> dict[str, str]:
    """The other correct solutions, `{name: text}`; they are for tests and are never sent to a page."""
    paths = sorted((_place(slug, folder or chosen()) / "alternates").glob("*.py"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def _place(slug: str, folder: Path) -> Path:
    if slug not in slugs(folder):
        raise UnknownName("problem", slug, slugs(folder))
    return folder / slug


def _text(slug: str, place: Path, name: str) -> str:
    try:
        return (place / name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadProblem(f"{slug}/{name}: this is no UTF-8 text: {error}") from error


def parsed(slug: str, texts: Mapping[str, str]) -> Problem:
    """The problem whose files have these texts, by name; `BadProblem` where one is missing or not in order."""
    for name in TEXTS:
        if name not in texts:
            raise BadProblem(f"{slug}/{name}: the file is missing")
    where = f"{slug}/problem.toml"
    try:
        settings = tomllib.loads(texts["problem.toml"])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
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
        chapter=top.text("chapter") if "chapter" in settings else None,
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
        statement=texts["statement.md"],
        starter=texts["starter.py"],
        hints=_hints(f"{slug}/hints.md", texts["hints.md"]),
        solution=texts["solution.md"],
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
