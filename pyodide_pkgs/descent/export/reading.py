"""From a section of a graph to a formula: the run axis is dropped, what takes a whole run takes a whole tensor."""

from typing import Any

from descent.export.value import Formula, Side, Value
from descent.graph.graph import Node, Section
from descent.graph.kinds import RUNS, Kind

_ONE_AXIS = {"argmax", "argmin", "cumulative_sum", "sort", "argsort", "concat", "stack", "flip", "roll"} | {
    "take_along_axis",
}
_REDUCTIONS = {"sum", "mean", "prod", "max", "min", "all", "any", "var", "std", "vector_norm"}
SAME = {"full", "full_like", "reshape", "broadcast_to", "index", "each_run", "permute_dims"}
"""Operations that of a number make the same number, as long as what comes out is one."""


def formula_of(section: Section, model: bool = False) -> Formula:
    """The formula that a section computes; values of one number per tensor are numbers.

    That of a whole model is traced with one tensor, which stands for all of them one after another.
    """

    def name_of(name: str) -> str:
        return name.removesuffix(".0") if model else name

    values = [
        Value("input", [], {"name": name_of(name)}, _sides(kind), kind.dtype, name=name_of(name), place=place)
        for place, (name, kind) in enumerate(section.inputs)
    ]
    ranks = [len(kind.sides) for kind in section.kinds]
    for place, node in enumerate(section.nodes, len(values)):
        kind = section.kinds[place]
        args = [values[arg] for arg in node.args]
        shape = _sides(kind)
        if node.op in SAME and not shape and not args[0].shape and args[0].dtype == kind.dtype:
            whole = args[1] if node.op == "full_like" else args[0]
            values.append(whole)
            continue
        if node.op == "full_like":  # the second is the number
            args = [args[1], args[0]]
        given = section.kinds[node.args[0]] if node.args else kind
        attrs = _attributes(node, given, ranks[node.args[0]] if node.args else 0, kind)
        op = "norm" if node.op in ("run_norm", "vector_norm") else node.op
        values.append(Value(op, args, attrs, shape, kind.dtype, node.name, place))
    outputs = {name_of(name): values[index] for name, index in section.outputs.items()}
    return Formula(outputs, tuple(name_of(name) for name, _ in section.inputs))


def _sides(kind: Kind) -> tuple[Side, ...]:
    sides = tuple(side for side in kind.sides if side != RUNS)
    return () if all(side == 1 for side in sides) else sides


def _attributes(node: Node, given: Kind, rank: int, out: Kind) -> dict[str, Any]:
    """The attributes as those of one tensor: axes count from the end, None is all of them."""
    attrs = dict(node.attrs)
    if node.op in _REDUCTIONS:
        axes = sorted(attrs["axis"])
        every = [axis for axis in range(rank) if given.sides[axis] != RUNS]
        whole = axes == every or all(given.sides[axis] == 1 for axis in every if axis not in axes)
        attrs["axis"] = None if whole else tuple(axis - rank for axis in axes)
        attrs["keepdims"] = attrs["keepdims"] and attrs["axis"] is not None
    elif node.op == "run_norm":
        attrs = {"axis": None, "keepdims": False, "ord": 2}
    elif node.op in ("argmax", "argmin") and not _sides(out):
        attrs = {"axis": None, "keepdims": False}
    elif node.op in _ONE_AXIS:
        attrs["axis"] -= rank + (1 if node.op == "stack" else 0)
    elif node.op in ("reshape", "broadcast_to", "full"):
        attrs["shape"] = tuple(side for side in attrs["shape"] if side != RUNS)
    elif node.op == "full_like":
        attrs["shape"] = tuple(side for side in out.sides if side != RUNS)
    elif node.op == "permute_dims":
        attrs["axes"] = tuple(axis - 1 for axis in attrs["axes"][1:]) if given.has_runs else tuple(attrs["axes"])
    elif node.op == "index" and given.has_runs:
        attrs["index"] = attrs["index"][1:]
    return attrs
