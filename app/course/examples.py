"""A problem's statement with its ranges and its worked examples filled in: outputs come from the reference.

In `statement.md` an example is a fenced block marked `example`, as `descent.judge.worked_example` reads it; in its
place comes a block of Python. An empty fenced block marked `ranges` becomes what problem.toml allows.
"""

import re

import numpy
from descent.errors import BrokenProblem
from descent.judge import worked_example

from app.course import ranges_text
from app.course.catalog import Problem, chosen
from app.course.errors import BadProblem

_RANGES = "```ranges\n```"
_EXAMPLE = re.compile(r"^```example\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def statement(problem: Problem, reference: str | None = None) -> str:
    """The statement in Markdown, ranges written out, every example worked out; `BadProblem` if one cannot be.

    `reference` is the source of the reference, read from the problem's folder if left out.
    """
    if reference is None:
        reference = (chosen() / problem.slug / "reference.py").read_text(encoding="utf-8")
    return _EXAMPLE.sub(lambda found: worked(problem, found[1], reference), with_ranges(problem))


def with_ranges(problem: Problem) -> str:
    """The statement in Markdown with the ranges written out; examples are left as they are written."""
    return problem.statement.replace(_RANGES, ranges_text.lines(problem.ranges))


def worked(problem: Problem, text: str, reference: str) -> str:
    """One example as a fenced block of Python."""
    try:
        return f"```python\n{worked_example.worked(text, problem.entry, problem.mutates, reference, numpy)}\n```"
    except BrokenProblem as error:
        raise BadProblem(f"{problem.slug}/statement.md: {error}") from error
