"""One pack as pages show it and its judge needs it, read as data: what pack.toml says, and its problems."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.course import catalog
from app.course.catalog import Problem
from app.course.errors import BadProblem
from app.packs.errors import BadPack
from app.packs.files import MANIFEST, read_files

FORMAT = 1
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_NAME = 60
LONGEST_TEXT = {"title": 100, "author": 100, "about": 600}
MOST_PROBLEMS = 100
_SENT = re.compile(r"mistakes/[^/]+\.py")


@dataclass(frozen=True)
class Pack:
    """Problems of somebody else. Its texts are plain, those of problems Markdown; Python is only text here."""

    id: str
    """Under it a visitor's work is kept, apart from that of the course and of other packs."""
    title: str
    author: str
    about: str
    problems: tuple[Problem, ...]
    sent: Mapping[str, Mapping[str, str]] = field(repr=False)
    """By slug what the judge in the browser needs: `{file name: text}`."""

    def problem(self, slug: str) -> Problem | None:
        """The problem of that slug."""
        return next((one for one in self.problems if one.slug == slug), None)

    @property
    def python_bytes(self) -> int:
        """How much Python it brings along."""
        texts = (text for files in self.sent.values() for name, text in files.items() if name.endswith(".py"))
        return sum(len(text.encode()) for text in texts)


def read_pack(place: Path) -> Pack:
    """The pack in that folder or zip; `BadPack` or `BadProblem` says what is wrong and where."""
    texts = read_files(place)
    manifest = read_manifest(place, texts[MANIFEST])
    slugs = sorted({name.partition("/")[0] for name in texts if "/" in name})
    if not slugs:
        raise BadPack(f"{place}: it has no problem; optimizer-playground new-problem NAME --pack {place} makes one")
    if len(slugs) > MOST_PROBLEMS:
        raise BadPack(f"{place}: it has {len(slugs)} problems; a pack has at most {MOST_PROBLEMS}")
    found, sent = [], {}
    for slug in slugs:
        if not NAME.fullmatch(slug) or len(slug) > LONGEST_NAME:
            raise BadPack(f"{place}: {slug!r} is no name of a problem: small letters, digits and single hyphens")
        own = {name.removeprefix(f"{slug}/"): text for name, text in texts.items() if name.startswith(f"{slug}/")}
        try:
            found.append(catalog.parsed(slug, own))
        except BadProblem as error:
            raise BadProblem(f"{place}: {error}") from error
        sent[slug] = {name: text for name, text in own.items() if name in catalog.SENT or _SENT.fullmatch(name)}
    return Pack(**manifest, problems=catalog.in_order(found), sent=sent)


def read_manifest(place: Path, text: str) -> dict[str, str]:
    """What pack.toml says: `id`, `title`, `author` and `about`."""
    where = f"{place}: {MANIFEST}"
    try:
        given: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadPack(f"{where}: {error}") from error
    known = ("format", "id", *LONGEST_TEXT)
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadPack(f"{where}: no key is called {unknown[0]!r}; there are: {', '.join(known)}")
    if given.get("format") != FORMAT:
        raise BadPack(f"{where}: format is {given.get('format')!r}; this program reads format {FORMAT}")
    name = given.get("id")
    if not isinstance(name, str) or not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise BadPack(f"{where}: id is {name!r}, which is no name: small letters, digits and single hyphens")
    for key, longest in LONGEST_TEXT.items():
        value = given.get(key, "" if key == "about" else None)
        if not isinstance(value, str) or len(value) > longest or (not value.strip() and key != "about"):
            raise BadPack(f"{where}: {key} is not a text of 1 to {longest} characters")
    return {"id": name, **{key: given.get(key, "").strip() for key in LONGEST_TEXT}}


def read_packs(places: tuple[Path, ...]) -> dict[str, Pack]:
    """All of them by id; `BadPack` where two have the same."""
    found: dict[str, Pack] = {}
    for place in places:
        pack = read_pack(place)
        if pack.id in found:
            raise BadPack(f"{place}: another pack has the id {pack.id!r} as well; change it in one pack.toml")
        found[pack.id] = pack
    return found
