"""One worked example of a statement as Python: the calls, and what the last one leaves behind to ten digits.

An example is one JSON object, the arguments by name. A list is a list whose inner lists are arrays
(`[[1.0], [2.0, 3.0]]`: two arrays), `{"array": ...}` is an array, `{"tuple": ...}` a tuple,
`{"record": {"data": [1.0], "grad": null}}` in a list an object with those attributes, `{"same": "param"}` the object of
that name once more, the rest stays as it is. For a class the key `calls` lists methods with their arguments,
`[["step", {...}]]`.
"""

import json
from collections.abc import Sequence
from typing import Any

from descent.errors import BrokenProblem
from descent.judge.case import Call, Case, Record, Ref
from descent.judge.observation import Observation
from descent.judge.submission import observe
from descent.judge.verdict_text import render_case
from descent.spec import Namespace

DIGITS = 10


def worked(text: str, entry: str, mutates: Sequence[str], reference: str, xp: Namespace) -> str:
    """The example in `text`, worked out by the source of the reference; `BrokenProblem` where it cannot be.

    `entry` is the function or class that a submission defines, `mutates` names the arguments that change in place.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenProblem(f"an example is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BrokenProblem("an example is an object with the arguments by name")
    case = _case(entry, given, xp)
    seen = observe(reference, case, xp, file_name="reference.py", trusted=True)
    if seen.failure:
        raise BrokenProblem(f"the reference cannot work an example: {seen.failure.type}: {seen.failure.text}")
    return f"{render_case(case, xp)}\n# {_outcome(mutates, seen)}"


def _case(entry: str, given: dict[str, Any], xp: Namespace) -> Case:
    """Lists and arrays become named objects, everything else is passed by keyword where it stands."""
    given = dict(given)
    methods = given.pop("calls", None)
    objects: dict[str, Any] = {}
    if methods is None:
        return Case(objects, (Call(entry, (), _arguments(given, objects, xp)),))
    calls = [Call(entry, (), _arguments(given, objects, xp), bind="optimizer")]
    calls += [Call(f"optimizer.{method}", (), _arguments(wanted, objects, xp)) for method, wanted in methods]
    return Case(objects, tuple(calls))


def _arguments(given: dict[str, Any], objects: dict[str, Any], xp: Namespace) -> dict[str, Any]:
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
            objects[own] = _object(value["array"], xp) if kind else [_object(item, xp) for item in value]
            arguments[name] = Ref(own)
        else:
            arguments[name] = value
    return arguments


def _object(value: Any, xp: Namespace) -> Any:
    if isinstance(value, dict) and list(value) == ["record"]:
        return Record({name: _object(item, xp) for name, item in value["record"].items()})
    return xp.asarray(value, dtype=xp.float64) if isinstance(value, list) else value


def _outcome(mutates: Sequence[str], seen: Observation) -> str:
    call = seen.calls[-1]
    after = [f"{name} = {_short(call.objects[name].now)}" for name in mutates if name in call.objects]
    if call.returned is not None:
        return f"returns {_short(call.returned)}" + (", and leaves " + ", ".join(after) if after else "")
    return "now " + ", ".join(after)


def _short(value: Any) -> str:
    if hasattr(value, "tolist"):
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
