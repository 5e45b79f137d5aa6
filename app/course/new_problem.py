"""A new problem's folder: a working one with every file that belongs in it, modelled on those of the course.

The template steps along an average gradient. Its files are complete, so that a new problem judges itself at once; what
is still the template's is named by `check-problem`, file by file.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from descent import registry
from descent.errors import UnknownName

from app.course import catalog
from app.course.chapters import chapters
from app.course.errors import CannotMake

TEMPLATE = Path(__file__).parent / "template"
OWN = ("problem.toml", "statement.md", "hints.md", "solution.md", "reference.py", "starter.py", "tests.py")
"""What no two problems have in common; alternates and mistakes may well stay as they are."""


def make(slug: str, folder: Path | None = None, rule: str | None = None) -> Path:
    """The folder of a new problem below `folder`, last in the course, about that rule of `descent` if one is named.

    `CannotMake` for a bad or taken name and for a rule that is not there.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug):
        raise CannotMake(
            f"{slug!r} is no name for a problem: a small letter first, then small letters, digits and single hyphens, "
            "as in adam-step"
        )
    folder = folder or catalog.chosen()
    of_course = folder == catalog.FOLDER
    place = folder / slug
    if place.exists():
        raise CannotMake(f"{slug!r} is there already: {place}")
    try:
        words = words_of(
            slug, max((one.order for one in catalog.problems(folder)), default=0) + 1, rule, of_course=of_course
        )
    except UnknownName as error:
        raise CannotMake(str(error)) from error
    shutil.copytree(TEMPLATE, place, ignore=shutil.ignore_patterns("__pycache__"))
    for path in place.rglob("*.*"):
        path.write_text(filled(path.read_text(encoding="utf-8"), words), encoding="utf-8")
    catalog.forget()
    return place


def words_of(slug: str, order: int, rule: str | None, *, of_course: bool) -> dict[str, str]:
    """What stands in a new problem for each word of the template."""
    entry = slug.replace("-", "_")
    described = registry.rule(rule) if rule else None
    return {
        "SLUG": slug,
        "ENTRY": entry if entry.endswith("_step") else f"{entry}_step",
        "ORDER": str(order),
        "TITLE": f"{described.title} step" if described else slug.replace("-", " ").capitalize(),
        "PAPER": described.paper if described else "Where the formula is from",
        "CHAPTER": f'chapter = "{chapters()[-1].name}"  # one of app/course/chapters.toml' if of_course else "",
        "RULE": f'rule = "{rule}"'
        if rule
        else '# rule = "momentum"  # the name of the rule in descent, if it is there',
    }


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text of a template with its words in capitals replaced."""
    return re.sub(r"\b(" + "|".join(words) + r")\b", lambda found: words[found[1]], text)


def unwritten(slug: str, folder: Path | None = None) -> Iterator[str]:
    """The files of a problem that are still the template's."""
    folder = folder or catalog.chosen()
    problem = catalog.problem(slug, folder)
    words = words_of(slug, problem.order, problem.rule, of_course=folder == catalog.FOLDER)
    for name in OWN:
        if (folder / slug / name).read_text(encoding="utf-8") == filled((TEMPLATE / name).read_text("utf-8"), words):
            yield name
