"""A problem's statement with its worked examples filled in: inputs from the author, outputs from the reference.

In `statement.md` an example is a fenced block marked `example` that holds one JSON object, the arguments by name. A
list is a list whose inner lists are arrays (`[[1.0], [2.0, 3.0]]`: two arrays), `{"array": ...}` is an array, the rest
stays as it is. In its place comes a block of Python: the call, and what it leaves behind to ten digits.
"""

import json
import re
from typing import Any

import numpy
from descent.case import Call, Case, Ref
from descent.observation import Observation
from descent.submission import observe
from descent.words import render_case

from app.catalog import FOLDER, BadProblem, Problem

DIGITS = 10
_EXAMPLE = re.compile(r"^```example\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def statement(problem: Problem, reference: str | None = None) -> str:
    """The statement in Markdown, every example worked out; `BadProblem` if one cannot be.

    `reference` is the source of the reference, read from the problem's folder if left out.
    """
    if reference is None:
        reference = (FOLDER / problem.slug / "reference.py").read_text(encoding="utf-8")
    return _EXAMPLE.sub(lambda found: worked(problem, found[1], reference), problem.statement)


def worked(problem: Problem, text: str, reference: str) -> str:
    """One example as a fenced block of Python."""
    where = f"{problem.slug}/statement.md"
    try:
        given = json.loads(text)
    except ValueError as error:
        raise BadProblem(f"{where}: an example is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadProblem(f"{where}: an example is an object with the arguments by name")
    case = _case(problem.entry, given)
    seen = observe(reference, case, numpy, file_name=f"problems/{problem.slug}/reference.py", trusted=True)
    if seen.failure:
        raise BadProblem(f"{where}: the reference cannot work an example: {seen.failure.type}: {seen.failure.text}")
    return f"```python\n{render_case(case, numpy)}\n# {_outcome(problem, seen)}\n```"


def _case(entry: str, given: dict[str, Any]) -> Case:
    """Lists and arrays become named objects, everything else is passed by keyword where it stands."""
    objects: dict[str, Any] = {}
    arguments: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, dict) and list(value) == ["array"]:
            objects[name] = numpy.array(value["array"], dtype=numpy.float64)
        elif isinstance(value, list):
            arrays = [numpy.array(item, dtype=numpy.float64) if isinstance(item, list) else item for item in value]
            objects[name] = arrays
        arguments[name] = Ref(name) if name in objects else value
    return Case(objects, (Call(entry, (), arguments),))


def _outcome(problem: Problem, seen: Observation) -> str:
    call = seen.calls[0]
    after = [f"{name} = {_short(call.objects[name].now)}" for name in problem.mutates if name in call.objects]
    if call.returned is not None:
        return f"returns {_short(call.returned)}" + (", and leaves " + ", ".join(after) if after else "")
    return "now " + ", ".join(after)


def _short(value: Any) -> str:
    if isinstance(value, numpy.ndarray):
        return _short(value.tolist())
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_short, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_short, value)) + ")"
    return repr(value)
