"""The terms of the glossary, as `terms.toml` has them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from descent import registry

from app.course import catalog
from app.web.glossary.drawing import Picture
from app.web.openings import opening

TERMS = Path(__file__).parent / "terms.toml"
PICTURES = "app.web.glossary.pictures"
PAGES = {
    "/playground": "Playground",
    "/compare": "Compare",
    "/problems/kill-table": "Which test catches which mistake",
}
KEYS = ("name", "title", "spellings", "also", "apart", "sentence", "picture", "seen")


@dataclass(frozen=True)
class Place:
    """Where a term can be seen: an address and what to call it."""

    address: str
    title: str


@dataclass(frozen=True)
class Term:
    """One term."""

    name: str
    """Its place on the page: `/glossary#name`."""
    title: str
    spellings: tuple[str, ...]
    """What is linked in texts, whatever its case."""
    also: tuple[str, ...]
    """What else it is called: shown, never linked."""
    apart: tuple[str, ...]
    """What holds a spelling and means something else."""
    sentence: str
    picture: str
    """The name of a file of `pictures/`."""
    seen: tuple[str, ...]
    """`rule:NAME`, `lesson:NAME`, `problem:SLUG` or the address of a page."""

    @property
    def address(self) -> str:
        """Where it is explained."""
        return f"/glossary#{self.name}"

    @property
    def places(self) -> list[Place]:
        """Where it can be seen; `ValueError` names what is not there."""
        return [place(where) for where in self.seen]


@cache
def terms() -> tuple[Term, ...]:
    """The terms by title; `ValueError` for one with a key that nobody reads."""
    found = tomllib.loads(TERMS.read_text(encoding="utf-8"))["term"]
    return tuple(sorted(map(term, found), key=lambda one: one.title.casefold()))


def term(entry: dict[str, Any]) -> Term:
    """The term of an entry."""
    unknown = sorted(set(entry) - set(KEYS))
    if unknown:
        raise ValueError(f"the term {entry.get('name')!r} has {', '.join(unknown)}; possible: {', '.join(KEYS)}")
    lists = {key: tuple(entry.get(key, ())) for key in ("spellings", "also", "apart", "seen")}
    return Term(**{**entry, **lists})


@cache
def picture(name: str) -> Picture:
    """The picture that a file of `pictures/` makes."""
    made: Picture = import_module(f"{PICTURES}.{name}").picture()
    return made


def place(where: str) -> Place:
    """The address of a rule, a lesson, a problem or a page, and its title; `ValueError` where it is not there."""
    kind, _, name = where.rpartition(":")
    lessons = {one["name"]: one["title"] for one in opening.lessons()}
    problems = {one.slug: one.title for one in catalog.problems()}
    if kind == "rule" and name in registry.rule_names():
        return Place(f"/rules/{name}", f"{registry.rule(name).title or name}, the rule")
    if kind == "lesson" and name in lessons:
        return Place(f"/playground?lesson={name}", f"{lessons[name]}, a lesson")
    if kind == "problem" and name in problems:
        return Place(f"/problems/{name}", f"{problems[name]}, a problem")
    if not kind and name in PAGES:
        return Place(name, PAGES[name])
    possible = f"rule:NAME, lesson:NAME, problem:SLUG, {', '.join(PAGES)}"
    raise ValueError(f"{where!r} is no place where a term can be seen; possible: {possible}")
