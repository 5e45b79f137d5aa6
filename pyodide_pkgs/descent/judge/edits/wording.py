"""Expressions of a program in names that a learner knows: arguments, lists for their entries, no local names.

`m_i` of a loop over `m` becomes `m`; a local name becomes what it stands for, unless it is the corrected form of an
argument, such as `m_hat`, which statements write as well.
"""

import ast

from descent.judge.edits.names import STEP_NAMES, elements, locals_of, parameters
from descent.judge.edits.program import Function, Program

MAX_LENGTH = 90
"""The longest expression that a sentence holds."""
MAX_DEPTH = 3
"""How many local names are looked through, one behind the other."""
HIDDEN = "…"
"""Stands for what would be too long."""
MODULES = frozenset({"np", "numpy", "math", "self"})


class Wording:
    """How one function's expressions are written for a learner."""

    def __init__(self, program: Program, function: Function):
        self.elements = elements(function)
        self.locals = {name: values for name, values in locals_of(function).items() if name not in self.elements}
        self.arguments = {name for one in program.functions for name in parameters(one)}
        self.given = set(parameters(function))

    def shown(self, text: str) -> str:
        """An expression as a learner may read it, on one line."""
        try:
            tree = ast.parse(" ".join(text.split()), mode="eval").body
        except SyntaxError:  # a slice, which is no expression by itself
            return text
        bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        whole = ast.unparse(_Rename(self, MAX_DEPTH, bound).visit(tree))
        if len(whole) <= MAX_LENGTH:
            return whole
        tree = ast.parse(" ".join(text.split()), mode="eval").body
        return ast.unparse(_Rename(self, 0, bound).visit(tree))

    def target(self, statement: ast.stmt) -> str | None:
        """What a statement sets, in a learner's words; None where it sets nothing that a learner knows."""
        if isinstance(statement, ast.Return):
            return "the returned value"
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
        elif isinstance(statement, ast.AugAssign):
            target = statement.target
        else:
            return None
        while isinstance(target, ast.Subscript):
            target = target.value
        if isinstance(target, ast.Attribute):
            return f"`{target.attr}`"
        if not isinstance(target, ast.Name):
            return None
        name = self.elements.get(target.id, target.id)
        return f"`{name}`" if self.known(name) else None

    def known(self, name: str) -> bool:
        """Whether a learner knows the name: an argument, or the corrected form of one."""
        return name in self.arguments | STEP_NAMES or (
            name.endswith("_hat") and name.removesuffix("_hat") in self.arguments
        )

    def definition(self, name: str) -> ast.expr | None:
        """What a local name stands for: the last thing assigned to it that is more than a number."""
        values = [value for value in self.locals.get(name, ()) if not isinstance(value, ast.Constant)]
        if len(values) > 1 and name in self.given:
            return None
        if not values or values[-1] is None:
            return None
        names = {node.id for node in ast.walk(values[-1]) if isinstance(node, ast.Name)}
        return None if name in names else values[-1]


class _Rename(ast.NodeTransformer):
    """Puts a learner's names in; looks through so many local names, and beyond that has an ellipsis for them."""

    def __init__(self, wording: Wording, depth: int, bound: set[str]):
        self.wording = wording
        self.depth = depth
        self.bound = bound

    def visit_Name(self, node: ast.Name) -> ast.expr:
        wording = self.wording
        if node.id in self.bound:
            return node
        if node.id in wording.elements:
            return ast.Name(wording.elements[node.id], ast.Load())
        if node.id not in wording.locals or wording.known(node.id):
            return ast.Name(node.id, ast.Load())
        meant = wording.definition(node.id)
        if meant is None:
            return ast.Name(node.id, ast.Load())
        if not self.depth:
            return ast.Name(HIDDEN, ast.Load())
        copied = ast.parse(ast.unparse(meant), mode="eval").body
        made: ast.expr = _Rename(wording, self.depth - 1, self.bound).visit(copied)
        return made

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name) and node.value.id in MODULES:
            return ast.Name(node.attr, ast.Load())
        return ast.Attribute(self.visit(node.value), node.attr, node.ctx)
