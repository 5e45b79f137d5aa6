"""The step put to the parameter: `p - lr * m`, where the rule gives `-lr * m` for its caller to add."""

from descent.export.value import Formula, Value


def applied(formula: Formula) -> Formula:
    """The formula whose output `p` is the parameter after the step, in place of `step`."""
    outputs = dict(formula.outputs)
    step = outputs.pop("step")
    p = next((one for one in formula.values() if one.op == "input" and one.attrs["name"] == "p"), None)
    if p is None:
        p = Value("input", [], {"name": "p"}, step.shape or ("rows",), name="p", place=-1)
    uses = formula.uses()
    for user in uses.get(id(step), []):
        if user.op == "add" and user.args[0] is p and user.args[1] is step and user.shape == p.shape:
            return Formula({"p": user, **outputs}, tuple(dict.fromkeys(("p", *formula.inputs))), formula.sizes)
    if step.name == "step":
        step.name = None
    moved = _added(p, step, uses)
    moved.shape, moved.name = p.shape, None
    return Formula({"p": moved, **outputs}, tuple(dict.fromkeys(("p", *formula.inputs))), formula.sizes)


def _added(base: Value, step: Value, uses: dict[int, list[Value]]) -> Value:
    """`base + step`; the terms of a sum one after another, and those with a minus subtracted."""
    if step.constant() == 0:
        return base
    if not uses.get(id(step)) and not step.name:
        if step.op == "add":
            return _added(_added(base, step.args[0], uses), step.args[1], uses)
        if step.op == "subtract":
            first = _added(base, step.args[0], uses)
            return _joined("subtract", first, step.args[1])
    turned = _turned(step, uses)
    if turned is not None:
        return _joined("subtract", base, turned)
    return _joined("add", base, step)


def _joined(op: str, base: Value, other: Value) -> Value:
    """Both in one operation, directly behind the later of them."""
    return Value(op, [base, other], {}, base.shape, place=max(base.place, other.place) + 1e-3)


def _turned(value: Value, uses: dict[int, list[Value]]) -> Value | None:
    """The value with the other sign, where it begins with a minus and nothing else needs it; else None."""
    if value.op == "negative":
        return value.args[0]
    if value.op not in ("multiply", "divide") or value.name or len(uses.get(id(value), [])) > 1:
        return None
    first = _turned(value.args[0], uses)
    if first is None:
        return None
    return Value(value.op, [first, value.args[1]], value.attrs, value.shape, value.dtype, None, value.place)
