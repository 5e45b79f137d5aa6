"""A program as text and tree: where each expression stands, what surrounds it, and the text with parts replaced."""

import ast
from collections.abc import Iterator
from functools import cached_property

Function = ast.FunctionDef
Span = tuple[int, int]
"""From and to, in bytes of the text."""

ATOMS = (ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Call, ast.List, ast.Dict)
"""What needs no brackets wherever it stands."""


class Program:
    """The source of a module, read once."""

    def __init__(self, source: str):
        self.source = source
        self.tree = ast.parse(source)
        self._bytes = source.encode()
        self._lines = [0]
        for line in self._bytes.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def functions(self) -> list[Function]:
        """Every function and method, in the order of the text."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    def span(self, node: ast.expr | ast.stmt) -> Span:
        """Where the node stands."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._lines[node.lineno - 1] + node.col_offset,
            self._lines[node.end_lineno - 1] + node.end_col_offset,
        )

    def text(self, node: ast.expr | ast.stmt) -> str:
        """The node as it is written."""
        start, end = self.span(node)
        return self._bytes[start:end].decode()

    def part(self, node: ast.expr) -> str:
        """The expression as a part of another one: in brackets where it needs them."""
        return self.text(node) if isinstance(node, ATOMS) else f"({self.text(node)})"

    def replaced(self, *changes: tuple[Span, str]) -> str:
        """The source with other text at these places."""
        made = self._bytes
        for (start, end), text in sorted(changes, reverse=True):
            made = made[:start] + text.encode() + made[end:]
        return made.decode()

    def before(self, statement: ast.stmt, line: str) -> tuple[Span, str]:
        """The change that puts a line in front of a statement."""
        start, _ = self.span(statement)
        return (start, start), f"{line}\n{' ' * statement.col_offset}"

    def after(self, statement: ast.stmt, line: str) -> tuple[Span, str]:
        """The change that puts a line behind a statement."""
        _, end = self.span(statement)
        return (end, end), f"\n{' ' * statement.col_offset}{line}"

    def function_of(self, node: ast.AST) -> Function | None:
        """The innermost function around a node."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, Function):
                return node
        return None

    def statement_of(self, node: ast.AST) -> ast.stmt | None:
        """The innermost statement around a node, or the node itself if it is one."""
        while not isinstance(node, ast.stmt):
            if node not in self.parents:
                return None
            node = self.parents[node]
        return node

    def expressions(self) -> Iterator[ast.expr]:
        """Every expression that is read in the body of a function; defaults and annotations are not among them."""
        for function in self.functions:
            for statement in body(function):
                yield from self._read(statement)

    def _read(self, node: ast.AST) -> Iterator[ast.expr]:
        if isinstance(node, Function | ast.ClassDef | ast.Lambda):
            return
        if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
            yield node
        for child in ast.iter_child_nodes(node):
            yield from self._read(child)


def body(function: Function) -> list[ast.stmt]:
    """The statements of a function without its docstring."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if documented else function.body


def blocks(function: Function) -> Iterator[list[ast.stmt]]:
    """Every run of statements in a function: its own body, and those of its loops and conditions."""
    yield body(function)
    for node in ast.walk(function):
        if isinstance(node, Function | ast.ClassDef):
            continue
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(node, field, None)
            if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
                yield inner
