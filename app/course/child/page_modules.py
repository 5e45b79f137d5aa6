"""Imports as in the page's Python: what it lacks cannot be imported here either, though this Python may have it."""

import sys
from collections.abc import Iterable
from typing import Any


def only_what_the_page_has(modules: Iterable[str], version: str) -> None:
    """Refuse to import a module whose name is not among `modules`; private ones, which others need, may pass."""
    names = frozenset(modules)
    for name in list(sys.modules):  # what this Python has imported by itself
        if _top(name) not in names and not name.startswith("_"):
            del sys.modules[name]
    sys.meta_path.insert(0, _Refuser(names, version))
    sys.meta_path.append(_Newer(names, version))


class _Refuser:
    def __init__(self, modules: frozenset[str], version: str):
        self.modules = modules
        self.version = version

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> None:
        top = _top(name)
        if top in self.modules or top.startswith("_"):
            return
        raise ModuleNotFoundError(
            f"the page has no module {top!r}: it runs Python {self.version} with the standard library and NumPy",
            name=name,
        )


def _top(name: str) -> str:
    return name.partition(".")[0]


class _Newer(_Refuser):
    """Asked last, for what no other place has."""

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> None:
        if name in self.modules:
            own = sys.version.split()[0]
            raise ModuleNotFoundError(
                f"the page's Python {self.version} has the module {name!r}, and this one, {own}, has not", name=name
            )
