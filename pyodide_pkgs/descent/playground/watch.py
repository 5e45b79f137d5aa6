"""One call of a rule's `update` seen from inside: what went in, what came out, and each assignment's numbers."""

import ast
import functools
import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import CodeType, FrameType
from typing import Any, TypedDict

from descent.playground.answers import Tensor
from descent.spec import Rule

MOST_LINES = 40


class LineAnswer(TypedDict):
    """One assignment of a rule's own code, as the step ran it."""

    line: int
    """From 1, in the file or the typed text."""
    code: str
    name: str
    """What it gives a value to; `step` for the step that is returned."""
    numbers: list[str]
    """The code with numbers in place of names, for each coordinate."""
    value: Tensor | bool


@dataclass
class Seen:
    """The arguments and results of the last call, and the local names before each line of the rule's own code."""

    p: Any = None
    g: Any = None
    state: Any = None
    step: Any = None
    after: Any = None
    returned: Any = None
    """The step as the rule's own code returned it, before any modifier."""
    moments: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


class Watch:
    """`rule` is the rule given, watched while `on`; `seen` is what its last call showed, of `base`'s own lines."""

    def __init__(self, rule: Rule, base: Rule):
        self.code: CodeType | None = getattr(inspect.unwrap(base.update), "__code__", None)
        self.source: Callable[..., Any] = inspect.unwrap(base.update)
        self.on = False
        self.seen = Seen()
        original = rule.update

        @functools.wraps(original)
        def update(p: Any, g: Any, s: Any, t: Any, xp: Any, **settings: Any) -> Any:
            if not self.on:
                return original(p, g, s, t, xp, **settings)
            seen = self.seen = Seen(p, g, s)
            previous = sys.gettrace()
            sys.settrace(self._enter)
            try:
                seen.step, seen.after = original(p, g, s, t, xp, **settings)
            finally:
                sys.settrace(previous)
            return seen.step, seen.after

        self.rule = replace(rule, update=update)

    def _enter(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event != "call" or frame.f_code is not self.code:
            return None
        return self._inside

    def _inside(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "return":
            self.seen.returned = argument[0] if isinstance(argument, tuple) and argument else argument
        self.seen.moments.append((frame.f_lineno, dict(frame.f_locals)))
        return self._inside

    @property
    def final(self) -> dict[str, Any]:
        """The local names when the rule returned."""
        return self.seen.moments[-1][1] if self.seen.moments else {}

    def lines(self) -> list[LineAnswer]:
        """The assignments and the return that were run."""
        try:
            text, first = inspect.getsourcelines(self.source)
        except (OSError, TypeError):
            return []
        try:
            function = ast.parse(textwrap.dedent("".join(text))).body[0]
        except (SyntaxError, IndexError):
            return []
        lines = []
        for node in ast.walk(function):
            if isinstance(node, ast.Assign | ast.Return) and node.value is not None:
                line = self._line(node, first - 1)
                if line:
                    lines.append(line)
        return sorted(lines, key=lambda line: line["line"])[:MOST_LINES]

    def _line(self, node: ast.Assign | ast.Return, offset: int) -> LineAnswer | None:
        start, end = node.lineno + offset, (node.end_lineno or node.lineno) + offset
        places = [place for place, (line, _) in enumerate(self.seen.moments) if start <= line <= end]
        if not places or node.value is None:
            return None
        before, moments = self.seen.moments[places[0]][1], self.seen.moments
        shown: ast.expr = node.value
        if isinstance(node, ast.Return):
            name, value = "step", self.seen.returned
            if isinstance(shown, ast.Tuple) and shown.elts:
                shown = shown.elts[0]
        else:
            target = node.targets[0]
            name = ast.unparse(target)
            after = moments[min(places[-1] + 1, len(moments) - 1)][1]
            value = after.get(name) if isinstance(target, ast.Name) else None
        return {
            "line": start,
            "code": ast.unparse(shown),
            "name": name,
            "numbers": substituted(shown, before, value),
            "value": plain(value),
        }


def substituted(expression: ast.expr, names: dict[str, Any], value: Any) -> list[str]:
    """The expression with numbers in place of names, once for each coordinate of a vector; empty for larger arrays."""
    if getattr(value, "ndim", 0) > 2:
        return []
    count = value.shape[1] if getattr(value, "ndim", 0) == 2 else 1
    return [
        ast.unparse(_Numbers(names, k).visit(ast.parse(ast.unparse(expression), mode="eval").body))
        for k in range(count)
    ]


class _Numbers(ast.NodeTransformer):
    """Puts the numbers of one coordinate in place of names and entries of dicts."""

    def __init__(self, names: dict[str, Any], coordinate: int):
        self.names, self.coordinate = names, coordinate

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._number(self.names.get(node.id), node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Constant):
            held = self.names.get(node.value.id)
            if isinstance(held, dict) and node.slice.value in held:
                return self._number(held[node.slice.value], node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        node.args = [self.visit(argument) for argument in node.args if not _is_namespace(argument)]
        return node

    def _number(self, value: Any, node: ast.expr) -> ast.expr:
        number = entry(value, self.coordinate)
        return node if number is None else ast.Name(_format(number))


def _is_namespace(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "xp"


def _format(number: float) -> str:
    return f"{number:.5g}" if number >= 0 else f"({number:.5g})"


def entry(value: Any, coordinate: int) -> float | None:
    """The number that a scalar or an array `(1, dim)` holds for one coordinate; None where there is no such thing."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return None
    if isinstance(value, int | float):
        return float(value)
    shape = getattr(value, "shape", None)
    if shape is None or len(shape) > 2:
        return None
    row = value[(0,) * (len(shape) - 1)] if shape else value
    if len(shape) == 0:
        return float(row)
    return float(row[coordinate if shape[-1] > 1 else 0]) if shape[-1] > coordinate or shape[-1] == 1 else None


def plain(value: Any) -> Any:
    """The value without its run axis, as nested lists; None for what is no number or array."""
    if isinstance(value, bool | int | float):
        return value
    if getattr(value, "ndim", 0) >= 1 and hasattr(value, "tolist"):
        return value[0].tolist()
    return None
