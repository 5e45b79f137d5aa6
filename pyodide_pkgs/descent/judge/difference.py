"""Where two observations of one case differ, and by how much.

Values are compared by type and shape, then dtype, then finiteness, then `|yours - reference| <= atol + rtol
|reference|`. A Python number, a NumPy scalar and an array without dimensions are all numbers; a list and a tuple are
both sequences. Integers may stand where the reference has floats, as in an update of signs.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from descent.judge.case import Record
from descent.judge.observation import CallSeen, Note, Observation
from descent.spec import Array, Namespace

Reason = Literal["type", "length", "shape", "dtype", "finite", "value", "replaced", "ended"]


@dataclass(frozen=True)
class Difference:
    """The first place where two observations differ, and the largest differences anywhere in the case.

    `place` reads like Python: `params[1]`, or `the returned value`. `excess` is the largest difference in units of the
    tolerance, infinite where values cannot be subtracted. `max_rel` is over the entries whose reference is not 0, and
    None where there are none.
    """

    reason: Reason
    call: int
    place: str
    index: tuple[int, ...] | None = None
    yours: Any = None
    expected: Any = None
    max_abs: float | None = None
    max_rel: float | None = None
    excess: float = math.inf


@dataclass(frozen=True)
class Measure:
    """How to compare: tolerances, and whether identity and a returned None count (`strict`)."""

    rtol: float
    atol: float
    strict: bool


def differ(yours: Observation, reference: Observation, measure: Measure, xp: Namespace) -> Difference | None:
    """The first difference between two observations of the same case, None where there is none."""
    found = list(_all(yours, reference, measure, xp))
    if not found:
        return None
    sizes = [difference for difference in found if difference.max_abs is not None]
    return replace(
        found[0],
        max_abs=max((difference.max_abs or 0.0 for difference in sizes), default=None),
        max_rel=max((difference.max_rel for difference in sizes if difference.max_rel is not None), default=None),
        excess=max(difference.excess for difference in found),
    )


def differs(yours: Observation, reference: Observation, measure: Measure, xp: Namespace) -> bool:
    """Whether two observations of the same case differ at all; quicker than `differ`, which looks at all of both."""
    return next(_all(yours, reference, measure, xp), None) is not None


def closeness(
    yours: Observation, reference: Observation, measure: Measure, xp: Namespace, enough: float = math.inf
) -> float:
    """The largest difference of two observations in units of the tolerance: 0 if equal, at most 1 within it.

    Where one of more than `enough` is found it comes out, and no larger one is looked for.
    """
    wide = replace(measure, rtol=0.0, atol=0.0)
    excess = 0.0
    for difference in _all(yours, reference, wide, xp):
        if difference.reason != "value":
            return math.inf
        for item in _all(yours, reference, measure, xp, report_all=True):
            excess = max(excess, item.excess)
            if excess > enough:
                break
        break
    return excess


def _all(
    yours: Observation, reference: Observation, measure: Measure, xp: Namespace, *, report_all: bool = False
) -> Iterator[Difference]:
    compare = _Comparison(measure, xp, report_all)
    for expected in reference.calls:
        if expected.step >= len(yours.calls):
            yield Difference("ended", expected.step, "")
            return
        yield from compare.call(yours.calls[expected.step], expected)


class _Comparison:
    def __init__(self, measure: Measure, xp: Namespace, report_all: bool):
        self.measure = measure
        self.xp = xp
        self.report_all = report_all

    def call(self, yours: CallSeen, expected: CallSeen) -> Iterator[Difference]:
        strict = self.measure.strict
        for name, seen in expected.objects.items():
            mine = yours.objects.get(name)
            if mine is None:
                yield Difference("type", expected.step, name, None, "nothing", _kind(seen.now))
                continue
            if strict:
                for slot, my_slot in zip(seen.slots, mine.slots, strict=False):
                    place = name + _brackets(slot.path)
                    if slot.same != my_slot.same:
                        yield Difference("replaced", expected.step, place, None, my_slot.same, slot.same)
                    if not slot.same and not my_slot.same:
                        yield from self.value(my_slot.kept, slot.kept, expected.step, f"the old {place}")
            yield from self.value(mine.now, seen.now, expected.step, name)
        if strict or expected.returned is not None:
            yield from self.value(yours.returned, expected.returned, expected.step, "the returned value")

    def value(self, yours: Any, expected: Any, call: int, place: str) -> Iterator[Difference]:
        if self.is_number(yours) and self.is_number(expected):
            yield from self.numbers(yours, expected, call, place)
        elif isinstance(expected, list | tuple) and isinstance(yours, list | tuple):
            if len(yours) != len(expected):
                yield Difference("length", call, place, None, len(yours), len(expected))
            for index, (mine, theirs) in enumerate(zip(yours, expected, strict=False)):
                yield from self.value(mine, theirs, call, f"{place}[{index}]")
        elif isinstance(expected, dict) and isinstance(yours, dict):
            yield from self.members(yours, expected, call, place, "[{!r}]")
        elif isinstance(expected, Record) and isinstance(yours, Record):
            yield from self.members(dict(yours.attributes), dict(expected.attributes), call, place, ".{}")
        elif isinstance(expected, Note) and isinstance(yours, Note):
            if (yours.kind, yours.type) != (expected.kind, expected.type):
                yield Difference("type", call, place, None, _kind(yours), _kind(expected))
        elif type(yours) is not type(expected):
            yield Difference("type", call, place, None, _kind(yours), _kind(expected))
        elif yours != expected:
            yield Difference("value", call, place, None, yours, expected)

    def members(
        self, yours: dict[Any, Any], expected: dict[Any, Any], call: int, place: str, form: str
    ) -> Iterator[Difference]:
        if set(yours) != set(expected):
            yield Difference("length", call, place, None, sorted(map(str, yours)), sorted(map(str, expected)))
        for key, theirs in expected.items():
            if key in yours:
                yield from self.value(yours[key], theirs, call, place + form.format(key))

    def is_number(self, value: Any) -> bool:
        return isinstance(value, self.xp.ndarray) or type(value) in (int, float)

    def numbers(self, yours: Any, expected: Any, call: int, place: str) -> Iterator[Difference]:
        xp = self.xp
        arrays = isinstance(yours, xp.ndarray) and isinstance(expected, xp.ndarray)
        try:
            mine, theirs = xp.asarray(yours), xp.asarray(expected)
            wide = xp.result_type(mine.dtype, theirs.dtype, xp.float64)
        except (TypeError, OverflowError):
            yield Difference("type", call, place, None, _kind(yours), _kind(expected))
            return
        if mine.shape != theirs.shape:
            yield Difference("shape", call, place, None, mine.shape, theirs.shape)
        elif arrays and mine.dtype != theirs.dtype and not (mine.dtype.kind in "iu" and theirs.dtype.kind == "f"):
            yield Difference("dtype", call, place, None, mine.dtype.name, theirs.dtype.name)
        elif mine.dtype.kind == "O" or theirs.dtype.kind == "O":  # ints beyond 64 bits
            if yours != expected:
                yield Difference("value", call, place, None, yours, expected)
        else:
            yield from self.elements(mine.astype(wide), theirs.astype(wide), call, place)

    def elements(self, mine: Array, theirs: Array, call: int, place: str) -> Iterator[Difference]:
        xp, measure = self.xp, self.measure
        if mine.tobytes() == theirs.tobytes():  # most often so, and far quicker than all that follows
            return
        with xp.errstate(all="ignore"):
            allowed = measure.atol + measure.rtol * abs(theirs)
            if not self.report_all and (xp.isfinite(allowed) & (abs(mine - theirs) <= allowed)).all():
                return
            finite = xp.isfinite(theirs)
            same_infinity = (mine == theirs) | (xp.isnan(mine) & xp.isnan(theirs))
            unlike = xp.where(finite, ~xp.isfinite(mine), ~same_infinity)
            apart = xp.where(finite & ~unlike, abs(mine - theirs), 0.0)
            size = xp.where(finite, abs(theirs), 0.0)
            allowed = measure.atol + measure.rtol * size
            beyond = apart > allowed
            if not (unlike.any() or beyond.any()) and not self.report_all:
                return
            if mine.size == 0:
                return
            ratio = xp.where(apart == 0, 0.0, apart / allowed)
            relative = (apart / size)[size > 0]
            excess = math.inf if unlike.any() else float(ratio.max())
            wrong = unlike | beyond
            first = int(xp.argmax(wrong.ravel())) if wrong.any() else int(xp.argmax(ratio.ravel()))
        index = tuple(int(part) for part in xp.unravel_index(first, mine.shape)) if mine.ndim else ()
        reason: Reason = "finite" if unlike[index] else "value"
        yours, expected = mine[index].item(), theirs[index].item()
        max_rel = float(relative.max()) if relative.size else None
        yield Difference(reason, call, place, index, yours, expected, float(apart.max()), max_rel, excess)


def _brackets(path: str) -> str:
    return "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in path.split(".") if part)


def _kind(value: Any) -> str:
    """What a value is, in a word or two."""
    if isinstance(value, Note):
        return f"an object of type {value.type}" if value.kind == "object" else f"{a(value.type)} that is {value.kind}"
    if value is None:
        return "None"
    if hasattr(value, "dtype"):
        return f"an array of {value.dtype.name}"
    return {"Record": "an object with attributes"}.get(type(value).__name__, a(type(value).__name__))


def a(noun: str) -> str:
    """The noun with its article: `an int`, `a list`."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
