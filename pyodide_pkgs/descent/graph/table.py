"""The closed table of operations: every one of them, and nothing else that a graph could name."""

from typing import Any

from descent.graph.elementwise import ELEMENTWISE
from descent.graph.kinds import Kind
from descent.graph.matrices import MATRICES
from descent.graph.operation import Attrs, Operation, Place
from descent.graph.reductions import REDUCTIONS
from descent.graph.refusal import Refused
from descent.graph.shaping import SHAPING, is_number

FINFO = ("eps", "smallest_normal", "max")


def _is_constant(value: Any) -> bool:
    return value is True or value is False or is_number(value)


def _constant_kind(given: list[Kind], attrs: Attrs) -> Kind:
    return Kind((), "bool" if isinstance(attrs["value"], bool) else "float")


def _constant(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return attrs["value"] if out.dtype == "bool" else float(attrs["value"])


def _cast_kind(given: list[Kind], attrs: Attrs) -> Kind:
    if given[0].is_number and attrs["dtype"] == "int":
        raise Refused("astype makes indices of arrays alone; round a number with xp.floor or xp.round")
    return Kind(given[0].shape, attrs["dtype"])


def _cast(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    dtype = {"float": place.dtype, "bool": place.xp.bool, "int": place.xp.int64}[attrs["dtype"]]
    if not hasattr(args[0], "dtype"):
        return bool(args[0]) if attrs["dtype"] == "bool" else float(args[0])
    return args[0] if args[0].dtype == dtype else place.xp.astype(args[0], dtype)


def _finfo(place: Place, args: list[Any], attrs: Attrs, out: Kind) -> Any:
    return float(getattr(place.xp.finfo(place.dtype), attrs["of"]))


BASE: tuple[Operation, ...] = (
    Operation("constant", (0, 0), _constant_kind, _constant, "a number or a truth", {"value": _is_constant}),
    Operation(
        "finfo",
        (0, 0),
        lambda given, attrs: Kind(()),
        _finfo,
        "eps, the smallest normal or the largest number of the parameter's dtype",
        {"of": lambda value: value in FINFO},
    ),
    Operation(
        "astype",
        (1, 1),
        _cast_kind,
        _cast,
        "as float (the parameter's dtype), bool or int",
        {"dtype": lambda value: value in ("float", "bool", "int")},
    ),
)

OPERATIONS: dict[str, Operation] = {
    operation.name: operation for operation in (*BASE, *ELEMENTWISE, *REDUCTIONS, *SHAPING, *MATRICES)
}
"""By name."""


def operation(name: Any) -> Operation:
    """The operation of that name; `Refused` for any other."""
    found = OPERATIONS.get(name) if isinstance(name, str) else None
    if found is None:
        raise Refused(f"no operation is called {str(name)[:60]!r}; the table has {len(OPERATIONS)} others")
    return found
