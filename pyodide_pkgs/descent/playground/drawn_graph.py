"""A graph as a picture has it: who feeds whom, by the author's names, with the expression that each name stands for.

A value has a place of its own where its author gave it a name, where it comes out, where several need it, or where its
expression is long; all others are written inside the expressions that take them.
"""

import keyword
import re
from dataclasses import dataclass

from descent.export.folding import folded
from descent.export.precedence import Text
from descent.export.reading import formula_of
from descent.export.spelling import Cannot, Spelling
from descent.export.statements import HELPERS, PARTS, WORDS
from descent.export.value import Formula, Value
from descent.graph.graph import Graph

ROLES = {"p": "parameter", "g": "gradient", "t": "step count"}
HEADS = {"hyper": "setting", "state": "state", "input": "input", **ROLES}
LONGEST = 72
"""How long an expression may be before it gets a place of its own."""
_MODULE = re.compile(r"\bnp\.(linalg\.)?")


@dataclass(frozen=True)
class DrawnNode:
    """One place of the picture."""

    name: str
    text: str
    """The expression; empty for an input."""
    role: str
    """One of `HEADS` for inputs, `value`, or `next` for what only comes out."""
    fed: tuple[int, ...]
    """The places that feed it, all of them earlier."""
    becomes: tuple[str, ...]
    """The outputs that it is: `step`, `view`, or entries of the state."""
    value: int
    """Its number in the graph; for `next` that of what it hands on."""
    onto: int | None = None
    """For the next parameter the number of the one that the value is added to."""


def drawn(graph: Graph) -> list[DrawnNode]:
    """The nodes of the picture of `update`, each after those that feed it."""
    model = graph.scope == "model" and len(graph.shapes) == 1
    formula = folded(formula_of(graph.update, model))
    taken = {value.attrs["name"] for value in formula.values() if value.op == "input"}
    points = []
    for place, (name, kind) in enumerate(graph.update.inputs):
        own = name.removesuffix(".0") if model else name
        if own.partition(".")[0] == "p" and own not in taken:
            points.append(Value("input", [], {"name": own}, kind.sides[1:], place=place))
    return _Picture(formula, points).nodes()


class _Picture:
    def __init__(self, formula: Formula, points: list[Value]):
        self.formula, self.spelling = formula, Spelling()
        self.values, self.uses = [*points, *formula.values()], formula.uses()
        self.plain: dict[int, bool] = {}
        self.texts: dict[int, Text] = {}
        self.feeding: dict[int, tuple[int, ...]] = {}
        self.places: dict[int, int] = {}
        self.counts: dict[str, int] = {}
        self.outputs: dict[int, list[str]] = {}
        for name, value in formula.outputs.items():
            self.outputs.setdefault(id(value), []).append(_identifier(name.removeprefix("state.")))

    def nodes(self) -> list[DrawnNode]:
        """All places, those of the inputs first."""
        found: list[DrawnNode] = []
        for value in sorted(self.values, key=lambda one: (one.op != "input", one.place)):
            text, fed = self._written(value)
            if not self._is_own(value, text):
                self.texts[id(value)], self.feeding[id(value)] = text, fed
                continue
            name = self._name(value)
            role = HEADS[str(value.attrs["name"]).partition(".")[0]] if value.op == "input" else "value"
            becomes = () if value.op == "input" else tuple(self.outputs.get(id(value), ()))
            shown = "" if value.op == "input" else _MODULE.sub("", text.text)
            self.places[id(value)] = len(found)
            self.texts[id(value)], self.feeding[id(value)] = Text(name), (len(found),)
            found.append(DrawnNode(name, shown, role, () if value.op == "input" else fed, becomes, int(value.place)))
        return found + self._next(found)

    def _next(self, found: list[DrawnNode]) -> list[DrawnNode]:
        """The next parameter, and entries of the state that are handed on as they came in."""
        more = []
        inputs = {str(value.attrs["name"]): value for value in self.values if value.op == "input"}
        for name, value in self.formula.outputs.items():
            head, _, rest = name.partition(".")
            place, called = self.places[id(value)], _identifier(rest)
            if head == "step":
                old = inputs[f"p.{rest}" if rest else "p"]
                own = self.places[id(old)]
                text = f"{found[own].name} + {found[place].name}"
                fed = (own, place)
                more.append(
                    DrawnNode(found[own].name, text, "next", fed, (found[own].name,), int(value.place), int(old.place))
                )
            elif found[place].role != "value":
                more.append(DrawnNode(called, found[place].name, "next", (place,), (called,), int(value.place)))
        return more

    def _is_own(self, value: Value, text: Text) -> bool:
        if value.op == "input" or id(value) in self.outputs:
            return True
        if value.op in ("constant", "finfo"):
            return False
        if (value.name is not None and value.name not in HELPERS) or value.op in PARTS or len(text.text) > LONGEST:
            return True
        return len(self.uses.get(id(value), ())) > 1 and self._leaves(value) > 2

    def _leaves(self, value: Value) -> int:
        return sum(map(self._leaves, value.args)) if value.args else 1

    def _name(self, value: Value) -> str:
        if value.op == "input":
            head, _, rest = str(value.attrs["name"]).partition(".")
            return _identifier(rest if head in ("hyper", "state", "input") else str(value.attrs["name"]))
        if value.name is not None and value.name not in HELPERS:
            return value.name
        if id(value) in self.outputs:
            return self.outputs[id(value)][0]
        word = WORDS.get(value.op, value.op)
        self.counts[word] = self.counts.get(word, 0) + 1
        return word if self.counts[word] == 1 else f"{word}_{self.counts[word]}"

    def _written(self, value: Value) -> tuple[Text, tuple[int, ...]]:
        """The expression of a value, and the places that feed it."""
        if value.op == "input":
            return Text(str(value.attrs["name"])), ()
        args = [self.texts[id(arg)] for arg in value.args]
        fed = dict.fromkeys(place for arg in value.args for place in self.feeding[id(arg)])
        try:
            text = self.spelling.write(value, args, [self.spelling.is_plain(arg, self.plain) for arg in value.args])
        except Cannot:
            text = Text(f"{value.op}({', '.join(map(str, args))})")
        if value.op in PARTS:
            text = Text(f"{text}[{value.attrs['part']}]")
        return text, tuple(fed)


def _identifier(name: str) -> str:
    """The name as it may stand in an expression: `history.0` as `history_0`."""
    plain = name.replace(".", "_")
    return f"{plain}_" if keyword.iskeyword(plain) or not plain.isidentifier() else plain
