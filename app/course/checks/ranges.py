"""What every problem keeps of its inputs: the statement says what may be passed, the tests pass that and all of it."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy
from descent.judge.cases.corners import LATE
from descent.judge.ranges import KINDS_OF_ARRAYS, NEARLY, Range
from descent.judge.suite import Suite

from app.course import catalog
from app.course.checks.judgements import SEEDS, suite_of
from app.course.checks.passed import Passed, passed

STEPS = ("t", "step")
"""Names of arguments that count steps."""


def forget() -> None:
    """Gather anew when asked next: the files have changed."""
    _passed.cache_clear()


def _gathered(slug: str, seed: int) -> dict[str, Passed]:
    return _passed(suite_of(slug, seed))


@cache
def _passed(suite: Suite) -> dict[str, Passed]:
    return dict(passed(suite))


def the_statement_shows_the_ranges(slug: str) -> Iterator[str]:
    """The statement shows the ranges of problem.toml."""
    if catalog.problem(slug).statement.count("```ranges\n```") != 1:
        yield "statement.md has no fenced block marked ranges, in whose place the ranges of problem.toml appear"


def every_argument_has_a_range(slug: str) -> Iterator[str]:
    """Every argument that a test passes has a range in problem.toml, and every range an argument."""
    ranges, there = suite_of(slug, 0).ranges, _gathered(slug, 0)
    for name in there:
        if name not in ranges:
            yield f"problem.toml has no range for {name}"
    for name in ranges:
        if name not in there:
            yield f"problem.toml has a range for {name}, which no test passes"


def inputs_stay_in_their_ranges(slug: str) -> Iterator[str]:
    """No test passes what the statement does not allow."""
    for seed in SEEDS:
        ranges = suite_of(slug, seed).ranges
        for name, here in _gathered(slug, seed).items():
            if name in ranges:
                yield from (f"{name} {said}, seed {seed}" for said in sorted(set(_outside(ranges[name], here))))


def ranges_are_reached(slug: str) -> Iterator[str]:
    """Both ends of every range, every default and every form of argument are passed."""
    ranges, there = suite_of(slug, 0).ranges, _gathered(slug, 0)
    for name, one in ranges.items():
        if name in there:
            yield from (f"{name} {said}" for said in _missed(one, there[name]))


def late_steps_are_taken(slug: str) -> Iterator[str]:
    """Where steps are counted, late ones are taken."""
    for name, one in suite_of(slug, 0).ranges.items():
        if name in STEPS and not max(_gathered(slug, 0)[name].numbers, default=0) >= LATE:
            yield f"{name} ends at {one.high:g}: no test takes a late step ({LATE} or more)"


def defaults_are_left_to_the_code(slug: str) -> Iterator[str]:
    """Every argument that has a default is left out by some test."""
    for name, here in _gathered(slug, 0).items():
        if here.default and not here.left_out:
            yield f"{name} is passed by every test, so that no test sees its default"


def _outside(one: Range, here: Passed) -> Iterator[str]:
    for number in here.numbers:
        if one.low is None or one.high is None:
            if number not in one.choices:
                yield f"is {number!r}, and its range allows no numbers"
        elif not one.low <= number <= one.high or (one.open_high and number == one.high):
            yield f"is {number!r}, outside of its range from {one.low:g} to {one.high:g}"
        elif one.whole and number != int(number):
            yield f"is {number!r}, which is not whole"
    for other in here.others:
        if other is None and not one.none:
            yield "is None, which its range does not allow"
        if other is not None and other not in one.choices and not (one.text and isinstance(other, str)):
            yield f"is {other!r}, which is none of its choices"
    for array in here.arrays:
        yield from _odd_array(one, array)
    for form in here.forms if one.forms else ():
        if form not in one.forms:
            yield f"is a {form}, and its forms are {', '.join(one.forms)}"


def _odd_array(one: Range, array: Any) -> Iterator[str]:
    if not one.arrays:
        yield "is an array, which its range does not allow"
        return
    if array.dtype.name not in one.dtypes:
        yield f"is an array of {array.dtype.name}"
    axes = {"matrix": (2,), "matrix or vector": (1, 2), "flat": (1,), "square": (2,)}.get(one.arrays)
    if (axes and (array.ndim not in axes or not array.size)) or (one.arrays == "axis" and not array.ndim):
        yield f"has the shape {array.shape}, which is no {one.arrays}"
    if one.positive and (array < 0).any():
        yield "has entries below 0"
    sizes = numpy.abs(array[array != 0])
    if one.sizes and sizes.size and not (one.sizes[0] <= sizes.min() and sizes.max() <= one.sizes[1]):
        yield f"has entries from {sizes.min():.3g} to {sizes.max():.3g} in size"


def _missed(one: Range, here: Passed) -> Iterator[str]:
    if one.low is not None and one.high is not None:
        last = one.high - 10 * NEARLY * (one.high - one.low) if one.open_high else one.high
        if one.low not in here.numbers:
            yield f"is never {one.low:g}, where its range begins"
        if not any(number >= last for number in here.numbers):
            yield f"is never {'near ' if one.open_high else ''}{one.high:g}, where its range ends"
    for choice in one.choices:
        if choice not in here.others and choice not in here.numbers:
            yield f"is never {choice!r}"
    if one.none and None not in here.others:
        yield "is never None"
    for form in one.forms:
        if form not in here.forms:
            yield f"is never a {form}"
    if one.arrays:
        yield from (f"is never an array with {kind}" for kind in KINDS_OF_ARRAYS[one.arrays] if not _there(kind, here))
        there = {array.dtype.name for array in here.arrays}
        yield from (f"is never an array of {dtype}" for dtype in one.dtypes if dtype not in there)
        yield from _missed_sizes(one, here)


def _missed_sizes(one: Range, here: Passed) -> Iterator[str]:
    entries = [numpy.abs(array[array != 0]) for array in here.arrays]
    if not one.sizes or not any(sizes.size for sizes in entries):
        return
    least = min(float(sizes.min()) for sizes in entries if sizes.size)
    most = max(float(sizes.max()) for sizes in entries if sizes.size)
    if least > 1e3 * one.sizes[0] or most < 1e-3 * one.sizes[1]:
        low, high = one.sizes
        yield f"has entries from {least:.3g} to {most:.3g} in size, and its range goes from {low:g} to {high:g}"


def _there(kind: str, here: Passed) -> bool:
    tests: dict[str, Callable[[Any], bool]] = {
        "no axis": lambda array: not array.ndim,
        "no entry": lambda array: not array.size,
        "one axis": lambda array: array.ndim == 1,
        "several axes": lambda array: array.ndim > 1,
        "more rows than columns": lambda array: array.shape[0] > array.shape[1],
        "more columns than rows": lambda array: array.shape[0] < array.shape[1],
    }
    return bool(here.views) if kind == "a view" else any(tests[kind](array) for array in here.arrays)
