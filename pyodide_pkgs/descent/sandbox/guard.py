"""Puts back what a submission replaced: names in modules, random state, floating-point flags, limits.

A submission that sets `builtins.abs` or `np.allclose` spoils its own run and no other. What lies deeper, such as a
method replaced inside a Python class of the standard library, is not seen; the verdict never depends on it, because
outputs are compared in another process.
"""

import builtins
import random
import sys
import warnings
from operator import is_
from types import ModuleType
from typing import Any

from descent.spec import Namespace

_STANDARD = {"builtins", "copy", "functools", "io", "itertools", "json", "linecache", "math"} | {
    *("operator", "os", "random", "re", "struct", "time", "traceback", "types", "typing"),
}
_MISSING = object()
_ALL, _LEN, _MAP = all, len, map
"""The functions themselves: where builtins are being put back, their names may stand for anything."""


class Guard:
    """Remembers modules and global state when made; `restore()` puts them back and names what had been replaced.

    The arrays' random numbers (nine modules in C) are among it once `with_random` has imported them.
    """

    def __init__(self, xp: Namespace):
        self._modules = {
            name: module
            for name, module in list(sys.modules.items())
            if isinstance(module, ModuleType) and name.split(".")[0] in {xp.__name__, "descent"} | _STANDARD
        }
        self._saved = {name: dict(vars(module)) for name, module in self._modules.items()}
        self._builtins = self._saved["builtins"]
        self._tampered: set[str] = set()
        self._random = None if f"{xp.__name__}.random" in sys.modules else f"{xp.__name__}.random"
        # The functions themselves: at the end the names may stand for something else.
        self._set = [
            *([] if self._random else [(xp.random.set_state, xp.random.get_state())]),
            (lambda flags, set_flags=xp.seterr: set_flags(**flags), xp.geterr()),
            (xp.seterrcall, xp.geterrcall()),
            (lambda options, set_options=xp.set_printoptions: set_options(**options), xp.get_printoptions()),
            (random.setstate, random.getstate()),
            (sys.setrecursionlimit, sys.getrecursionlimit()),
            (sys.settrace, sys.gettrace()),
            (sys.setprofile, sys.getprofile()),
        ]
        self._streams = sys.stdin, sys.stdout, sys.stderr
        self._path = list(sys.path)
        self._filters = list(warnings.filters)

    @staticmethod
    def with_random(xp: Namespace) -> object:
        """The arrays' random numbers, which they import when asked; that takes a browser as long as the arrays took."""
        return xp.random

    def without_builtins(self) -> dict[str, Any]:
        """Puts the builtins back so that our own code can run; gives what `with_builtins` needs to undo that."""
        current = dict(vars(builtins))
        changed = _put_back(vars(builtins), self._builtins)
        self._tampered.update(f"builtins.{name}" for name in changed)
        return {name: current.get(name, _MISSING) for name in changed}

    @staticmethod
    def with_builtins(changed: dict[str, Any]) -> None:
        """Replaces the builtins again as the submission had them, for its next call."""
        current = vars(builtins)
        for name, value in changed.items():
            if value is _MISSING:
                current.pop(name, None)
            else:
                current[name] = value

    def restore(self) -> tuple[str, ...]:
        """Puts everything back; the sorted names of what had been replaced, added or removed in the modules."""
        self.without_builtins()
        tampered = self._tampered
        if self._random is not None and self._random in sys.modules:
            tampered.add(self._random)  # imported by code that does not name it: nobody knows in which state
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
                tampered.add(name)
            tampered.update(f"{name}.{entry}" for entry in _put_back(vars(module), self._saved[name]))
        for put_back, state in self._set:
            put_back(state)
        sys.stdin, sys.stdout, sys.stderr = self._streams
        sys.path[:] = self._path
        warnings.filters[:] = self._filters  # type: ignore[index]
        return tuple(sorted(tampered))


def _untouched(current: dict[str, Any], saved: dict[str, Any]) -> bool:
    """Whether the same names in the same order stand for the same things."""
    if _LEN(current) != _LEN(saved) or not _ALL(_MAP(is_, current, saved)):
        return False
    return _ALL(_MAP(is_, current.values(), saved.values()))


def _put_back(current: dict[str, Any], saved: dict[str, Any]) -> list[str]:
    """Makes `current` equal to `saved` again, and names the entries that had changed; imports stay."""
    if _untouched(current, saved):
        return []  # as nearly always, and ten times as fast: there are ten thousand names after every run
    changed = [name for name, value in saved.items() if current.get(name, _MISSING) is not value]
    for name in changed:
        current[name] = saved[name]
    # An import fills in the submodule's name; Python notes there which warnings it has shown.
    added = [
        name
        for name, value in current.items()
        if name not in saved and name != "__warningregistry__" and not isinstance(value, ModuleType)
    ]
    for name in added:
        del current[name]
    return changed + added
