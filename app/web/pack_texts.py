"""A pack as pages show it: its Markdown as HTML, and all of it as the one file that a page can open by itself.

Nothing of it is trusted. Markdown is rendered with raw HTML escaped; worked examples stay as the author wrote them,
because only the reference can work them out, and that runs in the visitor's browser alone.
"""

from collections.abc import Mapping
from typing import Any

from app.course.catalog import Problem
from app.course.examples import with_ranges
from app.packs.errors import BadPack
from app.packs.pack import FORMAT, Pack
from app.web.problem_texts import ProblemTexts, problem_texts

PAGE = "page.json"
"""What a page reads of the zip of a pack."""
WARNING = "This pack’s tests are Python by {author}; they run in your browser, apart from everything else."


def pack_texts(pack: Pack) -> dict[str, ProblemTexts]:
    """The texts of every problem by slug; `BadPack` names the one that cannot be rendered."""
    return {problem.slug: _texts(pack, problem) for problem in pack.problems}


def _texts(pack: Pack, problem: Problem) -> ProblemTexts:
    try:
        return problem_texts(problem, with_ranges(problem))
    except Exception as error:  # the text is anybody's, and the converter of formulas raises whatever it likes
        what = f"{type(error).__name__}: {error}"
        raise BadPack(f"{pack.id}/{problem.slug}: its texts cannot be shown: {what}") from error


def described(pack: Pack) -> Mapping[str, Any]:
    """All that a page needs to show the pack and to run it, as JSON."""
    texts = pack_texts(pack)
    return {
        "format": FORMAT,
        "id": pack.id,
        "title": pack.title,
        "author": pack.author,
        "about": pack.about,
        "problems": [_described(pack, problem, texts[problem.slug]) for problem in pack.problems],
    }


def _described(pack: Pack, problem: Problem, texts: ProblemTexts) -> Mapping[str, Any]:
    return {
        "slug": problem.slug,
        "title": problem.title,
        "level": problem.level,
        "tags": problem.tags,
        "papers": problem.papers,
        "starter": problem.starter,
        "statement": texts.statement,
        "hints": [{"title": title, "text": text} for title, text in texts.hints],
        "solution": texts.solution,
        "afterTries": texts.after_tries,
        "reveal": texts.reveal,
        "files": pack.sent[problem.slug],
    }
