"""Whether a value that came through JSON is what a type says."""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, is_typeddict

import numpy as np

from scripts.seam import contract


def problems(value: Any, hint: Any, place: str = "answer") -> list[str]:
    """Where a value is not what a hint says; none where it is."""
    origin, parts = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return _entries(value, hint, place)
    if origin is Annotated:
        return _annotated(value, parts[0], parts[1], place)
    if origin in (Union, UnionType):
        tried = [problems(value, part, place) for part in parts]
        return [] if [] in tried else [f"{place} is {value!r}, not {hint}"]
    if origin is Literal:
        return [] if value in parts else [f"{place} is {value!r}, not one of {parts}"]
    if origin in (dict, get_origin(Mapping[str, int])):
        if not isinstance(value, dict):
            return [f"{place} is no object"]
        return [found for key, item in value.items() for found in problems(item, parts[1], f"{place}.{key}")]
    if origin in (list, tuple, get_origin(Sequence[int])):
        return _items(value, origin, parts, place)
    plain = {float: (int, float), int: int, str: str, bool: bool, NoneType: NoneType, object: object}[hint]
    right = isinstance(value, plain) and (not isinstance(value, bool) or hint in (bool, object))
    return [] if right else [f"{place} is {value!r}, not {hint.__name__}"]


def _entries(value: Any, kind: Any, place: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{place} is no object"]
    keys = {key.name: key for key in contract.keys(kind)}
    found = [f"{place} has {name!r}, which {kind.__name__} does not name" for name in value if name not in keys]
    for name, key in keys.items():
        if name in value:
            found += problems(value[name], key.hint, f"{place}.{name}")
        elif key.required:
            found.append(f"{place} lacks {name!r} of {kind.__name__}")
    return found


def _annotated(value: Any, bare: Any, word: str, place: str) -> list[str]:
    if word == "unbounded":
        return [] if value is None else problems(value, bare, place)
    if isinstance(value, list):
        return [found for item in value for found in _annotated(item, bare, word, place)]
    return [] if value is None else problems(value, float, place)


def _items(value: Any, origin: Any, parts: tuple[Any, ...], place: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{place} is no list"]
    hints = [parts[0]] * len(value) if origin is not tuple or parts[-1] is Ellipsis else list(parts)
    if len(hints) != len(value):
        return [f"{place} has {len(value)} entries, not {len(hints)}"]
    return [found for k, item in enumerate(value) for found in problems(item, hints[k], f"{place}[{k}]")]


def array_problems(arrays: Mapping[str, np.ndarray], kind: Any, numbered: bool) -> list[str]:
    """Where the arrays of an answer are not those that a type names: their names, dtypes and numbers of axes."""
    if kind is None:
        return [f"there is an array {name!r}" for name in arrays]
    keys = {key.name: key for key in contract.keys(kind)}
    found, seen = [], set()
    for name, array in arrays.items():
        own = name.rpartition(".")[0] if numbered else name
        seen.add(own)
        if own not in keys:
            found.append(f"there is an array {name!r}, which {kind.__name__} does not name")
            continue
        dtype, axes = contract.array(keys[own].hint) or ("", ())
        # Several starts give each array of a path one axis more.
        if array.dtype.name != dtype or array.ndim - len(axes) not in ((0, 1) if numbered else (0,)):
            found.append(f"{name!r} is {array.dtype.name} {array.shape}, not {dtype} {axes}")
    return found + [f"{name!r} is missing" for name, key in keys.items() if key.required and name not in seen]
