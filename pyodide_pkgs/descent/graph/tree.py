"""Nested states, as authors write them, as flat names and back: dicts, lists, tuples, dataclasses in one another."""

import dataclasses
from collections import deque
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from descent.graph.refusal import Refused

MAX_LEAVES = 256


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Name and value of each number and array, the names of nested ones joined by dots."""
    entries = _entries(value)
    if entries is not None:
        for name, one in entries:
            if len(path) > 6:
                raise Refused("a state is nested at most seven deep")
            yield from leaves(one, (*path, name))
    elif value is not None and not isinstance(value, str):
        yield ".".join(path) or "value", value


def structure(value: Any) -> Any:
    """What a state is but for its numbers and arrays: equal for two states of the same form."""
    entries = _entries(value)
    if entries is not None:
        ordered = sorted(entries, key=lambda entry: entry[0]) if isinstance(value, dict) else entries
        return type(value).__name__, tuple((name, structure(one)) for name, one in ordered)
    return value if value is None or isinstance(value, str) else "value"


def rebuilt(value: Any, found: Mapping[str, Any], path: tuple[str, ...] = ()) -> Any:
    """The state with the leaves of `found`, in new containers of the same types."""
    entries = _entries(value)
    if entries is None:
        return value if value is None or isinstance(value, str) else found[".".join(path) or "value"]
    parts = {name: rebuilt(one, found, (*path, name)) for name, one in entries}
    if isinstance(value, dict):
        return dict(zip(value, parts.values(), strict=True))
    if isinstance(value, SimpleNamespace):
        return SimpleNamespace(**parts)
    if isinstance(value, deque):
        return deque(parts.values(), value.maxlen)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **parts)
    if hasattr(value, "_fields"):
        return type(value)(*parts.values())
    return type(value)(parts.values())


def _entries(value: Any) -> list[tuple[str, Any]] | None:
    """What is in a container by name; None for what is none."""
    if isinstance(value, dict):
        for name in value:
            if not isinstance(name, str | int) or isinstance(name, bool) or not _is_plain(str(name)):
                raise Refused(f"an entry of the state is called by a word, such as s['m']; here {str(name)[:40]!r}")
        return [(str(name), one) for name, one in value.items()]
    if isinstance(value, list | tuple | deque):
        return [(str(place), one) for place, one in enumerate(value)]
    if isinstance(value, SimpleNamespace):
        return list(vars(value).items())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    return None


def _is_plain(name: str) -> bool:
    return (name.isidentifier() or name.isdigit()) and len(name) <= 64
