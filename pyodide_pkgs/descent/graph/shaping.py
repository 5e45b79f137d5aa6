"""The operations that make arrays and give them another shape."""

from collections.abc import Callable
from math import prod
from typing import Any

from descent.graph.kinds import RUNS, Kind, Shape, Side, together
from descent.graph.operation import Attrs, Operation, Place, is_axis, is_int, is_shape
from descent.graph.refusal import Refused

MAX_ARRAY = 4096
"""How many numbers an array written out in the graph has."""


def _array(given: Kind, name: str) -> Kind:
    if given.is_number:
        raise Refused(f"{name} takes an array, given a number")
    return given


def _concrete(shape: list[Side], place: Place) -> tuple[int, ...]:
    return tuple(place.runs if side == RUNS else int(side) for side in shape)


def _dtype(place: Place, dtype: str) -> Any:
    return {"float": place.dtype, "bool": place.xp.bool, "int": place.xp.int64}[dtype]


def _reshape_kind(given: list[Kind], attrs: Attrs) -> Kind:
    x, shape = given[0], attrs["shape"]
    if x.is_number:
        raise Refused("reshape takes an array, given a number")
    if x.has_runs != (bool(shape) and shape[0] == RUNS):
        raise Refused("reshape keeps the runs as the first axis")
    if prod(side for side in shape if side != RUNS) != x.entries:
        raise Refused(f"reshape: {x.entries} entries per run do not fill {tuple(shape)}")
    return Kind(tuple(shape), x.dtype)


def _broadcast_kind(given: list[Kind], attrs: Attrs) -> Kind:
    x, shape = given[0], tuple(attrs["shape"])
    if together([x.shape, shape]) != shape:
        raise Refused(f"broadcast_to: the shape does not become {shape}")
    return Kind(shape, x.dtype)


def _broadcast(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    shape, x = _concrete(attrs["shape"], place), args[0]
    if not hasattr(x, "dtype"):
        return place.xp.full(shape, x, dtype=_dtype(place, out.dtype), device=place.device)
    return place.xp.broadcast_to(x, shape)


def _permuted(given: list[Kind], attrs: Attrs) -> Kind:
    x, axes = _array(given[0], "permute_dims"), attrs["axes"]
    if sorted(axes) != list(range(len(x.sides))):
        raise Refused(f"permute_dims takes the axes 0 to {len(x.sides) - 1} in another order, given {axes}")
    if x.has_runs and axes[0] != 0:
        raise Refused("permute_dims keeps the runs as the first axis")
    return Kind(tuple(x.sides[axis] for axis in axes), x.dtype)


def is_index(value: Any) -> bool:
    """Whether the value is one entry of an index: "new", a place, or [start, stop, step] of a slice."""
    if value == "new" or is_int(value, 0):
        return True
    return (
        isinstance(value, list)
        and len(value) == 3
        and is_int(value[0], 0)
        and is_int(value[1], -1)
        and is_int(value[2])
        and value[2] != 0
    )


def _index_kind(given: list[Kind], attrs: Attrs) -> Kind:
    x, index = _array(given[0], "index"), attrs["index"]
    sides: list[Side] = []
    left = list(x.sides)
    for place, one in enumerate(index):
        if one == "new":
            if place == 0 and x.has_runs:
                raise Refused("a new axis before the runs: axis 0 is the run")
            sides.append(1)
            continue
        if not left:
            raise Refused(f"the index has more entries than the array has axes, {len(x.sides)}")
        side = left.pop(0)
        if one == "all":
            sides.append(side)
        elif side == RUNS:
            raise Refused("an index into axis 0 would pick runs: axis 0 is the run")
        elif isinstance(one, int):
            if one >= int(side):
                raise Refused(f"there is no index {one} in an axis of {side}")
        else:
            if max(one[0], one[1]) > int(side):
                raise Refused(f"the slice {one} leaves an axis of {side}")
            sides.append(len(range(*one)))
    return Kind((*sides, *left), x.dtype)


def _index(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return args[0][tuple(_entry(one) for one in attrs["index"])]


def _entry(one: Any) -> Any:
    if one == "new":
        return None
    if one == "all":
        return slice(None)
    if isinstance(one, int):
        return one
    start, stop, step = one
    return slice(start, None if stop < 0 else stop, step)


def _joined_kind(given: list[Kind], attrs: Attrs) -> Kind:
    first, axis = _array(given[0], "concat"), attrs["axis"]
    if axis >= len(first.sides) or (axis == 0 and first.has_runs):
        raise Refused(f"concat along axis {axis}: there are {len(first.sides)} axes, and axis 0 is the run")
    if any(one.has_runs != first.has_runs for one in given):
        raise Refused("concat takes arrays that all have a run axis, or none of them")
    for one in given:
        rest = [side for place, side in enumerate(one.sides) if place != axis]
        if rest != [side for place, side in enumerate(first.sides) if place != axis] or one.dtype != first.dtype:
            raise Refused("concat takes arrays that differ in length along its axis alone")
    length = sum(int(one.sides[axis]) for one in given)
    return Kind((*first.sides[:axis], length, *first.sides[axis + 1 :]), first.dtype)


def _stacked_kind(given: list[Kind], attrs: Attrs) -> Kind:
    first, axis = _array(given[0], "stack"), attrs["axis"]
    if axis > len(first.sides) or (axis == 0 and first.has_runs):
        raise Refused(f"stack along axis {axis}: there are {len(first.sides)} axes, and axis 0 is the run")
    if any(one != first for one in given):
        raise Refused("stack takes arrays of one shape")
    return Kind((*first.sides[:axis], len(given), *first.sides[axis:]), first.dtype)


def _same_along(name: str) -> Callable[[list[Kind], Attrs], Kind]:
    def kind(given: list[Kind], attrs: Attrs) -> Kind:
        x, axis = _array(given[0], name), attrs["axis"]
        if axis >= len(x.sides) or (axis == 0 and x.has_runs):
            raise Refused(f"{name} along axis {axis}: there are {len(x.sides)} axes, and axis 0 is the run")
        return x

    return kind


def _taken_kind(given: list[Kind], attrs: Attrs) -> Kind:
    x, index = _array(given[0], "take_along_axis"), _array(given[1], "take_along_axis")
    axis = attrs["axis"]
    if index.dtype != "int":
        raise Refused("take_along_axis takes indices, such as those of xp.argmax")
    if len(x.sides) != len(index.sides) or axis >= len(x.sides) or (axis == 0 and x.has_runs):
        raise Refused("take_along_axis takes an array and indices with as many axes, along an axis that is no run")
    without = [side for place, side in enumerate(x.sides) if place != axis]
    others = [side for place, side in enumerate(index.sides) if place != axis]
    if any(b not in (1, a) for a, b in zip(without, others, strict=True)):
        raise Refused("take_along_axis takes indices whose other axes are as long as those of the array, or 1")
    shape: Shape = tuple(index.sides[place] if place == axis else side for place, side in enumerate(x.sides))
    return Kind(shape, x.dtype)


def _full(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    shape, value = _concrete(attrs["shape"], place), args[0]
    if hasattr(value, "dtype"):
        return place.xp.broadcast_to(value, shape)
    return place.xp.full(shape, value, dtype=_dtype(place, out.dtype), device=place.device)


def _full_like(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    x, value = args
    if hasattr(value, "dtype"):
        return place.xp.broadcast_to(value, x.shape)
    dtype = _dtype(place, out.dtype)
    return place.xp.full_like(x, value, dtype=dtype)


def _full_kind(given: list[Kind], attrs: Attrs) -> Kind:
    if not given[0].is_number:
        raise Refused("full takes a number")
    shape = tuple(attrs["shape"])
    if given[0].shape is None and together([None, shape]) != shape:
        raise Refused("full of one number per run has a run axis")
    return Kind(shape, given[0].dtype)


def _like_kind(given: list[Kind], attrs: Attrs) -> Kind:
    x, value = given
    if x.is_number or not value.is_number:
        raise Refused("full_like takes an array and a number")
    if value.shape is None and not x.has_runs:
        raise Refused("full_like of one number per run has a run axis")
    return Kind(x.shape, value.dtype)


def _eye(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return place.xp.eye(attrs["rows"], attrs["columns"], dtype=place.dtype, device=place.device)


def _written_kind(given: list[Kind], attrs: Attrs) -> Kind:
    shape = attrs["shape"]
    if RUNS in shape or prod(shape) != len(attrs["values"]):
        raise Refused(f"an array of shape {tuple(shape)} has {prod(s for s in shape if s != RUNS)} values")
    return Kind(tuple(shape))


def _is_values(values: Any) -> bool:
    return isinstance(values, list) and len(values) <= MAX_ARRAY and all(map(is_number, values))


def is_number(value: Any) -> bool:
    """Whether the value is a finite float, or the word for one that is not finite."""
    if isinstance(value, str):
        return value in ("inf", "-inf", "nan")
    return type(value) is float and value - value == 0


def _written(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    flat = place.xp.asarray([float(one) for one in attrs["values"]], dtype=place.dtype, device=place.device)
    return place.xp.reshape(flat, tuple(attrs["shape"]))


def _take(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    x, index = args
    shape = list(x.shape)
    shape[attrs["axis"]] = index.shape[attrs["axis"]]
    if tuple(index.shape) != tuple(shape):
        index = place.xp.broadcast_to(index, tuple(shape))
    return place.xp.take_along_axis(x, index, axis=attrs["axis"])


def _is_axes(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 16 and all(map(is_axis, value))


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 16 and all(one == "all" or is_index(one) for one in value)


_AXIS = {"axis": is_axis}

SHAPING: tuple[Operation, ...] = (
    Operation("full", (1, 1), _full_kind, _full, "an array of one number", {"shape": is_shape}),
    Operation("full_like", (2, 2), _like_kind, _full_like, "an array of the shape of x, every entry y"),
    Operation(
        "eye",
        (0, 0),
        lambda given, attrs: Kind((attrs["rows"], attrs["columns"])),
        _eye,
        "a matrix with ones on the diagonal",
        {"rows": lambda n: is_int(n, 0), "columns": lambda n: is_int(n, 0)},
    ),
    Operation(
        "array", (0, 0), _written_kind, _written, "numbers written out", {"shape": is_shape, "values": _is_values}
    ),
    Operation(
        "reshape",
        (1, 1),
        _reshape_kind,
        lambda place, args, attrs, out: place.xp.reshape(args[0], _concrete(attrs["shape"], place)),
        "another shape, the entries in their order",
        {"shape": is_shape},
    ),
    Operation("broadcast_to", (1, 1), _broadcast_kind, _broadcast, "a larger shape by repetition", {"shape": is_shape}),
    Operation(
        "permute_dims",
        (1, 1),
        _permuted,
        lambda place, args, attrs, out: place.xp.permute_dims(args[0], tuple(attrs["axes"])),
        "the axes in another order",
        {"axes": _is_axes},
    ),
    Operation("index", (1, 1), _index_kind, _index, "a part: places, slices and new axes", {"index": _is_entries}),
    Operation(
        "concat",
        (1, 64),
        _joined_kind,
        lambda place, args, attrs, out: place.xp.concat(args, axis=attrs["axis"]),
        "one after another along an axis",
        _AXIS,
    ),
    Operation(
        "stack",
        (1, 64),
        _stacked_kind,
        lambda place, args, attrs, out: place.xp.stack(args, axis=attrs["axis"]),
        "beside each other along a new axis",
        _AXIS,
    ),
    Operation(
        "flip",
        (1, 1),
        _same_along("flip"),
        lambda place, args, attrs, out: place.xp.flip(args[0], axis=attrs["axis"]),
        "an axis backwards",
        _AXIS,
    ),
    Operation(
        "roll",
        (1, 1),
        _same_along("roll"),
        lambda place, args, attrs, out: place.xp.roll(args[0], attrs["shift"], axis=attrs["axis"]),
        "an axis turned by some places",
        {**_AXIS, "shift": is_int},
    ),
    Operation("take_along_axis", (2, 2), _taken_kind, _take, "the entries at given indices along an axis", _AXIS),
)
