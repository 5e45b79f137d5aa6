"""What the failure picture and the state table are drawn from: two paths and two states, side by side.

`problem.toml` says what to draw: `[picture]` with `kind` (`path`, `curve`, ...), `object` (whose values form the path;
`weight.data` is an attribute) and `table` (whose values stand in the table). `returned` as an object stands for the
returned values, call by call; where the kind is `path` they are updates, and the path is that of a parameter which
starts at 0 and is moved by minus each of them.
"""

from typing import Any

from descent.judge.answers import Picture, Place, Row, Table, json_number
from descent.judge.case import Case, Record
from descent.judge.difference import differ
from descent.judge.observation import CallSeen, Observation
from descent.judge.suite import Suite

MAX_COORDINATES = 2
MAX_ROWS = 8
"""The most rows of the table for one object."""
MAX_TABLES = 60
"""The most calls whose tables a page is given to scrub through."""
RETURNED = "returned"
"""Stands for the returned values where an object's name could stand."""


def picture(
    suite: Suite, test_id: str, seen: Observation, mistake: Observation | None, *, every_call: bool = False
) -> Picture | None:
    """The picture of a failed test; None where the problem has none or the paths cannot be drawn.

    `mistake` is what the recognised mistake shows on this test.

    With `every_call` it holds the state table after every call (at most `MAX_TABLES`), not only the departing one.
    """
    settings = suite.settings.get("picture", {})
    name = settings.get("object", "")
    reference = suite.reference(test_id)
    kind = settings.get("kind", "path")
    theirs, yours = _path(reference, name, kind, suite.xp), _path(seen, name, kind, suite.xp)
    start = _numbers(_given(suite.case(test_id), name), suite.xp, name)
    if name == RETURNED and theirs:
        start = dict.fromkeys(theirs[0], 0.0) if kind == "path" else theirs[0]  # a curve has no point before a call
    if not name or not start or suite.test(test_id).kind != "differential":
        return None
    difference = differ(seen, reference, suite.measure(test_id), suite.xp)
    if difference is None or not theirs:
        return None
    chosen = _most_apart(yours, theirs)
    near = _path(mistake, name, kind, suite.xp) if mistake else None
    return {
        "kind": kind,
        "coordinates": chosen,
        "start": [json_number(start.get(label)) for label in chosen],
        "reference": _along(theirs, chosen),
        "learner": _along(yours, chosen),
        "mistake": _along(near, chosen) if near is not None else None,
        "departs": difference.call,
        "table": _table(suite, test_id, seen, difference.call),
        "tables": [_table(suite, test_id, seen, call) for call in range(min(len(theirs), MAX_TABLES))]
        if every_call
        else None,
    }


def apart(drawn: Picture) -> float:
    """How far apart the two paths of a picture look: their largest gap as a share of the picture's size."""
    yours, theirs = drawn["learner"], drawn["reference"]
    share = 0.0
    for axis in range(len(drawn["coordinates"])):
        columns = [[point[axis] for point in (drawn["start"], *path)] for path in (yours, theirs)]
        numbers = [value for column in columns for value in column if isinstance(value, float)]
        size = max(numbers, default=0.0) - min(numbers, default=0.0)
        gaps = [
            abs(mine - other)
            for mine, other in zip(*columns, strict=False)
            if isinstance(mine, float) and isinstance(other, float)
        ]
        share = max(share, max(gaps, default=0.0) / size if size else 0.0)
    return share


def _given(case: Case, path: str) -> Any:
    """What a case has under a name such as `params`, or in an attribute of a record, as `weight.data`; or None."""
    name, *parts = path.split(".")
    value = case.objects.get(name)
    for part in parts:
        value = value.attributes.get(part) if isinstance(value, Record) else None
    return value


def _path(seen: Observation, name: str, kind: str, xp: Any) -> list[dict[str, float]]:
    if name != RETURNED:
        return [_numbers(call.objects[name].now, xp, name) for call in seen.calls if name in call.objects]
    values = [_numbers(call.returned, xp, name) for call in seen.calls]
    return _moved(values) if kind == "path" else values


def _moved(updates: list[dict[str, float]]) -> list[dict[str, float]]:
    """Where a parameter that starts at 0 is after each call, when each update is subtracted from it."""
    point: dict[str, float] = {}
    path = []
    for update in updates:
        point = {label: point.get(label, 0.0) - value for label, value in update.items()}
        path.append(point)
    return path


def _along(path: list[dict[str, float]], labels: list[str]) -> list[list[Place]]:
    return [[json_number(point.get(label)) for label in labels] for point in path]


def _most_apart(yours: list[dict[str, float]], theirs: list[dict[str, float]]) -> list[str]:
    """The coordinates in which the two paths end up furthest apart, in the order in which they stand."""
    labels = list(theirs[0])

    def apart(label: str) -> float:
        points = [(mine, other) for mine, other in zip(yours, theirs, strict=False) if label in other]
        gaps = [abs(mine.get(label, 0.0) - other[label]) for mine, other in points]
        return max((gap if gap == gap else float("inf") for gap in gaps), default=0.0)

    chosen = sorted(labels, key=lambda label: (-apart(label), labels.index(label)))[:MAX_COORDINATES]
    return sorted(chosen, key=labels.index)


def _table(suite: Suite, test_id: str, seen: Observation, step: int) -> Table:
    """The state after a call, the learner's beside the reference's; only what the learner's code made itself."""
    measure = suite.measure(test_id)
    mine = _state(suite, seen.calls[step]) if step < len(seen.calls) else {}
    theirs = _state(suite, suite.reference(test_id).calls[step])
    rows: list[Row] = []
    for name, values in theirs.items():
        for label, value in list(values.items())[:MAX_ROWS]:
            other = mine.get(name, {}).get(label)
            differs = other is None or not abs(other - value) <= measure.atol + measure.rtol * abs(value)
            row: Row = {
                "name": label,
                "learner": json_number(other),
                "reference": json_number(value),
                "differs": differs,
            }
            rows.append(row)
    return {"call": step, "rows": rows}


def _state(suite: Suite, call: CallSeen) -> dict[str, dict[str, float]]:
    names = suite.settings.get("picture", {}).get("table", ())
    held = {name: seen.now for name, seen in call.objects.items()} | {RETURNED: call.returned}
    return {name: _numbers(held[name], suite.xp, name) for name in names if name in held}


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
