"""Source of this package as plain Python: what it imports from here is put before it, in the order it is needed."""

import ast
import importlib
import inspect
import textwrap
from functools import lru_cache
from types import ModuleType
from typing import Any

from descent.errors import BadMessage

UNUSED = {"RULE", "LANDSCAPE", "HYPERS"}
"""What describes a rule or a landscape and is not needed to run it."""
Edit = tuple[int, int, int, str]
"""A line of a source, from 1, the bytes from and to which it is replaced, and by what."""


class Plain:
    """Collects functions, classes and constants of this package, each once, before whatever uses them.

    `taken` are names that the script itself uses: what has one of them in here, or shares its name with something of
    another module, is renamed.
    """

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self.pieces: dict[str, str] = {}
        self.imports: set[str] = set()
        self.taken = set(taken)
        self._names: dict[tuple[str, str], str] = {}

    @property
    def text(self) -> str:
        """Everything that was collected."""
        return "\n\n\n".join(self.pieces.values())

    def factory(self, name: str, source: str, returned: str, unused: set[str] = UNUSED) -> str:
        """A function of that name whose call gives the names in `returned`, made of a whole module's source.

        Assignments to `unused` names, and what only they would need, are left out.
        """
        tree = ast.parse(source)
        kept = [node for node in tree.body if not _is_words(node) and not _targets(node) & unused]
        needed = _used(kept) | _used([ast.parse(f"({returned})")])
        lines: list[str] = []
        own: list[str] = []
        for node in kept:
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "descent":
                for alias in node.names:
                    local = alias.asname or alias.name
                    if local in needed:
                        given = self.take(importlib.import_module(node.module or ""), alias.name)
                        own += [] if given == local else [f"{local} = {given}"]
            else:
                lines.append("\n".join(source.splitlines()[_first(node) - 1 : node.end_lineno]))
        body = "\n\n".join([*own, *lines])
        return f"def {name}():\n{textwrap.indent(body, '    ')}\n\n    return {returned}"

    def take(self, module: ModuleType, name: str) -> str:
        """Collects the function, class or constant `name` of a module after what it uses; the name it has here."""
        module, name = _home(module, name)
        address = (module.__name__, name)
        if address in self._names:
            return self._names[address]
        source = inspect.getsource(module)
        node = next((one for one in ast.parse(source).body if _defines(one, name)), None)
        if node is None:
            raise BadMessage(f"{name!r} of {module.__name__} cannot be written as plain Python")
        given = self._free(name, module.__name__)
        self._names[address] = given
        value = getattr(module, name, None)
        if inspect.isclass(value) and issubclass(value, Exception):
            self.pieces[given] = f"class {given}(ValueError):\n    pass"
            return given
        edits = self._needs(module, node)
        if given != name:
            edits.append(_renaming(node, name, given, source))
        self.pieces[given] = _edited(source, node, edits)
        return given

    def _free(self, name: str, home: str) -> str:
        """A name that nothing else has, the given one if possible."""
        while name in self.taken:
            name = f"{home.split('.')[-1]}_{name}"
        self.taken.add(name)
        return name

    def _imported(self, home: str, attribute: str) -> str:
        """Imports a module, or what it has under a name, from elsewhere; what that is called here."""
        address = (home, attribute)
        if address not in self._names:
            own = attribute or home
            given = self._names[address] = self._free(own, home)
            start = f"from {home} import {attribute}" if attribute else f"import {home}"
            self.imports.add(start if given == own else f"{start} as {given}")
        return self._names[address]

    def _needs(self, module: ModuleType, node: ast.stmt) -> list[Edit]:
        """Collects what a statement of a module uses; the edits where that is called otherwise here."""
        edits: list[Edit] = []
        origins = _origins(module)
        whole = {id(one.value) for one in ast.walk(node) if isinstance(one, ast.Attribute)}
        for one in ast.walk(node):
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                place = origins.get(one.value.id)
                part = _submodule(place) if place else None
                if part is not None:
                    edits.append(_replacing(one, self.take(part, one.attr)))
                    continue
            if not isinstance(one, ast.Name) or (id(one) in whole and _submodule(origins.get(one.id))):
                continue
            if one.id in origins:
                home, attribute = origins[one.id]
                if home.split(".")[0] == "descent":
                    given = self.take(importlib.import_module(home), attribute)
                    edits += [] if given == one.id else [_replacing(one, given)]
                else:
                    given = self._imported(home, attribute)
                    edits += [] if given == one.id else [_replacing(one, given)]
            elif one.id in _statements(module) and isinstance(one.ctx, ast.Load):
                given = self.take(module, one.id)
                edits += [] if given == one.id else [_replacing(one, given)]
        return edits


def _is_words(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _used(parts: list[Any]) -> set[str]:
    return {one.id for part in parts for one in ast.walk(part) if isinstance(one, ast.Name)}


def _targets(node: ast.stmt) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _defines(node: ast.stmt, name: str) -> bool:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name == name
    return name in _targets(node)


@lru_cache(maxsize=256)
def _statements(module: ModuleType) -> frozenset[str]:
    """The names that a module's own statements define."""
    tree = ast.parse(inspect.getsource(module))
    named = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return frozenset(named.union(*(_targets(node) for node in tree.body)))


@lru_cache(maxsize=256)
def _origins(module: ModuleType) -> dict[str, tuple[str, str]]:
    """For each name that a module imports the module it comes from and its name there; none for a whole module."""
    found: dict[str, tuple[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: (node.module or "", alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: (alias.name, "") for alias in node.names}
    return found


def _submodule(place: tuple[str, str] | None) -> ModuleType | None:
    """The module of this package that a name stands for; None where it stands for something else."""
    if place is None or place[0].split(".")[0] != "descent":
        return None
    value = getattr(importlib.import_module(place[0]), place[1], None)
    return value if inspect.ismodule(value) else None


def _home(module: ModuleType, name: str) -> tuple[ModuleType, str]:
    """Where a name that a module has is defined: packages hand on what their parts define."""
    place = _origins(module).get(name)
    if place is None or name in _statements(module):
        return module, name
    return _home(importlib.import_module(place[0]), place[1])


def _replacing(node: ast.expr, text: str) -> Edit:
    return node.lineno, node.col_offset, node.end_col_offset or node.col_offset, text


def _renaming(node: ast.stmt, name: str, given: str, source: str) -> Edit:
    """The edit of the line that defines a name."""
    line = source.splitlines()[node.lineno - 1].encode()
    at = line.index(name.encode(), node.col_offset)
    return node.lineno, at, at + len(name.encode()), given


def _edited(source: str, node: ast.stmt, edits: list[Edit]) -> str:
    """The lines of a statement after the edits."""
    lines = [line.encode() for line in source.splitlines()]
    for line, start, end, text in sorted(set(edits), reverse=True):
        lines[line - 1] = lines[line - 1][:start] + text.encode() + lines[line - 1][end:]
    return b"\n".join(lines[_first(node) - 1 : node.end_lineno]).decode()
