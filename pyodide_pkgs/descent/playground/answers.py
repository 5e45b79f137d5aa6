"""Answers on their way out: what several of them hold, JSON without NaN, and named arrays in one piece of memory.

Each method answers with a pair: a `TypedDict`, and beside it a `TypedDict` of arrays or a list of those, one for each
racer. These types are the contract with JavaScript: `python -m scripts.seam` writes `static/js/python/seam.d.ts` from
them. The annotation of an array says which numbers arrive and what its axes are:
`Annotated[Array, "float64", "steps + 1", "dim"]`.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypedDict, TypeVar

from descent.sandbox.soundness import Notice
from descent.spec import Array, Namespace

Unbounded = Annotated[float, "unbounded"]
"""A number that JSON may lack: null where it is not finite."""
Tensor = Annotated[Any, "tensor"]
"""A number or nested lists of numbers."""
Setting = float | str | bool | None
"""The value of a hyperparameter or a choice."""
Window = Sequence[tuple[float, float]]
"""The least and the greatest value of each coordinate."""

Arrays = Mapping[str, Array]
Answer = tuple[Mapping[str, object], Arrays | Sequence[Arrays]]
"""A JSON object and the arrays beside it; of a list the names get its places: `points.0`, `points.1`."""

# What the browser has typed arrays for.
_DTYPES = {"float64": 8, "float32": 4, "int32": 4, "uint8": 1}

P = TypeVar("P")
Pieces = Iterator[tuple[float, P]]
"""The answers of a long computation, each with the share that is done by then."""


class Empty(TypedDict):
    """Nothing but that it worked."""


class NoArrays(TypedDict):
    """No arrays."""


class StopAnswer(TypedDict):
    """Why and when a run ended."""

    kind: str
    """`converged`, `max_steps`, `diverged` or `left_window`."""
    sentence: str
    step: int


class RacerAnswer(TypedDict):
    """What every answer about a racer says of it."""

    id: str
    lr: float | None
    notices: list[Notice]


def json_and_bytes(answer: Answer, xp: Namespace) -> tuple[Any, bytes | None]:
    """The JSON with `arrays`, name to `[dtype, shape, offset]`, and the bytes; each array begins at a multiple of 8."""
    value, arrays = answer
    plain = cleaned(value)
    named = _numbered(arrays)
    if not named:
        return plain, None
    listing, pieces, offset = {}, [], 0
    for name, array in named.items():
        array = _sendable(array, xp)
        listing[name] = [array.dtype.name, list(array.shape), offset]
        data = array.tobytes()
        padding = -len(data) % 8
        pieces += [data, bytes(padding)]
        offset += len(data) + padding
    return {**plain, "arrays": listing}, b"".join(pieces)


def _numbered(arrays: Arrays | Sequence[Arrays]) -> Arrays:
    """The arrays under one name each."""
    if isinstance(arrays, Mapping):
        return arrays
    return {f"{name}.{place}": array for place, own in enumerate(arrays) for name, array in own.items()}


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
