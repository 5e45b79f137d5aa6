"""The texts of a problem as HTML, and when its solution opens."""

from dataclasses import dataclass

from markupsafe import Markup

from app.course.catalog import Problem, Reveal
from app.web.render.markdown import html


@dataclass(frozen=True)
class ProblemTexts:
    """What a problem's page shows besides the code and the tests."""

    statement: Markup
    hints: tuple[tuple[str, Markup], ...]
    """Each a title and a text."""
    solution: Markup
    after_tries: int
    """After how many tries the solution opens."""
    reveal: str
    """The same in words."""


def problem_texts(problem: Problem, statement: str) -> ProblemTexts:
    """The texts of a problem whose statement is this Markdown."""
    return ProblemTexts(
        html(statement),
        tuple((hint.title, html(hint.text)) for hint in problem.hints),
        html(problem.solution),
        reveal_after(problem.reveal),
        reveal_sentence(problem.reveal),
    )


def reveal_after(reveal: Reveal) -> int:
    """After how many tries the solution opens; a number no one reaches where only a pass opens it."""
    return {"always": 0, "pass": 10**9, "tries": reveal.tries}[reveal.policy]


def reveal_sentence(reveal: Reveal) -> str:
    """The policy in words."""
    if reveal.policy == "always":
        return "Open it whenever you like; it costs nothing."
    if reveal.policy == "pass":
        return "It opens when you pass."
    return f"It opens after {reveal.tries} tries, or when you pass; it costs nothing."
