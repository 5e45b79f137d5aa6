"""The operations that take entries together, never those of two runs, and those that put them in order."""

import operator
from collections.abc import Callable
from typing import Any

from descent.graph.elementwise import as_float
from descent.graph.kinds import Kind, Shape
from descent.graph.operation import Attrs, Operation, Place, floats, is_axes, is_axis, is_int, is_truth, truths
from descent.graph.refusal import Refused

_AXES = {"axis": is_axes, "keepdims": is_truth}


def _left(kind: Kind, attrs: Attrs, name: str) -> Shape:
    """The shape after a reduction along `axis`; `Refused` where that would take the runs together."""
    axes, sides = attrs["axis"], kind.sides
    axes = [axes] if isinstance(axes, int) else axes
    if kind.is_number:
        raise Refused(f"{name} takes an array, given a number")
    for axis in axes:
        if axis >= len(sides):
            raise Refused(f"{name} along axis {axis}: the array has {len(sides)} axes, counted from 0")
        if axis == 0 and kind.has_runs:
            raise Refused(f"{name} along axis 0 would take the runs together: axis 0 is the run")
    if attrs["keepdims"]:
        return tuple(1 if place in axes else side for place, side in enumerate(sides))
    return tuple(side for place, side in enumerate(sides) if place not in axes)


def _all_entries(given: list[Kind], attrs: Attrs, out: Kind) -> int:
    return max(given[0].entries, 1)


def _reduction(name: str, words: str, *, dtype: str = "float", some: bool = False) -> Operation:
    """A reduction to numbers; with `some` it takes no axis of length 0."""

    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        (floats if dtype == "float" else truths)(given, name)
        shape = _left(given[0], attrs, name)
        if some and any(given[0].sides[axis] == 0 for axis in attrs["axis"]):
            raise Refused(f"{name} along an axis without entries has no value")
        return Kind(shape, dtype)

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        x = as_float(args[0], place) if dtype == "float" else args[0]
        return getattr(place.xp, name)(x, axis=tuple(attrs["axis"]), keepdims=attrs["keepdims"])

    return Operation(name, (1, 1), kind, run, words, _AXES, _all_entries)


def _spread(name: str, words: str) -> Operation:
    """The variance or its root, with a correction of the number of entries."""

    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        floats(given, name)
        return Kind(_left(given[0], attrs, name))

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return getattr(place.xp, name)(
            args[0], axis=tuple(attrs["axis"]), keepdims=attrs["keepdims"], correction=attrs["correction"]
        )

    return Operation(
        name, (1, 1), kind, run, words, {**_AXES, "correction": lambda value: is_int(value, 0, 1)}, _all_entries
    )


def _place_of(name: str, words: str) -> Operation:
    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        floats(given, name)
        shape = _left(given[0], attrs, name)
        if given[0].sides[attrs["axis"]] == 0:
            raise Refused(f"{name} along an axis without entries has no value")
        return Kind(shape, "int")

    def run(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
        return getattr(place.xp, name)(args[0], axis=attrs["axis"], keepdims=attrs["keepdims"])

    return Operation(name, (1, 1), kind, run, words, {"axis": is_axis, "keepdims": is_truth}, _all_entries)


def _along(name: str, run: Callable[..., Any], words: str, *, dtype: str = "float") -> Operation:
    """What keeps the shape and goes along one axis."""

    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        floats(given, name)
        _left(given[0], {**attrs, "keepdims": True}, name)
        return Kind(given[0].shape, dtype)

    def cost(given: list[Kind], attrs: Attrs, out: Kind) -> int:
        return max(given[0].entries, 1) * 8

    return Operation(name, (1, 1), kind, run, words, {"axis": is_axis}, cost)


def _cumulative_sum(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.cumulative_sum(args[0], axis=attrs["axis"])


def _sort(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.sort(args[0], axis=attrs["axis"])


def _argsort(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.argsort(args[0], axis=attrs["axis"], stable=True)


def _norm(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    axes = attrs["axis"]
    axis = axes[0] if len(axes) == 1 else tuple(axes)
    order = float(attrs["ord"]) if attrs["ord"] == "inf" else attrs["ord"]
    return place.xp.linalg.vector_norm(args[0], axis=axis, keepdims=attrs["keepdims"], ord=order)


def _norm_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "vector_norm")
    return Kind(_left(given[0], attrs, "vector_norm"))


def _run_norm(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    """NumPy sums a norm without axes in another order: of each run as it would be alone."""
    x, xp = args[0], place.xp
    if hasattr(xp, "ndarray"):
        return xp.stack([xp.linalg.norm(x[run]) for run in range(x.shape[0])])
    return xp.linalg.vector_norm(x, axis=tuple(range(1, x.ndim)))


def _run_norm_kind(given: list[Kind], attrs: Attrs) -> Kind:
    floats(given, "run_norm")
    if not given[0].has_runs:
        raise Refused("run_norm takes an array with a run axis")
    return Kind(None)


def _each_kind(given: list[Kind], attrs: Attrs) -> Kind:
    if given[0].shape != ("runs",):
        raise Refused("each_run takes an array of the runs alone")
    return Kind(None, given[0].dtype)


REDUCTIONS: tuple[Operation, ...] = (
    _reduction("sum", "the sum along axes"),
    _reduction("mean", "the mean along axes"),
    _reduction("prod", "the product along axes"),
    _reduction("max", "the largest along axes", some=True),
    _reduction("min", "the smallest along axes", some=True),
    _reduction("all", "whether all along axes", dtype="bool"),
    _reduction("any", "whether one along axes", dtype="bool"),
    _spread("var", "the variance along axes"),
    _spread("std", "the standard deviation along axes"),
    _place_of("argmax", "the index of the largest along an axis"),
    _place_of("argmin", "the index of the smallest along an axis"),
    _along("cumulative_sum", _cumulative_sum, "the sums so far along an axis"),
    _along("sort", _sort, "sorted along an axis, smallest first"),
    _along("argsort", _argsort, "the indices that sort along an axis, equal ones in their order", dtype="int"),
    Operation(
        "vector_norm",
        (1, 1),
        _norm_kind,
        _norm,
        "the norm along axes",
        {**_AXES, "ord": lambda value: value in (1, 2, "inf") and not isinstance(value, bool)},
        _all_entries,
    ),
    Operation("run_norm", (1, 1), _run_norm_kind, _run_norm, "the norm of each run, as of one alone", {}, _all_entries),
    Operation(
        "each_run",
        (1, 1),
        _each_kind,
        lambda place, args, attrs, out: args[0],
        "an array (runs,) as one number per run",
        {},
        lambda given, attrs, out: operator.index(0),
    ),
)
