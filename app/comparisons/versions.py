"""Fingerprints of what makes a number: of a rule, of a workload with its data, and of the execution.

A fingerprint is a hash over source as a program reads it: the module and all that it imports of this project, without
comments, docstrings and layout. Where the data of a workload come from a library, that library's version is part of it.
Nothing is imported, so that a process without torch finds the same.
"""

import ast
import hashlib
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import descent
from descent import registry

import app
from app.comparisons.typed_rules import is_typed
from app.workloads.card import BadOption, card, cards

ROOTS = {"app": Path(app.__file__).parent, "descent": Path(descent.__file__).parent}
WORKLOADS = "app.workloads."
EXECUTION = "app.comparisons.training.execute"
SLICES = "app.comparisons.slices.compute"
GRAPHS = "descent.graph.interpreter"
ENGINES = frozenset({"torch", "array_api_compat", "numpy"})
"""Libraries that compute and hold no data; a result names their versions, but another one is no other experiment."""
DATA_OF_PYTHON = frozenset({"pydoc_data"})
"""Modules of the standard library that are data: they change with Python."""
DISTRIBUTIONS = {"sklearn": "scikit-learn"}
"""The libraries that data of workloads come from: as they are imported, and as they are installed."""
BY_NAME = ("find_spec", "import_module")
"""Functions that find a module by a name that is written where they are called."""
_FINDING = threading.Lock()
_PARSING = threading.Lock()
"""CPython 3.11 counts the depth of all trees that are being made together: two threads may end with a SystemError."""
LENGTH = 12
NOT_THERE = "not there"


def rule_version(name: str) -> str:
    """The fingerprint of a rule: of its module, or of a typed one of its graphs, which its name is made of."""
    if is_typed(name):
        return hashlib.sha256(f"{name} {fingerprint(GRAPHS)}".encode()).hexdigest()[:LENGTH]
    return fingerprint(f"descent.rules.{name}")


def workload_version(name: str, options: Mapping[str, Any]) -> str:
    """The fingerprint of a workload with its data; where one of its options names a landscape, of that too."""
    modules = [f"app.workloads.{name}"]
    try:
        described = card(name)
        given = described.settings(options)
    except BadOption:
        return NOT_THERE
    modules += [f"descent.{option.registry}.{given[option.name]}" for option in described.options if option.registry]
    return fingerprint(*modules)


def execution_version() -> str:
    """The fingerprint of what trains, with every modifier, which it finds by name."""
    return fingerprint(EXECUTION, *(f"descent.modifiers.{name}" for name in registry.modifier_names()))


def all_versions() -> dict[str, str]:
    """The fingerprint of everything that makes a number, by its name in words: `rule adam`, `workload mlp_digits`.

    Two programs that agree in all of them give the same numbers for every shard and every slice. Found once, by whoever
    asks first; the others wait, as do a hundred workers that come at the start of a site.
    """
    with _FINDING:
        return _all_versions()


@cache
def _all_versions() -> dict[str, str]:
    found = {"the training": execution_version(), "slices": fingerprint(SLICES)}
    found |= {f"rule {name}": rule_version(name) for name in registry.rule_names()}
    found |= {f"landscape {name}": fingerprint(f"descent.landscapes.{name}") for name in registry.landscape_names()}
    found |= {f"library {name}": library_version(name) for name in DISTRIBUTIONS.values()}
    return found | {f"workload {name}": fingerprint(f"{WORKLOADS}{name}") for name in cards()}


@cache
def fingerprint(*modules: str) -> str:
    """Twelve digits for these modules and what they import; `not there` where one of them is not."""
    if any(path_of(module) is None for module in modules):
        return NOT_THERE
    seen: dict[str, str] = {}
    libraries: dict[str, str] = {}
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module in seen or path_of(module) is None:
            continue
        seen[module], imported_here = read(module)
        for imported in imported_here:
            waiting.append(imported)
            top = imported.partition(".")[0]
            if module.startswith(WORKLOADS) and top not in ROOTS and (held := data_version(top)):
                libraries[top] = held
    text = repr([sorted(seen.items()), sorted(libraries.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


@cache
def read(module: str) -> tuple[str, tuple[str, ...]]:
    """The shape of a module of this project, hashed, and the names that it imports."""
    path = path_of(module)
    if path is None:
        raise LookupError(f"{module} is no module of this project")
    with _PARSING:
        tree = ast.parse(path.read_text("utf-8"))
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return hashlib.sha256("".join(shape(tree)).encode()).hexdigest(), tuple(dict.fromkeys(imports(tree, package)))


def path_of(module: str) -> Path | None:
    """The file of a module of this project, None for anything else."""
    top, *rest = module.split(".")
    if top not in ROOTS:
        return None
    base = ROOTS[top].joinpath(*rest)
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


def imports(tree: ast.AST, package: str) -> Iterator[str]:
    """Names of what a module imports, wherever in it; some of them are no modules but things in one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in BY_NAME and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def data_version(top: str) -> str | None:
    """The version of a library that may hold data; None for one that computes."""
    if top in DATA_OF_PYTHON:
        return ".".join(map(str, sys.version_info[:3]))
    if top in ENGINES or top in sys.stdlib_module_names:
        return None
    return library_version(DISTRIBUTIONS.get(top, top))


def library_version(distribution: str) -> str:
    """The version of an installed library, without importing it."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def shape(node: object) -> Iterator[str]:
    """The syntax tree as text: the same for the same program in every version of Python, whatever its layout."""
    if isinstance(node, ast.AST):
        yield type(node).__name__
        for name in node._fields:
            value = getattr(node, name, None)
            if name == "body" and isinstance(value, list) and isinstance(node, DOCUMENTED):
                value = without_docstring(value)
            if value is None or value == [] or name in ("kind", "type_comment"):
                continue
            yield f"({name}="
            yield from shape(value)
            yield ")"
    elif isinstance(node, list):
        for each in node:
            yield from shape(each)
            yield ","
    else:
        yield repr(node)


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def without_docstring(body: Iterable[ast.stmt]) -> list[ast.stmt]:
    """The statements but for texts that stand alone: docstrings, and what is written beneath a field."""
    return [
        each
        for each in body
        if not (
            isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant) and isinstance(each.value.value, str)
        )
    ]
