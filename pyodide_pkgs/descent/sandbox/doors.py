"""An interpreter without doors to JavaScript: after `close_doors()` nothing in Python is, makes or finds a proxy.

Pyodide keeps the objects of the worker within reach of Python: as modules (`js`, `pyodide_js`), inside its own modules,
and by functions in C that make more of them. Whoever has one has its constructor, and with it the prototypes of
everything in the worker and memory that no limit of WebAssembly counts. What a visitor types needs none of them.
"""

import asyncio
import contextlib
import gc
import sys
import time
from types import BuiltinFunctionType, ModuleType
from typing import Any, NoReturn

_CORE = "_pyodide_core"
_PYODIDE = frozenset({_CORE, "_pyodide", "pyodide", "pyodide_js", "js"})
_MEMORY = ("_ctypes", "ctypes")
"""By these Python writes where it likes, and calls what it likes."""


NO_LOOP = "nothing runs later here, so there is no event loop; call the function itself instead of asyncio.run"


def close_doors() -> None:
    """Takes away every module, function and object that leads to JavaScript; only under Pyodide, and only once."""
    _forget_builtins((_CORE, "_ctypes", "_ctypes_test"))
    _without_loops()
    sys.meta_path[:] = [finder for finder in sys.meta_path if _head(finder) not in _PYODIDE]
    made = [thing for thing in gc.get_objects() if _head(thing) in _PYODIDE and not isinstance(thing, type)]
    functions = [thing for thing in gc.get_objects() if _of_core(thing)]
    for name in list(sys.modules):
        if name.split(".")[0] in _PYODIDE or name.split(".")[0] in _MEMORY:
            _emptied(sys.modules.pop(name))
    for function in functions:
        for holder in gc.get_referrers(function):
            if isinstance(holder, dict):
                for name in [name for name, value in holder.items() if value is function]:
                    del holder[name]
    for thing in made:
        _emptied(thing)
    for kind in gc.get_objects():
        if isinstance(kind, type) and _head(kind) in _PYODIDE and issubclass(kind, BaseException):
            # An exception of JavaScript that is made by hand has one of its objects inside.
            with contextlib.suppress(TypeError):
                type.__setattr__(kind, "__new__", _refused)
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", {})
        for name in [name for name, value in names.items() if getattr(value, "__name__", None) in _MEMORY]:
            names[name] = None
    del made, functions
    gc.collect()


def _refused(kind: type, *_given: Any) -> NoReturn:
    raise TypeError(f"{kind.__name__} cannot be made here")


def _without_loops() -> None:
    """Asyncio asks Pyodide for its loop, which hands its work to JavaScript, and that does it when the run is over."""

    def refuse(*_given: Any, **_more: Any) -> NoReturn:
        raise RuntimeError(NO_LOOP)

    # Pyodide has put its own in the place of these; its sleep asks whether JavaScript could wait instead.
    time.sleep = getattr(time.sleep, "__wrapped__", time.sleep)
    vars(asyncio)["run"] = vars(asyncio.runners)["run"] = refuse

    # Newer versions of Python have it under the second name alone.
    events = vars(asyncio.events)
    policy = events.get("AbstractEventLoopPolicy") or events["_AbstractEventLoopPolicy"]
    put = events.get("set_event_loop_policy") or events["_set_event_loop_policy"]
    put(type("NoLoops", (policy,), {"get_event_loop": refuse, "new_event_loop": refuse})())
    asyncio.events._set_running_loop(None)


def proxies() -> list[str]:
    """The types of all objects within reach that are proxies of JavaScript, or functions that make some."""
    seen: dict[int, Any] = {}
    left: list[Any] = [*gc.get_objects(), *sys.modules.values()]
    found = []
    while left:
        thing = left.pop()
        if id(thing) in seen:
            continue
        seen[id(thing)] = thing
        if _of_core(thing) or any(base.__name__ == "JsProxy" for base in type(thing).__mro__):
            found.append(type(thing).__name__)
        left.extend(gc.get_referents(thing))
    return found


def _of_core(thing: Any) -> bool:
    return isinstance(thing, BuiltinFunctionType) and getattr(thing, "__module__", None) == _CORE


def _head(thing: Any) -> str:
    kind = thing if isinstance(thing, type) else type(thing)
    return str(getattr(kind, "__module__", "")).split(".")[0]


def _emptied(thing: Any) -> None:
    names = thing.__dict__ if isinstance(thing, ModuleType) else getattr(thing, "__dict__", None)
    if isinstance(names, dict):
        names.clear()


def _forget_builtins(names: tuple[str, ...]) -> None:
    """Takes modules out of the table from which built-in ones are made, so that they cannot be imported again."""
    import ctypes

    class Entry(ctypes.Structure):
        _fields_ = (("name", ctypes.c_void_p), ("make", ctypes.c_void_p))

    entries = ctypes.POINTER(Entry).in_dll(ctypes.pythonapi, "PyImport_Inittab")
    for place in range(len(sys.builtin_module_names) + 50):
        address = entries[place].name
        if not address:
            return
        # Python works on a copy of the table, which shares the names: those are overwritten.
        if ctypes.string_at(address, 40).split(b"\0")[0].decode("ascii", "replace") in names:
            ctypes.memset(address, 0, 1)
