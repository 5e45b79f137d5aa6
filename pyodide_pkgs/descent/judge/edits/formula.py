"""A formula with one slip in it: an expression in whose place another one stands."""

import ast
from collections.abc import Iterator

from descent.judge.edits.edit import Edit
from descent.judge.edits.exchanged import other_names
from descent.judge.edits.program import Function, Program, Span
from descent.judge.edits.statements import first_line
from descent.judge.edits.variants import variants
from descent.judge.edits.wording import MAX_LENGTH, Wording

AROUND = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Compare, ast.BoolOp, ast.IfExp, ast.Subscript, ast.Attribute)
"""What may be shown around a slip."""


def formula_edits(program: Program) -> Iterator[Edit]:
    """All of them, expression by expression."""
    wordings: dict[Function, Wording] = {}
    for node in program.expressions():
        function = program.function_of(node)
        statement = program.statement_of(node)
        if function is None or statement is None or in_text(program, node):
            continue
        seen = {program.text(node)}
        for text in (*variants(program, node), *other_names(program, node)):
            if text in seen:
                continue
            seen.add(text)
            if function not in wordings:
                wordings[function] = Wording(program, function)
            slip = Slip(program, wordings[function], node, text)
            name = f"{slip.name}: {first_line(program, statement)}"
            yield Edit(name, program.replaced(slip.change), slip.sentence)


def in_text(program: Program, node: ast.AST) -> bool:
    """Whether it stands in the text of an error or an f-string, which no test reads."""
    while node in program.parents:
        node = program.parents[node]
        if isinstance(node, ast.JoinedStr | ast.Raise):
            return True
    return False


def _flat(text: str) -> str:
    return " ".join(text.split())


class Slip:
    """One expression in the place of another; what is said of it is worked out when somebody wants to read it."""

    def __init__(self, program: Program, wording: Wording, node: ast.expr, text: str):
        self.program = program
        self.wording = wording
        self.node = node
        self.text = text

    @property
    def name(self) -> str:
        """The two as they are written."""
        return f"{_flat(self.program.text(self.node))} -> {_flat(self.text)}"

    @property
    def change(self) -> tuple[Span, str]:
        """What it does to the text."""
        alone = self.program.statement_of(self.node) is self.program.parents.get(self.node)
        return self.program.span(self.node), self.text if alone else f"({self.text})"

    def sentence(self) -> str:
        """What is said of a program with this slip."""
        statement = self.program.statement_of(self.node)
        assert statement is not None
        target = self.wording.target(statement)
        where = f", where {target} is worked out" if target else ""
        parent = self.program.parents.get(self.node)
        if isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
            into = self.wording.shown(self.text)
            return f"Your code acts as if it wrote what belongs into {target or 'another array'} into `{into}`."
        return f"Your code acts as if it had {self.exchange()}{where}."

    def exchange(self) -> str:
        """The two, in a learner's words."""
        old, new = self.around()
        return f"`{new}` in the place of `{old}`"

    def around(self) -> tuple[str, str]:
        """What the formula has and what it is like, with as much around it as is needed to find the place."""
        node = self.node
        old, new = self.texts(node)
        while len(old) < MAX_LENGTH / 3 and isinstance(self.program.parents.get(node), AROUND):
            parent = self.program.parents[node]
            assert isinstance(parent, ast.expr)
            wider = self.texts(parent)
            if max(map(len, wider)) > MAX_LENGTH:
                break
            node, (old, new) = parent, wider
        return old, new

    def texts(self, node: ast.expr) -> tuple[str, str]:
        """An expression around the slip as it is and as it is with the slip."""
        start, end = self.program.span(node)
        own = self.program.span(self.node)
        text = self.program.text(node).encode()
        inner: Span = (own[0] - start, own[1] - start)
        changed = (text[: inner[0]] + f"({self.text})".encode() + text[inner[1] :]).decode()
        del end
        return self.wording.shown(self.program.text(node)), self.wording.shown(changed)
