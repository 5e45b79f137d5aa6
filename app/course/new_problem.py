"""A new problem's folder: a working toy (the square of an array), with every file that belongs in one."""

import re
import shutil
from pathlib import Path

from app.course import catalog

TEMPLATE = Path(__file__).parent / "template"


class CannotMake(Exception):
    """The folder cannot be made; the text says why."""


def make(slug: str, folder: Path = catalog.FOLDER) -> Path:
    """The folder of a new problem below `folder`, last in the course; `CannotMake` for a bad or taken name."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise CannotMake(f"{slug!r} is no name for a problem: small letters, digits, single hyphens, as in adam-step")
    place = folder / slug
    if place.exists():
        raise CannotMake(f"{slug!r} is there already: {place}")
    order = max((one.order for one in catalog.problems(folder)), default=0) + 1
    shutil.copytree(TEMPLATE, place)
    settings = place / "problem.toml"
    settings.write_text(settings.read_text(encoding="utf-8").format(slug=slug, order=order), encoding="utf-8")
    return place
