"""Source of this package as plain Python: what it imports from here is put before it, in the order it is needed."""

import ast
import importlib
import inspect
import sys
import textwrap
from types import ModuleType
from typing import Any

from descent.errors import BadMessage

UNUSED = {"RULE", "LANDSCAPE", "HYPERS"}
"""What describes a rule or a landscape and is not needed to run it."""


class Plain:
    """Collects functions and constants of this package, each once, before whatever uses them."""

    def __init__(self) -> None:
        self.pieces: dict[str, str] = {}
        self.imports: set[str] = set()

    @property
    def text(self) -> str:
        """Everything that was collected."""
        return "\n\n\n".join(self.pieces.values())

    def factory(self, name: str, source: str, returned: str) -> str:
        """A function of that name whose call gives the names in `returned`, made of a whole module's source."""
        tree = ast.parse(source)
        kept: list[ast.stmt] = []
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "descent":
                if node.module != "descent.spec":
                    for alias in node.names:
                        self.take(importlib.import_module(node.module or ""), alias.name)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            elif not (isinstance(node, ast.Assign | ast.AnnAssign) and _targets(node) & UNUSED):
                kept.append(node)
        lines = source.splitlines()
        body = "\n\n".join("\n".join(lines[_first(node) - 1 : node.end_lineno]) for node in kept)
        return f"def {name}():\n{textwrap.indent(body, '    ')}\n\n    return {returned}"

    def take(self, module: ModuleType, name: str) -> None:
        """The function or constant `name` of a module, and before it what it uses of its own module."""
        if name in self.pieces:
            return
        source = inspect.getsource(module)
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                self._needs(module, _used([*node.body, *node.decorator_list]) - {name})
                self.pieces[name] = "\n".join(source.splitlines()[_first(node) - 1 : node.end_lineno])
                return
            if isinstance(node, ast.ClassDef) and node.name == name:
                self.pieces[name] = f"class {name}(ValueError):\n    pass"
                return
            if isinstance(node, ast.Assign | ast.AnnAssign) and name in _targets(node) and node.value is not None:
                self._needs(module, _used([node.value]))
                self.pieces[name] = f"{name} = {ast.unparse(node.value)}"
                return
        raise BadMessage(f"{name!r} of {module.__name__} cannot be written as plain Python")

    def _needs(self, module: ModuleType, names: set[str]) -> None:
        for name in sorted(names):
            value: Any = getattr(module, name, None)
            if value is None:
                continue
            if inspect.ismodule(value):
                self.imports.add(f"import {name}")
                continue
            home = sys.modules.get(getattr(value, "__module__", None) or "", module)
            if home.__name__.split(".")[0] == "descent":
                self.take(home, name)
            else:
                self.imports.add(f"from {home.__name__} import {name}")


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _used(parts: list[Any]) -> set[str]:
    return {one.id for part in parts for one in ast.walk(part) if isinstance(one, ast.Name)}


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}
