"""Answers on their way out: JSON without NaN, and named arrays laid one after another in one piece of memory."""

import math
from typing import Any

from descent.spec import Array, Namespace

Answer = tuple[dict[str, Any], dict[str, Array]]
"""A JSON object and the arrays beside it."""

# What the browser has typed arrays for.
_DTYPES = {"float64": 8, "float32": 4, "int32": 4, "uint8": 1}


def packed(answer: Answer, xp: Namespace) -> tuple[dict[str, Any], bytes | None]:
    """The JSON with `arrays`, name to `[dtype, shape, offset]`, and the bytes; each array begins at a multiple of 8."""
    value, arrays = answer
    plain: dict[str, Any] = cleaned(value)
    if not arrays:
        return plain, None
    listing, pieces, offset = {}, [], 0
    for name, array in arrays.items():
        array = _sendable(array, xp)
        listing[name] = [array.dtype.name, list(array.shape), offset]
        data = array.tobytes()
        padding = -len(data) % 8
        pieces += [data, bytes(padding)]
        offset += len(data) + padding
    return {**plain, "arrays": listing}, b"".join(pieces)


def _sendable(array: Array, xp: Namespace) -> Array:
    array = xp.asarray(array)
    if array.dtype.name in _DTYPES:
        return array
    kind = {"b": xp.uint8, "i": xp.int32, "u": xp.int32}.get(array.dtype.kind, xp.float64)
    return array.astype(kind)


def cleaned(value: Any) -> Any:
    """The value with None in place of every number that JSON lacks; arrays become nested lists."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return {str(key): cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return cleaned(value.tolist())
