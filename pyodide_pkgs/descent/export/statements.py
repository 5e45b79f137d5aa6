"""A formula as statements that a reader recognises: named values on lines of their own, the others where they are used.

A name is taken again as soon as nothing needs the value that had it, as in `m = beta1 * m + (1 - beta1) * g`.
"""

import builtins
import keyword
from collections.abc import Mapping

from descent.export.precedence import Text
from descent.export.spelling import Spelling
from descent.export.value import Formula, Value

LONGEST = 96
"""How long the right side of a statement may be before a part of it goes to a line of its own."""
WORDS = {
    "divide": "ratio",
    "matmul": "product",
    "norm": "length",
    "rms": "size",
    "abs": "size",
    "sqrt": "root",
    "sum": "total",
    "mean": "average",
    "max": "largest",
    "argmax": "place",
    "argsort": "order",
    "eigh": "basis",
    "qr": "factor",
    "svd": "factor",
    "less": "below",
    "greater": "above",
    "equal": "same",
    "isfinite": "finite",
    "logical_and": "both",
    "matrix_transpose": "turned",
    "power": "power",
    "square": "squared",
    "sign": "signs",
    "diagonal": "entries",
}
"""What a value without an author's name is called, by its operation."""
HELPERS = {"x", "y", "new", "old", "no", "yes", "condition", "start", "end", "size", "least", "tensor", "p", "step"}
"""Names of the parameters of helpers, which say nothing where the helper is gone."""
PARTS = {"eigh": 2, "svd": 3, "qr": 2}
"""Decompositions, and how many factors they give at once."""
TAKEN = {"np", "jnp", "torch", "math", "state", "group", "lr_", "self", "rows", "columns", "size"}


class Statements:
    """Writes the statements of one formula.

    `wanted` gives the outputs their names; `given` the names of inputs, as source.
    """

    def __init__(self, formula: Formula, spelling: Spelling, wanted: Mapping[str, str], given: Mapping[str, str]):
        self.formula, self.spelling = formula, spelling
        self.plain: dict[int, bool] = {}
        self.values = formula.values()
        self.uses = formula.uses()
        self.outputs: dict[int, str] = {}
        for output, name in wanted.items():
            value = formula.outputs[output]
            if name and value.op not in ("input", "constant", "full", "full_like"):
                self.outputs.setdefault(id(value), name)
        self.lines: list[tuple[str, str]] = []
        self.texts: dict[int, Text] = {}
        self.inputs = {given[value.attrs["name"]]: value for value in self.values if value.op == "input"}
        self.holder: dict[str, Value] = {}
        for value in self.values:
            if value.op != "input" and value.name in HELPERS:
                value.name = None
        self.own = {id(value) for value in self.values if self._is_own(value)}
        self.size: dict[int, int] = {}

    def _is_own(self, value: Value) -> bool:
        """Whether the value has a line of its own."""
        if value.op in ("input", "constant", "finfo") or (value.op[:4] == "full" and not value.args[0].args):
            return False
        if id(value) in self.outputs or value.op in PARTS:
            return True
        count = len(self.uses.get(id(value), []))
        if value.op == "negative" and value.args[0].op in ("input", "constant"):
            return False
        if self._plain(value) and self._leaves(value) <= 3 and not (value.name and count > 1):
            return value.name is not None and count > 0 and self._leaves(value) > 2
        if value.op == "matrix_transpose" and not value.name:
            return False
        return count > 1 or value.name is not None

    def _leaves(self, value: Value) -> int:
        return sum(map(self._leaves, value.args)) if value.args else 1

    def _plain(self, value: Value) -> bool:
        return self.spelling.is_plain(value, self.plain)

    def written(self) -> list[str]:
        """The lines, `name = expression`, in the author's order."""
        while True:
            self._reset()
            long = self._attempt()
            if long is None:
                return [f"{name} = {text}" for name, text in self.lines]
            self.own.add(id(long))

    def text_of(self, output: str) -> str:
        """How an output is written once the statements have run."""
        return self._text(self.formula.outputs[output]).text

    def plain_output(self, output: str) -> bool:
        """Whether an output is a Python number."""
        return self._plain(self.formula.outputs[output])

    def _reset(self) -> None:
        self.lines, self.holder = [], dict(self.inputs)
        self.texts = {id(value): Text(self.spelling.called(name)) for name, value in self.inputs.items()}

    def _attempt(self) -> Value | None:
        """Writes all statements; a value that has to go to a line of its own, or None."""
        order = [value for value in self.values if id(value) in self.own]
        needs = {id(value): self._needed(value) for value in order}
        for place, value in enumerate(order):
            if id(value) in self.texts:
                continue
            expression = self._expression(value)
            if len(expression.text) > LONGEST:
                part = self._largest_part(value)
                if part is not None:
                    return part
            later: set[int] = set().union(*(needs[id(one)] for one in order[place + 1 :]), self._kept())
            if value.op in PARTS:
                self._factors(value, order[place:], later)
                continue
            name = self._name(value, later)
            self.lines.append((name, expression.text))
            self.texts[id(value)] = Text(self.spelling.called(name))
            self.holder[name] = value
        return None

    def _factors(self, value: Value, left: list[Value], later: set[int]) -> None:
        """One line for all factors of a decomposition, `U, S, Vh = ...`."""
        names = ["_"] * PARTS[value.op]
        for one in left:
            if one.op == value.op and one.args == value.args:
                name = self._name(one, later)
                names[one.attrs["part"]] = name
                self.texts[id(one)] = Text(self.spelling.called(name))
                self.holder[name] = one
        whole = self._expression(Value(value.op, value.args, {"part": None}, value.shape))
        self.lines.append((", ".join(names), whole.text))

    def _kept(self) -> set[int]:
        """What is given back at the end, as far as it is there already."""
        found: set[int] = set()
        for value in self.formula.outputs.values():
            found |= {id(value)} if id(value) in self.own or value.op == "input" else self._needed(value)
        return found

    def _needed(self, value: Value) -> set[int]:
        """The lines and inputs that the expression of a value names."""
        found: set[int] = set()
        left = list(value.args)
        while left:
            one = left.pop()
            if one.op == "input" or id(one) in self.own:
                found.add(id(one))
            else:
                left.extend(one.args)
        return found

    def _text(self, value: Value) -> Text:
        return self.texts[id(value)] if id(value) in self.texts else self._expression(value)

    def _expression(self, value: Value) -> Text:
        if value.op == "input":
            return self.texts[id(value)]
        return self.spelling.write(
            value, [self._text(arg) for arg in value.args], [self._plain(arg) for arg in value.args]
        )

    def _largest_part(self, value: Value) -> Value | None:
        """The longest part that has no line of its own."""
        parts = []
        left = list(value.args)
        whole = len(self._expression(value).text)
        while left:
            one = left.pop()
            if id(one) in self.texts or not one.args or one.op == "negative":
                left.extend(one.args if one.op == "negative" and id(one) not in self.texts else [])
                continue
            parts.append((len(self._text(one).text), one.place, one))
            left.extend(one.args)
        fitting = [part for part in parts if 10 < part[0] <= min(LONGEST, 0.75 * whole)] or [
            part for part in parts if part[0] > 10
        ]
        return max(fitting, key=lambda part: part[:2])[2] if fitting else None

    def _name(self, value: Value, later: set[int]) -> str:
        """A name for the value: the output's, the author's, or a word for its operation."""
        first = self.outputs.get(id(value)) or value.name or WORDS.get(value.op, "x")
        own = id(value) in self.outputs or value.name is not None
        if keyword.iskeyword(first) or hasattr(builtins, first) or first in TAKEN or first == "step":
            first = f"{first}_"
        for name in (first, *([f"{first}_new"] if own else []), *(f"{first}_{count}" for count in range(2, 999))):
            holder = self.holder.get(name)
            if (
                holder is None
                or (own and id(holder) not in later and holder.op != "input")
                or (own and name == first and id(holder) not in later and self._may_take(name))
            ):
                return name
        raise AssertionError(first)

    def _may_take(self, name: str) -> bool:
        """Whether the name of an input may be taken for what becomes of it."""
        return name not in ("step", "g_") and name not in self.spelling.fixed and name.isidentifier()
