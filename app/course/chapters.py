"""The chapters of the course, from `chapters.toml`, and the problems of each."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

FILE = Path(__file__).parent / "chapters.toml"


class InChapter(Protocol):
    """What a chapter has: problems."""

    @property
    def chapter(self) -> str | None:
        """The name of its chapter."""


Problem = TypeVar("Problem", bound=InChapter)


@dataclass(frozen=True)
class Chapter:
    """One chapter: the name that problems give, its title, and one sentence on it."""

    name: str
    title: str
    text: str


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in order; `TypeError` for one with a key that nobody reads, or without one that is needed."""
    return tuple(Chapter(**entry) for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))["chapter"])


def place_of(name: str | None) -> int:
    """The place of the chapter of that name, from 0; what is in none of them comes last."""
    names = [chapter.name for chapter in chapters()]
    return names.index(name) if name in names else len(names)


def by_chapter(problems: Iterable[Problem]) -> tuple[tuple[Chapter, tuple[Problem, ...]], ...]:
    """Each chapter with those of the problems that belong to it, in the order given; chapters without any left out."""
    given = tuple(problems)
    held = ((chapter, tuple(one for one in given if one.chapter == chapter.name)) for chapter in chapters())
    return tuple((chapter, members) for chapter, members in held if members)
