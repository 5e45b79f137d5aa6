"""A section of a graph taken apart into the operations of one run on single numbers.

Arrays are arrays of places in `Scalars`, the run axis one long. What only moves entries is done by NumPy on the places.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from descent.errors import DescentError
from descent.graph.graph import Node, Section
from descent.graph.kinds import Kind
from descent.graph.operation import Place
from descent.graph.shaping import SHAPING
from descent.graph.table import OPERATIONS

from app.comparisons.native.reducing import REDUCING
from app.comparisons.native.scalars import DATA, Level, Scalars

Places = np.ndarray[Any, np.dtype[np.int64]]
MOVING = frozenset(one.name for one in SHAPING) - {"array", "eye", "take_along_axis"}
"""Operations that put entries elsewhere and compute nothing."""


class NoCode(DescentError):
    """Something has no code of one run; the sentence says what."""


def lowered(section: Section, given: Mapping[str, Places], scalars: Scalars, finfo: Any) -> dict[str, Places]:
    """The outputs of a section by name, `(1, *shape)` or `()` for a number; `finfo` is that of the dtype.

    `NoCode` for an operation that is none of single numbers, such as a product of matrices.
    """
    values = [given[name] for name, _ in section.inputs]
    for index, node in enumerate(section.nodes, len(values)):
        args = [values[arg] for arg in node.args]
        kind = section.kinds[index]
        absent = [section.inputs[arg][0] for arg in node.args if arg < len(section.inputs) and values[arg].min() < 0]
        if absent:
            raise NoCode(f"{absent[0]} has no code of one run")
        found = _applied(node, args, [section.kinds[arg] for arg in node.args], kind, scalars, finfo)
        sides = tuple(1 if side == "runs" else int(side) for side in kind.sides)
        values.append(np.broadcast_to(found, sides))
    return {name: values[index] for name, index in section.outputs.items()}


def _applied(node: Node, args: list[Places], kinds: list[Kind], out: Kind, scalars: Scalars, finfo: Any) -> Places:
    number = known_number(node, out, scalars, finfo)
    if number is not None:
        return number
    if node.op == "array":
        written = [scalars.constant(float(value)) for value in node.attrs["values"]]
        return np.array(written, dtype=np.int64).reshape(node.attrs["shape"])
    if node.op == "astype":
        return cast(args[0], kinds[0], out, scalars)
    if node.op == "each_run":
        return args[0].reshape(())
    if node.op in MOVING:
        found: Places = OPERATIONS[node.op].run(Place(np, 1, np.int64, None), args, node.attrs, out)
        return found
    if node.op in REDUCING:
        return REDUCING[node.op](_floats(args[0], scalars), node.attrs, scalars)
    if OPERATIONS[node.op].elementwise and out.dtype != "int" and all(kind.dtype != "int" for kind in kinds):
        return elementwise(node.op, args, out, scalars)
    raise NoCode(f"{node.op} has no code of one run")


def known_number(node: Node, out: Kind, scalars: Scalars, finfo: Any) -> Places | None:
    """The place of a constant or of a property of the dtype, `()`; None for any other node."""
    if node.op == "constant" and out.dtype == "float":
        return np.array(scalars.constant(float(node.attrs["value"])))
    if node.op == "constant":
        return np.array(scalars.add("true" if node.attrs["value"] else "false", truth=True))
    if node.op == "finfo":
        return np.array(scalars.constant(float(getattr(finfo, node.attrs["of"]))))
    return None


def elementwise(op: str, args: list[Places], out: Kind, scalars: Scalars) -> Places:
    """The places of what an operation makes of entries that go together."""
    logical = op.startswith("logical_")
    if op == "where":
        args = [args[0], *(args[1:] if out.dtype == "bool" else [_floats(arg, scalars) for arg in args[1:]])]
    elif not logical:
        args = [_floats(arg, scalars) for arg in args]
    together = np.broadcast_arrays(*args)
    made = [
        _entry(op, places, scalars, truth=out.dtype == "bool")
        for places in zip(*(arg.reshape(-1).tolist() for arg in together), strict=True)
    ]
    return np.array(made, dtype=np.int64).reshape(together[0].shape)


POWERS = {2.0: "square", 0.5: "sqrt", 1.0: "same", -1.0: "reciprocal"}
"""Powers of arrays for which NumPy has a function of its own."""


def _entry(op: str, places: tuple[int, ...], scalars: Scalars, *, truth: bool) -> int:
    level = scalars.all[places[0]].level
    if op == "power" and (level == DATA or level & Level.ENTRY):
        exponent = scalars.all[places[1]]
        shorter = POWERS.get(exponent.value) if exponent.op == "constant" else None
        if shorter == "same":
            return places[0]
        if shorter is not None:
            return scalars.add(shorter, places[0])
    return scalars.add(op, *places, truth=truth)


def _floats(places: Places, scalars: Scalars) -> Places:
    """Truths as the numbers 0 and 1."""
    made = [scalars.add("number", at) if scalars.all[at].truth else at for at in places.reshape(-1).tolist()]
    return np.array(made, dtype=np.int64).reshape(places.shape)


def cast(places: Places, kind: Kind, out: Kind, scalars: Scalars) -> Places:
    """The places of entries as another dtype."""
    if "int" in (kind.dtype, out.dtype):
        raise NoCode("indices have no code of one run")
    if out.dtype == "float":
        return _floats(places, scalars)
    if kind.dtype == "bool":
        return places
    zero = scalars.constant(0.0)
    made = [scalars.add("not_equal", at, zero, truth=True) for at in places.reshape(-1).tolist()]
    return np.array(made, dtype=np.int64).reshape(places.shape)
