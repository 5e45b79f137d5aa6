"""The direction of a step: what a rule gives without its learning rate, where it is that rate times something."""

from descent.export.subject import NotExported
from descent.export.value import Formula, Value, number

LINEAR = {
    *("sum", "mean", "reshape", "broadcast_to", "matrix_transpose", "permute_dims", "index", "full", "full_like"),
    *("negative", "concat", "stack", "diagonal", "flip", "roll", "cumulative_sum", "each_run", "take_along_axis"),
}
"""Operations whose outcome has a factor that all their arrays have."""
RATE = "hyper.lr"


def directed(formula: Formula, rule: str) -> Formula:
    """The formula with `direction` in place of `step`, which is `-lr * direction`.

    `NotExported` where the state depends on the learning rate, or the step is not proportional to it.
    """
    outputs = dict(formula.outputs)
    step = outputs.pop("step")
    degrees: dict[int, int | None] = {}
    for name, value in outputs.items():
        if _degree(value, degrees) != 0:
            kept = name.split(".", 1)[-1]
            raise NotExported(f"{rule} keeps the learning rate in its state ({kept}), so no direction is without it")
    if _degree(step, degrees) != 1:
        raise NotExported(f"the step of {rule} is not its learning rate times a direction")
    made: dict[int, Value] = {}
    direction = _negated(_without(step, degrees, made))
    return Formula({"direction": direction, **outputs}, tuple(name for name in formula.inputs if name != RATE))


def _degree(value: Value, known: dict[int, int | None]) -> int | None:
    """With which power the learning rate is a factor of the value, 0 or 1; None where it is in it otherwise."""
    if id(value) not in known:
        known[id(value)] = _found(value, [_degree(arg, known) for arg in value.args])
    return known[id(value)]


def _found(value: Value, given: list[int | None]) -> int | None:
    if value.op == "input":
        return int(value.attrs["name"] == RATE)
    if not any(one != 0 for one in given):
        return 0
    if None in given:
        return None
    total = sum(one or 0 for one in given)
    if value.op in ("multiply", "matmul"):
        return total if total <= 1 else None
    if value.op == "divide":
        return given[0] if given[1] == 0 else None
    if value.op in ("add", "subtract", "maximum", "minimum") or value.op in LINEAR:
        own = [one for one, arg in zip(given, value.args, strict=True) if not _is_zero(arg)]
        same = len(set(own)) == 1 or value.op == "take_along_axis"
        return own[0] if same and value.op not in ("maximum", "minimum") else None
    if value.op == "where" and given[0] == 0:
        own = [one for one, arg in zip(given[1:], value.args[1:], strict=True) if not _is_zero(arg)]
        return own[0] if len(set(own)) == 1 else None
    return None


def _is_zero(value: Value) -> bool:
    filled = value.args[0] if value.op in ("full", "full_like") else value
    return filled.constant() in (0, 0.0) and filled.op == "constant"


def _without(value: Value, degrees: dict[int, int | None], made: dict[int, Value]) -> Value:
    """The value with the factor left out."""
    if degrees.get(id(value)) != 1:
        return value
    if id(value) not in made:
        made[id(value)] = _simple(value, [_without(arg, degrees, made) for arg in value.args])
    return made[id(value)]


def _simple(value: Value, args: list[Value]) -> Value:
    if value.op == "input":
        return number(1.0, value.place)
    ones = [arg.constant() == 1 for arg in args]
    if value.op == "multiply" and any(ones):
        kept = args[1] if ones[0] else args[0]
        if kept.shape == value.shape:
            return kept
    if value.op == "divide" and ones[1] and args[0].shape == value.shape:
        return args[0]
    return Value(value.op, args, value.attrs, value.shape, value.dtype, value.name, value.place)


def _negated(value: Value) -> Value:
    """The value with the other sign; a minus that stands in it goes."""
    found = _turned(value)
    return found if found is not None else Value("negative", [value], {}, value.shape, place=value.place + 1e-3)


def _turned(value: Value) -> Value | None:
    if value.op == "negative":
        return value.args[0]
    if value.op == "constant":
        found = value.constant()
        return number(-found, value.place) if isinstance(found, float) and found < 0 else None
    args: list[Value] | None = None
    op = value.op
    if op in ("multiply", "divide"):
        first = _turned(value.args[0])
        if first is not None and first.constant() == 1 and op == "multiply" and value.args[1].shape == value.shape:
            return value.args[1]
        args = [first, value.args[1]] if first is not None else None
    elif op == "add":
        first, second = (_turned(arg) for arg in value.args)
        if first is not None and second is not None:
            args = [first, second]
        elif first is not None or second is not None:
            op = "subtract"
            args = [first, value.args[1]] if first is not None else [second, value.args[0]] if second else None
    elif op == "subtract":
        first = _turned(value.args[0])
        if first is not None:
            op, args = "add", [first, value.args[1]]
        else:
            args = [value.args[1], value.args[0]]
    elif op == "where":
        turned = [arg if _is_zero(arg) else _turned(arg) for arg in value.args[1:]]
        args = [value.args[0], *(one for one in turned if one is not None)] if None not in turned else None
    if args is None:
        return None
    return Value(op, args, value.attrs, value.shape, value.dtype, None, value.place)
