"""A formula in its simplest form: constants computed, idle operations left out, known patterns under their names.

`astype(x > 0) - astype(x < 0)` is the sign, entries divided by the largest, squared, summed and rooted are the norm.
Arithmetic stays in the author's order, but that a step which begins with a minus is subtracted.
"""

from typing import Any

from descent.export.value import Formula, Value, number
from descent.graph.table import OPERATIONS

ELEMENTWISE = {name for name, operation in OPERATIONS.items() if operation.elementwise} | {"astype"}


def folded(formula: Formula) -> Formula:
    """The same formula, simplified."""
    made: dict[int, Value] = {}
    for value in formula.values():
        fresh = Value(
            value.op,
            [made[id(arg)] for arg in value.args],
            value.attrs,
            value.shape,
            value.dtype,
            value.name,
            value.place,
        )
        made[id(value)] = _simple(fresh)
    outputs = {name: made[id(value)] for name, value in formula.outputs.items()}
    found = Formula(outputs, formula.inputs, formula.sizes)
    _spread_numbers(found)
    return found


def _simple(value: Value) -> Value:
    """The value, or a simpler one that is the same."""
    for rule in (_computed, _idle, _filled, _sign, _norm):
        found = rule(value)
        if found is not None:
            if found.op not in ("input", "constant") and value.name and not found.name:
                found.name = value.name
            return found
    return value


def _computed(value: Value) -> Value | None:
    """A constant where all that it takes are constants."""
    operation = OPERATIONS.get(value.op)
    given = [arg.constant() for arg in value.args]
    if not given or operation is None or operation.number is None:
        return None
    if any(one is None or isinstance(one, str) for one in given):
        return None
    found = operation.number(*given)
    if isinstance(found, float) and found - found != 0:
        return None
    return number(found, value.place)


def _is(value: Value, constant: float) -> bool:
    found = value.constant()
    return isinstance(found, float) and found == constant


def _idle(value: Value) -> Value | None:
    """What an operation leaves as it is."""
    op, args = value.op, value.args
    kept: Value | None = None
    if op == "multiply":
        kept = args[1] if _is(args[0], 1.0) else args[0] if _is(args[1], 1.0) else None
    elif op in ("divide", "power", "pow") and _is(args[1], 1.0):
        kept = args[0]
    elif op == "add":
        kept = args[1] if _is(args[0], 0.0) else args[0] if _is(args[1], 0.0) else None
    elif op == "subtract" and _is(args[1], 0.0):
        kept = args[0]
    elif op == "where" and isinstance(args[0].constant(), bool):
        kept = args[1] if args[0].constant() else args[2]
    elif op == "astype" and args[0].dtype == value.dtype:
        kept = args[0]
    elif (op == "negative" and args[0].op == "negative") or (
        op == "matrix_transpose" and args[0].op == "matrix_transpose"
    ):
        kept = args[0].args[0]
    return kept if kept is not None and kept.shape == value.shape else None


def _filled(value: Value) -> Value | None:
    """The negative of an array of one number is an array of its negative."""
    x = value.args[0] if value.op == "negative" else None
    if x is None or x.op not in ("full", "full_like") or not isinstance(x.args[0].constant(), float):
        return None
    return Value("full", [number(-x.args[0].constant(), x.place)], x.attrs, x.shape, x.dtype, None, value.place)


def _sign(value: Value) -> Value | None:
    if value.op != "subtract" or any(arg.op != "astype" for arg in value.args):
        return None
    over, under = (arg.args[0] for arg in value.args)
    if over.op != "greater" or under.op != "less" or over.args[0] is not under.args[0]:
        return None
    if not (_is(over.args[1], 0.0) and _is(under.args[1], 0.0)):
        return None
    return Value("sign", [over.args[0]], {}, value.shape, "float", value.name, value.place)


def _norm(value: Value) -> Value | None:
    """`scale * sqrt(sum((x / scale) ** 2))`, or with the mean the root mean square."""
    if value.op != "multiply" or value.args[1].op != "sqrt":
        return None
    scale, taken = value.args[0], value.args[1].args[0]
    if taken.op not in ("sum", "mean") or taken.args[0].op != "power" or not _is(taken.args[0].args[1], 2.0):
        return None
    ratio = taken.args[0].args[0]
    if ratio.op != "divide" or ratio.args[1] is not scale or scale.op != "where":
        return None
    x, largest = ratio.args[0], scale.args[1]
    if largest.op != "max" or largest.args[0].op != "abs" or largest.args[0].args[0] is not x:
        return None
    attrs: dict[str, Any] = {"axis": taken.attrs["axis"], "keepdims": taken.attrs["keepdims"], "ord": 2}
    return Value("norm" if taken.op == "sum" else "rms", [x], attrs, value.shape, "float", value.name, value.place)


def _spread_numbers(formula: Formula) -> None:
    """Leaves out that a number is written into an array where it meets one anyhow."""
    uses = formula.uses()
    for value in formula.values():
        if value.op not in ("full", "full_like", "broadcast_to") or value.args[0].shape:
            continue
        users = uses.get(id(value), [])
        if any(output is value for output in formula.outputs.values()):
            continue
        if all(_meets(user, value) and _spreads(user, uses) for user in users):
            for user in users:
                user.args = [value.args[0] if arg is value else arg for arg in user.args]


def _spreads(user: Value, uses: dict[int, list[Value]]) -> bool:
    """Whether a choice by a number, which may be that number alone, is put to another array itself."""
    if user.op != "where" or user.args[0].shape:
        return True
    return bool(uses.get(id(user))) and all(_meets(one, user) and one.op != "where" for one in uses[id(user)])


def _meets(user: Value, value: Value) -> bool:
    """Whether an elementwise operation has another array of the same shape."""
    return user.op in ELEMENTWISE and any(arg is not value and arg.shape == value.shape for arg in user.args)
