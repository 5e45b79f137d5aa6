"""A problem's statement with its ranges and its worked examples filled in: outputs come from the reference.

In `statement.md` an example is a fenced block marked `example` that holds one JSON object, the arguments by name. A
list is a list whose inner lists are arrays (`[[1.0], [2.0, 3.0]]`: two arrays), `{"array": ...}` is an array,
`{"tuple": ...}` a tuple, `{"record": {"data": [1.0], "grad": null}}` in a list an object with those attributes,
`{"same": "param"}` the object of that name once more, the rest stays as it is. For a class the key `calls` lists
methods with their arguments, `[["step", {...}]]`. In its place comes a block of Python: the calls, and what the last
one leaves behind to ten digits. An empty fenced block marked `ranges` becomes what problem.toml allows.
"""

import json
import re
from typing import Any

import numpy
from descent.judge.case import Call, Case, Record, Ref
from descent.judge.observation import Observation
from descent.judge.submission import observe
from descent.judge.verdict_text import render_case

from app.course import ranges_text
from app.course.catalog import FOLDER, Problem
from app.course.errors import BadProblem

DIGITS = 10
_RANGES = "```ranges\n```"
_EXAMPLE = re.compile(r"^```example\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def statement(problem: Problem, reference: str | None = None) -> str:
    """The statement in Markdown, ranges written out, every example worked out; `BadProblem` if one cannot be.

    `reference` is the source of the reference, read from the problem's folder if left out.
    """
    if reference is None:
        reference = (FOLDER / problem.slug / "reference.py").read_text(encoding="utf-8")
    text = problem.statement.replace(_RANGES, ranges_text.lines(problem.ranges))
    return _EXAMPLE.sub(lambda found: worked(problem, found[1], reference), text)


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
    given = dict(given)
    methods = given.pop("calls", None)
    objects: dict[str, Any] = {}
    if methods is None:
        return Case(objects, (Call(entry, (), _arguments(given, objects)),))
    calls = [Call(entry, (), _arguments(given, objects), bind="optimizer")]
    calls += [Call(f"optimizer.{method}", (), _arguments(wanted, objects)) for method, wanted in methods]
    return Case(objects, tuple(calls))


def _arguments(given: dict[str, Any], objects: dict[str, Any]) -> dict[str, Any]:
    """The arguments of one call; arrays and lists are put among the objects, `grad2` if `grad` is there already."""
    arguments: dict[str, Any] = {}
    for name, value in given.items():
        kind = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else ""
        if kind == "same":
            arguments[name] = Ref(value["same"])
        elif kind == "tuple":
            arguments[name] = tuple(value["tuple"])
        elif kind == "array" or isinstance(value, list):
            known = sum(other == name or other.rstrip("0123456789") == name for other in objects)
            own = f"{name}{known + 1}" if known else name
            objects[own] = _object(value["array"]) if kind else [_object(item) for item in value]
            arguments[name] = Ref(own)
        else:
            arguments[name] = value
    return arguments


def _object(value: Any) -> Any:
    if isinstance(value, dict) and list(value) == ["record"]:
        return Record({name: _object(item) for name, item in value["record"].items()})
    return numpy.array(value, dtype=numpy.float64) if isinstance(value, list) else value


def _outcome(problem: Problem, seen: Observation) -> str:
    call = seen.calls[-1]
    after = [f"{name} = {_short(call.objects[name].now)}" for name in problem.mutates if name in call.objects]
    if call.returned is not None:
        return f"returns {_short(call.returned)}" + (", and leaves " + ", ".join(after) if after else "")
    return "now " + ", ".join(after)


def _short(value: Any) -> str:
    if isinstance(value, numpy.ndarray):
        return _short(value.tolist())
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    if isinstance(value, Record):
        return "Record(" + ", ".join(f"{name}={_short(item)}" for name, item in value.attributes.items()) + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(_short, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_short, value)) + ")"
    return repr(value)
