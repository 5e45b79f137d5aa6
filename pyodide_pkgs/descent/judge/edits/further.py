"""What an expression becomes by a rarer slip: one that people make, and that tests need not be made for.

As in `descent.judge.edits.variants` each function takes a program and one of its expressions and yields texts that
could stand in its place.
"""

import ast
from collections.abc import Iterator

from descent.judge.edits.names import STEP_NAMES, elements, is_number, parameters
from descent.judge.edits.program import Function, Program, body
from descent.judge.edits.variants import called_name

DECAYS = ("beta", "momentum", "rho", "alpha")
"""How the names of settings begin that are the weight of the old value in an average."""


def further(program: Program, node: ast.expr) -> Iterator[str]:
    """All of them."""
    function = program.function_of(node)
    if function is None:
        return
    yield from returned(program, node)
    yield from brackets(program, node)
    yield from divided(program, node)
    yield from of_limit(program, node)
    if "np." in program.source:
        yield from whole_tensor(program, node)
        yield from of_setting(program, node, function)
        yield from beside_root(program, node, function)
    yield from of_array(program, node, function)
    yield from as_elsewhere(program, node, function)


def returned(program: Program, node: ast.expr) -> Iterator[str]:
    """The opposite of what is returned."""
    if isinstance(program.parents.get(node), ast.Return) and isinstance(node, ast.BinOp | ast.Name | ast.Call):
        yield f"-({program.text(node)})"


def brackets(program: Program, node: ast.expr) -> Iterator[str]:
    """A factor of one term that multiplies the whole sum."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return
    sign = "+" if isinstance(node.op, ast.Add) else "-"
    left, right = node.left, node.right
    if isinstance(right, ast.BinOp) and isinstance(right.op, ast.Mult | ast.Div):
        own = "*" if isinstance(right.op, ast.Mult) else "/"
        one, other = program.part(right.left), program.part(right.right)
        yield f"({program.part(left)} {sign} {one}) {own} {other}"
        if own == "*":
            yield f"{one} * ({program.part(left)} {sign} {other})"
    if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult | ast.Div):
        own = "*" if isinstance(left.op, ast.Mult) else "/"
        one, other = program.part(left.left), program.part(left.right)
        if own == "*":
            yield f"{one} * ({other} {sign} {program.part(right)})"
            yield f"({one} {sign} {program.part(right)}) * {other}"
        else:
            yield f"({one} {sign} {program.part(right)}) / {other}"


def divided(program: Program, node: ast.expr) -> Iterator[str]:
    """A divisor squared or under a root; a rate that falls in a straight line or as a power, and not as 1 / (1 + x)."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div) or isinstance(node.right, ast.Constant):
        return
    left, right = program.part(node.left), program.part(node.right)
    yield f"{left} / {right} ** 2"
    yield f"{left} / {right} ** 0.5"
    below = node.right
    if isinstance(below, ast.BinOp) and isinstance(below.op, ast.Add) and isinstance(below.left, ast.Constant):
        grows = program.part(below.right)
        yield f"{left} * (1 - {grows})"
        yield f"{left} * 2.718281828459045 ** (-{grows})"
        if isinstance(below.right, ast.BinOp) and isinstance(below.right.op, ast.Mult):
            one, other = program.part(below.right.left), program.part(below.right.right)
            yield f"{left} / (1 + {other}) ** {one}"
            yield f"{left} * {other} ** {one}"
            yield f"{left} * (1 - {other}) ** {one}"


def of_limit(program: Program, node: ast.expr) -> Iterator[str]:
    """A factor that multiplies a limited number, and not what is limited."""
    if isinstance(node, ast.Call) and called_name(node) in ("maximum", "minimum", "max", "min") and len(node.args) == 2:
        function, (one, other) = program.text(node.func), node.args
        for inner, beside in ((one, other), (other, one)):
            if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult):
                left, right = program.part(inner.left), program.part(inner.right)
                yield f"{left} * {function}({right}, {program.text(beside)})"
                yield f"{right} * {function}({left}, {program.text(beside)})"


def whole_tensor(program: Program, node: ast.expr) -> Iterator[str]:
    """One number for a whole tensor; an absolute value for a square; another measure of a tensor's size."""
    text = program.text(node)
    squared = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and _is(node.right, 2)
    if squared or called_name(node) in ("abs", "square"):
        yield from (f"np.mean({text})", f"np.sum({text})", f"np.max({text})")
    if squared and isinstance(node, ast.BinOp):
        yield f"np.abs({program.text(node.left)})"
    if called_name(node) == "rms" and isinstance(node, ast.Call):
        inner = program.text(node.args[0])
        yield from (f"np.linalg.norm({inner})", f"np.max(np.abs({inner}))", f"np.mean(np.abs({inner}))")


def of_array(program: Program, node: ast.expr, function: Function) -> Iterator[str]:
    """An array's signs, sizes or squares for the array."""
    if isinstance(node, ast.Name) and node.id in _arrays(function):
        if isinstance(program.parents.get(node), ast.Attribute | ast.Subscript | ast.Call):
            return
        for form in ("np.sign({0})", "np.abs({0})", "{0} ** 2", "np.mean({0})", "np.sum({0})"):
            if "np." in program.source or "np." not in form:
                yield form.format(node.id)
        for name in parameters(function):
            if name.startswith(DECAYS):
                yield f"((1 - {name}) * {node.id})"
                yield f"({name} * {node.id})"
        gradient = next((name for name, of in elements(function).items() if of == "grads"), "grad")
        if gradient != node.id and gradient in _arrays(function):
            yield f"({gradient} + {node.id})"


def of_setting(program: Program, node: ast.expr, function: Function) -> Iterator[str]:
    """A setting, or a number with a name, as its square or its opposite in one place."""
    if not isinstance(node, ast.Name) or isinstance(program.parents.get(node), ast.Attribute | ast.Call):
        return
    made = [name for values in ast.walk(program.tree) if isinstance(values, ast.Assign) for name in _constants(values)]
    given = node.id in parameters(function) and node.id not in STEP_NAMES and is_number(function, node.id)
    if given or node.id in made:
        yield from (f"{node.id} ** 2", f"(-{node.id})", f"{node.id} ** 0.5")


def beside_root(program: Program, node: ast.expr, function: Function) -> Iterator[str]:
    """An `eps` that is added before the correction or after it, and one that is added to a square too."""
    if isinstance(node, ast.Name) and node.id.startswith("eps"):
        around = program.parents.get(node)
        if isinstance(around, ast.BinOp) and isinstance(around.op, ast.Add):
            for correction in _corrections(program, function):
                yield from (
                    f"{node.id} / np.sqrt({correction})",
                    f"{node.id} * np.sqrt({correction})",
                    f"{node.id} / {correction}",
                    f"{node.id} * {correction}",
                )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and _is(node.right, 2):
        for name in parameters(function):
            if name.startswith("eps") and called_name(program.parents.get(node, node)) not in ("maximum", "max"):
                yield f"({program.text(node)} + {name})"


def as_elsewhere(program: Program, node: ast.expr, function: Function) -> Iterator[str]:
    """An array multiplied or divided here as it is in another line."""
    if not isinstance(node, ast.Name) or node.id not in _arrays(function):
        return
    around = program.parents.get(node)
    for statement in body(function):
        for other in ast.walk(statement):
            if isinstance(other, ast.BinOp) and isinstance(other.op, ast.Mult | ast.Div) and other is not around:
                sides = [side.id for side in (other.left, other.right) if isinstance(side, ast.Name)]
                if len(sides) == 2 and node.id in sides:
                    yield f"({program.text(other)})"


def _constants(statement: ast.Assign) -> list[str]:
    """The names in capitals that an assignment sets."""
    names = [node.id for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    return [name for name in names if name.isupper()]


def _arrays(function: Function) -> set[str]:
    taken = set(elements(function))
    stored = {
        node.value.id
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name)
    }
    return (taken or stored) | ({"grad"} & set(parameters(function)))


def _corrections(program: Program, function: Function) -> list[str]:
    """The corrections of averages, `1 - beta**t`, as they are written, and the local names of such."""
    found: list[str] = []
    for statement in ast.walk(function):
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                if any(map(_is_correction, ast.walk(statement.value))):
                    found += [name.id for name in names if isinstance(name, ast.Name) and not name.id.endswith("_hat")]
    found += [f"({program.text(node)})" for node in ast.walk(function) if _is_correction(node)]  # type: ignore[arg-type]
    return list(dict.fromkeys(found))


def _is_correction(node: ast.AST) -> bool:
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub) or not _is(node.left, 1):
        return False
    power = node.right
    counts = isinstance(power, ast.BinOp) and isinstance(power.op, ast.Pow)
    return counts and any(getattr(part, "id", getattr(part, "attr", "")) in STEP_NAMES for part in ast.walk(power))


def _is(node: ast.expr, value: int) -> bool:
    return isinstance(node, ast.Constant) and node.value == value
