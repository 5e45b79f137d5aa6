"""What the failure picture and the state table are drawn from: two paths and two states, side by side.

`problem.toml` says what to draw: `[picture]` with `kind` (`path`, `curve`, ...), `object` (whose values form the
path; `returned`: the returned values, call by call) and `table` (whose values stand in the table). `tests.py` may
define `derived(objects, call, xp)`, which gives further rows of the table, such as corrected moments, from the objects
after a call.
"""

from typing import Any

from descent.case import Call
from descent.difference import differ
from descent.observation import CallSeen, Observation
from descent.words import json_number

MAX_COORDINATES = 2
MAX_ROWS = 8
"""The most rows of the table for one object."""
RETURNED = "returned"
"""Stands for the returned values where an object's name could stand."""


def picture(suite: Any, test_id: str, seen: Observation, mistake: str | None) -> dict[str, Any] | None:
    """JSON data for the picture of a failed test; None where the problem has none or the paths cannot be drawn."""
    settings = suite.settings.get("picture", {})
    name = settings.get("object", "")
    reference = suite.reference(test_id)
    theirs, yours = _path(reference, name, suite.xp), _path(seen, name, suite.xp)
    start = _numbers(suite.case(test_id).objects.get(name), suite.xp, name)
    if name == RETURNED and theirs:
        start = theirs[0]  # a curve has no point before its first call
    if not name or not start or suite.test(test_id).kind != "differential":
        return None
    found = differ(seen, reference, suite.measure(test_id), suite.xp)
    if found is None or not theirs:
        return None
    chosen = _most_apart(yours, theirs)
    near = _path(suite.mistake(mistake, test_id), name, suite.xp) if mistake else None
    return {
        "kind": settings.get("kind", "path"),
        "coordinates": chosen,
        "start": [json_number(start.get(label)) for label in chosen],
        "reference": _along(theirs, chosen),
        "learner": _along(yours, chosen),
        "mistake": _along(near, chosen) if near is not None else None,
        "departs": found.call,
        "table": _table(suite, test_id, seen, found.call),
    }


def _path(seen: Observation, name: str, xp: Any) -> list[dict[str, float]]:
    if name == RETURNED:
        return [_numbers(call.returned, xp, name) for call in seen.calls]
    return [_numbers(call.objects[name].now, xp, name) for call in seen.calls if name in call.objects]


def _along(path: list[dict[str, float]], labels: list[str]) -> list[list[Any]]:
    return [[json_number(point.get(label)) for label in labels] for point in path]


def _most_apart(yours: list[dict[str, float]], theirs: list[dict[str, float]]) -> list[str]:
    """The coordinates in which the two paths end up furthest apart, in the order in which they stand."""
    labels = list(theirs[0])

    def apart(label: str) -> float:
        gaps = [abs(mine.get(label, 0.0) - other[label]) for mine, other in zip(yours, theirs, strict=False)]
        return max((gap if gap == gap else float("inf") for gap in gaps), default=0.0)

    chosen = sorted(labels, key=lambda label: (-apart(label), labels.index(label)))[:MAX_COORDINATES]
    return sorted(chosen, key=labels.index)


def _table(suite: Any, test_id: str, seen: Observation, step: int) -> dict[str, Any]:
    """The state after the first call that departs, the learner's beside the reference's."""
    calls = [call for call in suite.case(test_id).calls if isinstance(call, Call)]
    mine = _state(suite, seen.calls[step], calls[step]) if step < len(seen.calls) else {}
    theirs = _state(suite, suite.reference(test_id).calls[step], calls[step])
    rows = []
    for name, values in theirs.items():
        for label, value in list(values.items())[:MAX_ROWS]:
            other = mine.get(name, {}).get(label)
            rows.append({"name": label, "learner": json_number(other), "reference": json_number(value)})
    return {"call": step, "rows": rows}


def _state(suite: Any, call: CallSeen, made: Call) -> dict[str, dict[str, float]]:
    names = suite.settings.get("picture", {}).get("table", ())
    state = {name: _numbers(call.objects[name].now, suite.xp, name) for name in names if name in call.objects}
    derive = suite.names.get("derived")
    if derive is not None:
        objects = {name: seen.now for name, seen in call.objects.items()}
        try:
            derived = derive(objects, made, suite.xp)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
            derived = {}  # the learner's objects may have any form
        state.update({name: _numbers(value, suite.xp, name) for name, value in derived.items()})
    return state


def _numbers(value: Any, xp: Any, label: str = "") -> dict[str, float]:
    """Every number inside `value` with its place: `{"m[0][2]": 0.5}`."""
    if isinstance(value, xp.ndarray):
        if value.dtype.kind not in "fiu":
            return {}
        return _numbers(value.tolist(), xp, label)
    if isinstance(value, list | tuple):
        found: dict[str, float] = {}
        for index, item in enumerate(value):
            found.update(_numbers(item, xp, f"{label}[{index}]"))
        return found
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e308:
        return {label: float(value)}
    return {}
