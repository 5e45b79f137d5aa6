"""Tests of the corners of what may be passed, the same for every function that takes a step or gives an update.

    FUNCTION = Function("adam_step", {"m": State(1), "v": State(2, positive=True)}, {"lr": 0.1, ...}, counted="t")
    TESTS = (..., *corner_tests(FUNCTION, RANGES))

`RANGES` stands in every `tests.py`: the ranges of its problem.toml. The tests pass every setting at both ends of its
range, late steps resumed from given state, arrays without an axis or without an entry, views of the caller's arrays,
and numbers of the smallest and the largest size.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from descent.judge.case import Call, Case, Ref, Seeing, Test, View
from descent.judge.cases.updates import joined, spread
from descent.judge.ranges import Ranges
from descent.spec import Array, Namespace

Shape = tuple[int, ...]
SIZES = "numbers of every size count here, so the smallest one may not vanish in an absolute tolerance"
LATE = 10_000
"""A step is late from here on."""


@dataclass(frozen=True)
class State:
    """How the entries of one state are drawn: about the gradient's size to that power, of either sign or positive.

    `factors` multiply the entries in turn, where some should be larger than others.
    """

    power: int = 1
    positive: bool = False
    factors: tuple[float, ...] = (1.0,)


@dataclass(frozen=True)
class Function:
    """A function that steps lists of tensors, or gives the update of one tensor (`lists=False`).

    Positional are the parameters (of lists only), the gradients and the states; where steps are counted, `t` comes
    next, or by the keyword that `counted` names if there are no lists. `usual` are settings away from every corner.
    """

    name: str
    states: Mapping[str, State]
    usual: Mapping[str, Any]
    counted: str = ""
    lists: bool = True
    shapes: Sequence[Shape] = ((2,), (2, 2))
    """Of the tensors where their shape is not what a test is about."""
    limits: Sequence[Shape] = ((), (0, 3), (0,), (1,), (3, 1, 2))
    """Shapes at their limits."""
    gradient: str = "grad"
    scale: float = 1e-4
    """The usual size of gradients: so small that a default `eps` shows beside them."""
    fixed: tuple[str, ...] = ()
    """Settings whose ends other tests pass."""
    late: Mapping[str, Any] = field(default_factory=dict)
    """Settings at very late steps, besides the usual ones."""
    extra: Mapping[str, State] = field(default_factory=dict)
    """Further lists that come with the gradients, by position after the states."""
    small: Mapping[str, Any] = field(default_factory=dict)
    """Settings in the test of tiny and huge numbers, besides the usual ones."""


@dataclass(frozen=True)
class Seen:
    """The shape of a tensor, and how it looks at the caller's array if it is a view."""

    shape: Shape
    how: Seeing | None = None


def corner_tests(function: Function, ranges: Ranges, leave_out: tuple[str, ...] = ()) -> tuple[Test, ...]:
    """The tests of all corners; `leave_out` names those that a problem has in a form of its own."""
    tests = [
        Test("borders", "every setting at both ends of its range", _made(borders, function, ranges), "named"),
        Test("limits", "tensors without an axis or without an entry", _made(limits, function, ranges), "named"),
        Test(
            "views",
            "tensors that are views of the caller's arrays",
            _made(views, function, ranges),
            "named",
            "in_place",
        ),
        Test(
            "sizes",
            "numbers of the smallest and the largest size",
            _made(sizes, function, ranges),
            "named",
            atol=0.0,
            reason=SIZES,
        ),
    ]
    if function.counted:
        tests.insert(1, Test("late-steps", "very late steps", _made(late, function, ranges), "named"))
    return tuple(test for test in tests if test.id not in leave_out)


def _made(make: Callable[..., Case], function: Function, ranges: Ranges) -> Callable[[Any, Namespace], Case]:
    return partial(make, function, ranges)


def borders(function: Function, ranges: Ranges, rng: Any, xp: Namespace) -> Case:
    """A step from given state for every end of every setting; lists get their settings by position once."""
    cases = []
    for number, settings in enumerate(cornered(function, ranges)):
        tensors = [Seen(function.shapes[number % len(function.shapes)])]
        cases.append(run(function, rng, xp, tensors, settings, [7 + number], f"_{number}_"))
    return joined(*cases)


def cornered(function: Function, ranges: Ranges) -> Iterator[dict[str, Any]]:
    """The usual settings with one of them, or one entry of a tuple, at an end of its range."""
    for name, value in function.usual.items():
        if name in function.fixed:
            continue
        for corner in ranges[name].corners():
            if isinstance(value, tuple):
                for place in range(len(value)):
                    yield {**function.usual, name: (*value[:place], corner, *value[place + 1 :])}
            elif corner != value:
                yield {**function.usual, name: corner}


def late(function: Function, ranges: Ranges, rng: Any, xp: Namespace) -> Case:
    """Steps from given state at the first late step and at the last one, with slow averages."""
    last = int(ranges[function.counted].high or LATE)
    slow = {name: _slow(name, value, ranges) for name, value in function.usual.items()} | dict(function.late)
    cases = [
        run(function, rng, xp, [Seen(shape) for shape in function.shapes], settings, [t], f"_{number}_")
        for number, (t, settings) in enumerate([(LATE, slow), (last, slow), (last, function.usual)])
    ]
    return joined(*cases)


def _slow(name: str, value: Any, ranges: Ranges) -> Any:
    """A setting just below 1 where that is the end of its range, so that even late steps see it."""
    one = ranges[name]
    if not (one.open_high and one.high == 1):
        return value
    return tuple(0.9995 for _ in value) if isinstance(value, tuple) else 0.9995


def limits(function: Function, ranges: Ranges, rng: Any, xp: Namespace) -> Case:
    """Two steps on tensors whose shapes are at their limits."""
    del ranges
    return run(function, rng, xp, [Seen(shape) for shape in function.limits], function.usual, [7, 8])


def views(function: Function, ranges: Ranges, rng: Any, xp: Namespace) -> Case:
    """Two steps on views; the arrays behind them are the caller's, and are looked at too."""
    del ranges
    ways: list[Seeing] = ["transposed", "every second", "backwards"]
    tensors = [Seen(max(function.shapes, key=len), how) for how in ways]
    return run(function, rng, xp, tensors, function.usual, [4, 5])


def sizes(function: Function, ranges: Ranges, rng: Any, xp: Namespace) -> Case:
    """Two steps with gradients of the smallest size, and two with the largest."""
    name = "grads" if function.lists else function.gradient
    low, high = ranges[name].sizes or (1.0, 1.0)
    settings = {**function.usual, **function.small}
    tensors = [Seen(shape) for shape in function.shapes]
    cases = [
        run(function, rng, xp, tensors, settings, [2, 3], f"_{number}_", scale=scale)
        for number, scale in enumerate((low * 10, high))
    ]
    return joined(*cases)


def run(
    function: Function,
    rng: Any,
    xp: Namespace,
    tensors: Sequence[Seen],
    settings: Mapping[str, Any],
    counts: Sequence[int],
    tag: str = "",
    scale: float | None = None,
) -> Case:
    """Steps at these counts on tensors with state that is not zero; `tag` ends the names of their objects."""
    size = function.scale if scale is None else scale
    if function.lists:
        return _list_run(function, rng, xp, tensors, settings, counts, tag, size, scaled=scale is not None)
    return joined(
        *(
            _update_run(function, rng, xp, tensor, settings, counts, f"{tag}{number}_", size)
            for number, tensor in enumerate(tensors)
        )
    )


def _list_run(
    function: Function,
    rng: Any,
    xp: Namespace,
    tensors: Sequence[Seen],
    settings: Mapping[str, Any],
    counts: Sequence[int],
    tag: str,
    size: float,
    *,
    scaled: bool,
) -> Case:
    objects: dict[str, Any] = {}
    named = [f"params{tag}", *(f"{state}{tag}" for state in function.states)]
    sizes = [(1.0, State(0)), *((size, state) for state in function.states.values())]
    for name, (unit, state) in zip(named, sizes, strict=True):
        drawn = [_draw(rng, xp, tensor, unit, state) for tensor in tensors]
        if scaled and name == named[0]:
            drawn[0] = drawn[0] * size  # parameters of the gradients' size beside ordinary ones
        objects[name] = list(_placed(name, drawn, tensors, objects))
    calls = []
    for number, t in enumerate(counts):
        own = f"grads{tag}{number}"
        given = {own: State(), **{f"{name}{tag}{number}": state for name, state in function.extra.items()}}
        for name, state in given.items():
            drawn = [_draw(rng, xp, tensor, size, state) for tensor in tensors]
            objects[name] = list(_placed(name, drawn, tensors, objects))
        further = [Ref(name) for name in given if name != own]
        args = (Ref(named[0]), Ref(own), *map(Ref, named[1:]), *further, *([t] if function.counted else []))
        observed = tuple(name for name in objects if name.startswith(tuple(named)))
        calls.append(Call(function.name, args, dict(settings), observe=observed))
    return Case(objects, tuple(calls))


def _update_run(
    function: Function,
    rng: Any,
    xp: Namespace,
    tensor: Seen,
    settings: Mapping[str, Any],
    counts: Sequence[int],
    tag: str,
    size: float,
) -> Case:
    objects: dict[str, Any] = {}
    named = [f"{state}{tag}" for state in function.states]
    for name, state in zip(named, function.states.values(), strict=True):
        (objects[name],) = _placed(name, [_draw(rng, xp, tensor, size, state)], [tensor], objects)
    calls = []
    for number, t in enumerate(counts):
        own = f"grad{tag}{number}"
        (objects[own],) = _placed(own, [_draw(rng, xp, tensor, size, State())], [tensor], objects)
        counted = {function.counted: t} if function.counted else {}
        observed = tuple(name for name in objects if name.startswith(tuple(named)))
        args = (Ref(own), *map(Ref, named))
        calls.append(Call(function.name, args, {**settings, **counted}, observe=observed))
    return Case(objects, tuple(calls))


def _draw(rng: Any, xp: Namespace, tensor: Seen, size: float, state: State) -> Array:
    """The caller's array behind a tensor: twice the rows for every second one, axes reversed for a transposed one."""
    shape = tensor.shape
    if tensor.how == "every second":
        shape = (2 * shape[0], *shape[1:])
    elif tensor.how == "transposed":
        shape = shape[::-1]
    drawn = spread(rng, xp, shape, -1.0, 0.0) * size**state.power * xp.resize(xp.asarray(state.factors), shape)
    return xp.asarray(abs(drawn) if state.positive else drawn)


def _placed(name: str, drawn: Sequence[Array], tensors: Sequence[Seen], objects: dict[str, Any]) -> Iterator[Any]:
    """The arrays as they stand in an argument; those behind views become objects of their own."""
    for number, (array, tensor) in enumerate(zip(drawn, tensors, strict=True)):
        if tensor.how is None:
            yield array
            continue
        behind = f"{name}_behind{number}"
        objects[behind] = array
        yield View(behind, tensor.how)
