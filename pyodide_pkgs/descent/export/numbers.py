"""What an update computes of the number of its step alone, such as `1 - beta1**step`, taken out of it.

In a compiled update such a number would be computed again for every entry, and a power costs more than all the rest.
"""

from collections.abc import Callable
from typing import Any

from descent.export.statements import HELPERS
from descent.export.value import Formula, Value

COSTLY = {"power", "sqrt", "exp", "expm1", "log", "log1p", "log2", "cos", "sin", "tanh", "pow"}
PREFIX = "number."


class Numbers:
    """Takes such numbers out of formulas, and knows whether they are the same for every form of a tensor."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []

    @property
    def names(self) -> list[str]:
        """Their names; none where two forms differ in them."""
        return list(self.seen[0]) if self.seen and all(one == self.seen[0] for one in self.seen) else []

    def without(self, before: Callable[[Formula], Formula]) -> Callable[[Formula], Formula]:
        """A function from a formula to that with an input in the place of each number, after `before`."""

        def last(formula: Formula) -> Formula:
            found = before(formula)
            numbers = _numbers(found)
            self.seen.append({name: _written(value) for name, value in numbers.items()})
            uses = found.uses()
            for name, value in numbers.items():
                given = Value("input", [], {"name": PREFIX + name}, (), value.dtype, name=name, place=-1)
                for user in uses[id(value)]:
                    user.args = [given if arg is value else arg for arg in user.args]
            return Formula(found.outputs, (*found.inputs, *(PREFIX + name for name in numbers)), found.sizes)

        return last

    def alone(self, before: Callable[[Formula], Formula]) -> Callable[[Formula], Formula]:
        """A function from a formula to that of the numbers, after `before`."""

        def last(formula: Formula) -> Formula:
            found = before(formula)
            return Formula(dict(sorted(_numbers(found).items())), found.inputs, found.sizes)

        return last


def _numbers(formula: Formula) -> dict[str, Value]:
    """The largest parts that need nothing but the step and settings other than `lr`, and something costly of them."""
    values, uses = formula.values(), formula.uses()
    pure: dict[int, bool] = {}
    of_step: set[int] = set()
    costly: set[int] = set()
    for value in values:
        if value.op == "input":
            name = value.attrs["name"]
            pure[id(value)] = name == "t" or (name.startswith("hyper.") and name != "hyper.lr")
            of_step |= {id(value)} if name == "t" else set()
            continue
        pure[id(value)] = not value.shape and all(pure[id(arg)] for arg in value.args)
        if any(id(arg) in of_step for arg in value.args):
            of_step.add(id(value))
            if value.op in COSTLY or any(id(arg) in costly for arg in value.args):
                costly.add(id(value))
    kept = {id(value) for value in formula.outputs.values()}
    taken = {value.name for value in values} | {name.split(".")[-1] for name in formula.inputs}
    found: dict[str, Value] = {}
    for value in values:
        outer = [user for user in uses.get(id(value), []) if not pure[id(user)]]
        if not (pure[id(value)] and id(value) in costly and outer) or id(value) in kept:
            continue
        base = (value.name not in HELPERS and value.name) or ("correction" if value.op == "subtract" else "factor")
        others = taken - {value.name} if value.name else taken
        names = (base, *(f"{base}_{count}" for count in range(2, 99)))
        found[next(name for name in names if name not in found and name not in others)] = value
    return found


def _written(value: Value) -> str:
    """The expression, to be compared with others."""
    known: list[Any] = [value.op, sorted((key, repr(one)) for key, one in value.attrs.items())]
    return repr((known, [_written(arg) for arg in value.args]))
