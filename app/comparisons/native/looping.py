"""A section of a graph as operations on one entry: what a loop over the entries of a run does, and sums between loops.

A value is one place in `Scalars`: of `Level.ENTRY` where it differs between entries, else one number of the run.
Entries keep their place; what would move them, or reduce some of them only, has no loop.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from descent.graph.graph import Node, Section
from descent.graph.kinds import Kind
from descent.graph.table import OPERATIONS

from app.comparisons.native.lowering import MOVING, NoCode, Places, cast, elementwise, known_number
from app.comparisons.native.reducing import REDUCING
from app.comparisons.native.scalars import DATA, Level, Scalars


def looped(section: Section, given: Mapping[str, Places], scalars: Scalars, finfo: Any) -> dict[str, Places]:
    """The outputs of a section by name, one place each, with as many axes of length 1 as they have axes.

    `NoCode` for an operation that does not take entry by entry what has `scalars.entries` of them.
    """
    values = [given[name] for name, _ in section.inputs]
    for index, node in enumerate(section.nodes, len(values)):
        args, kind = [values[arg] for arg in node.args], section.kinds[index]
        if any(arg.min() < 0 for arg in args):
            raise NoCode("an input of this kind has no code of one run")
        found = _applied(node, args, [section.kinds[arg] for arg in node.args], kind, scalars, finfo)
        values.append(found.reshape((1,) * len(kind.sides)))
    return {name: values[index] for name, index in section.outputs.items()}


def _applied(node: Node, args: list[Places], kinds: list[Kind], out: Kind, scalars: Scalars, finfo: Any) -> Places:
    number = known_number(node, out, scalars, finfo)
    if number is not None:
        return number
    if node.op == "array":
        return np.array(_written(node.attrs["values"], scalars))
    if node.op == "astype":
        return cast(args[0], kinds[0], out, scalars)
    if node.op == "each_run":
        return args[0]
    if node.op in MOVING:
        return _moved(node, args, kinds, out, scalars)
    if node.op in REDUCING:
        return np.array(_reduced(node, int(args[0].reshape(())), kinds[0], scalars))
    if OPERATIONS[node.op].elementwise and out.dtype != "int" and all(kind.dtype != "int" for kind in kinds):
        for arg, kind in zip(args, kinds, strict=True):
            if _differs(arg, scalars) and not kind.entries == out.entries == scalars.entries:
                raise NoCode(f"{node.op} of each entry with each other has no loop over entries")
        return elementwise(node.op, [arg.reshape(()) for arg in args], out, scalars)
    raise NoCode(f"{node.op} has no loop over entries")


def _differs(places: Places, scalars: Scalars) -> bool:
    return bool(scalars.all[int(places.reshape(()))].level & Level.ENTRY)


def _written(values: list[float], scalars: Scalars) -> int:
    """Numbers written out: one for each entry, or one."""
    if len(set(map(float.hex, map(float, values)))) == 1:
        return scalars.constant(float(values[0]))
    if len(values) != scalars.entries:
        raise NoCode(f"{len(values)} numbers beside {scalars.entries} entries have no loop over entries")
    return scalars.table(tuple(map(float, values)))


def _moved(node: Node, args: list[Places], kinds: list[Kind], out: Kind, scalars: Scalars) -> Places:
    """What only gets another shape: any shape for one number, the same entries in the same order otherwise."""
    value = args[1] if node.op == "full_like" else args[0]
    if node.op not in ("concat", "stack"):
        if not _differs(value, scalars):
            return value
        index = node.attrs["index"] if node.op == "index" else []
        whole = all(one in ("all", "new") for one in index)
        same = kinds[0].entries == out.entries == scalars.entries
        if node.op in ("reshape", "broadcast_to", "index") and whole and same:
            return value
    raise NoCode(f"{node.op} moves entries, which has no loop over entries")


def _reduced(node: Node, place: int, kind: Kind, scalars: Scalars) -> int:
    axes = range(len(kind.sides)) if node.op == "run_norm" else node.attrs["axis"]
    if kind.entries not in (1, scalars.entries):
        raise NoCode(f"{node.op} of {kind.entries} entries has no loop over {scalars.entries}")
    if any(side not in (1, "runs") for axis, side in enumerate(kind.sides) if axis not in axes):
        raise NoCode(f"{node.op} along some axes has no loop over entries")
    if scalars.all[place].truth:
        place = scalars.add("number", place)
    if kind.entries == 1:
        value = np.array(place, dtype=np.int64).reshape((1,) * len(kind.sides))
        return int(REDUCING[node.op](value, node.attrs, scalars).reshape(()))
    order = {1: "norm 1", 2: "norm 2", "inf": "norm inf"}
    op = order[node.attrs["ord"]] if node.op == "vector_norm" else node.op
    made = _REDUCED[op](place, scalars)
    if scalars.all[made].level != DATA:
        raise NoCode(f"{node.op} of what is alike for all runs has no loop over entries")
    return made


def _sum(place: int, scalars: Scalars) -> int:
    return scalars.reduce("sum", place)


def _norm(place: int, scalars: Scalars) -> int:
    return scalars.add("sqrt", _sum(scalars.add("square", place), scalars))


_REDUCED: dict[str, Callable[[int, Scalars], int]] = {
    "sum": _sum,
    "mean": lambda place, scalars: scalars.add(
        "divide", _sum(place, scalars), scalars.constant(float(scalars.entries))
    ),
    "prod": lambda place, scalars: scalars.reduce("prod", place),
    "max": lambda place, scalars: scalars.reduce("max", place),
    "min": lambda place, scalars: scalars.reduce("min", place),
    "run_norm": _norm,
    "norm 2": _norm,
    "norm 1": lambda place, scalars: _sum(scalars.add("abs", place), scalars),
    "norm inf": lambda place, scalars: scalars.reduce("max", scalars.add("abs", place)),
}
