"""Values as bytes and back: a JSON header that holds the structure, then the raw bytes of every array.

    b"DSC1" | length of the header, 4 bytes, little-endian | header, JSON in UTF-8 | raw array bytes, one after another

`None`, `bool`, `str`, finite `float` and ints below 2⁶³ stand in the header as JSON does them, a list as a list. The
rest is an object with one member: `{"t": [...]}` a tuple, `{"d": [[key, value], ...]}` a dict, `{"f": "nan"}` a float
that JSON lacks, `{"i": "-0x..."}` a large int, `{"a": ["float64", [2, 3]]}` an array, whose bytes come next in the
raw part, little-endian and in C order. No pickle: reading bytes never runs code. Whatever does not follow the format,
or is too large, raises `BadMessage` and nothing else.
"""

import json
import math
import struct
from typing import Any

from descent.errors import BadMessage
from descent.spec import Array, Namespace

MAX_BYTES = 64 * 2**20
"""The longest message, in bytes."""
MAX_HEADER_BYTES = 8 * 2**20
"""The longest header, in bytes; parsed JSON takes some thirty times its length in memory."""
MAX_DEPTH = 48
"""How deep values may nest."""

_MAGIC = b"DSC1"
_SMALL_INT = 2**63
_MAX_INT_BITS = 2**14
_MAX_DIMENSIONS = 32
_ITEM_BYTES = {
    "bool": 1,
    **{f"{sign}int{bits}": bits // 8 for sign in ("", "u") for bits in (8, 16, 32, 64)},
    **{f"float{bits}": bits // 8 for bits in (16, 32, 64)},
    **{f"complex{bits}": bits // 8 for bits in (64, 128)},
}
DTYPES = tuple(_ITEM_BYTES)
"""The names of the array types that can be sent."""
_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def pack(value: Any, xp: Namespace) -> bytes:
    """The bytes of `value`; `BadMessage` for a type that cannot be sent or a message over `MAX_BYTES`."""
    raw: list[bytes] = []
    try:
        header = json.dumps(_node(value, xp, raw, 0), separators=(",", ":"), allow_nan=False).encode("ascii")
    except (RecursionError, OverflowError) as error:
        raise BadMessage(f"the value cannot be sent: {error}") from None
    size = len(_MAGIC) + 4 + len(header) + sum(map(len, raw))
    if size > MAX_BYTES or len(header) > MAX_HEADER_BYTES:
        raise BadMessage(
            f"the message would be {size} bytes with a header of {len(header)}; "
            f"at most {MAX_BYTES} and {MAX_HEADER_BYTES} are sent"
        )
    return b"".join([_MAGIC, struct.pack("<I", len(header)), header, *raw])


def unpack(data: bytes, xp: Namespace, most_header: int = MAX_HEADER_BYTES) -> Any:
    """The value that `pack` was given (a scalar of the array library comes back as a 0-d array); else `BadMessage`.

    `most_header` is the longest header that is read, in bytes.
    """
    if len(data) > MAX_BYTES:
        raise BadMessage(f"the message has {len(data)} bytes; at most {MAX_BYTES} are read")
    data = bytes(data)
    if len(data) < 8 or data[:4] != _MAGIC:
        raise BadMessage(f"the message does not begin with {_MAGIC!r} and a length")
    (length,) = struct.unpack_from("<I", data, 4)
    if length > most_header or 8 + length > len(data):
        raise BadMessage(f"the header is said to have {length} bytes, of a message of {len(data)}")
    try:
        header = json.loads(data[8 : 8 + length].decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadMessage(f"the header is not JSON: {error}") from None
    reader = _Reader(data, 8 + length, xp)
    value = reader.value(header, 0)
    if reader.offset != len(data):
        raise BadMessage(f"{len(data) - reader.offset} bytes are left over after the last array")
    return value


def is_array(value: Any, xp: Namespace) -> bool:
    """Whether `value` is an array or a scalar of the array library."""
    return isinstance(value, (xp.ndarray, xp.generic))


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not allowed")


def _node(value: Any, xp: Namespace, raw: list[bytes], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise BadMessage(f"the value nests deeper than {MAX_DEPTH} levels")
    if is_array(value, xp):  # before the numbers: a NumPy float64 is a Python float too
        return {"a": _array_node(value, xp, raw)}
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return value if abs(value) < _SMALL_INT else {"i": hex(value)}
    if kind is float:
        return value if math.isfinite(value) else {"f": repr(value)}
    if kind is list:
        return [_node(item, xp, raw, depth + 1) for item in value]
    if kind is tuple:
        return {"t": [_node(item, xp, raw, depth + 1) for item in value]}
    if kind is dict:
        return {"d": [[_node(key, xp, raw, depth + 1), _node(item, xp, raw, depth + 1)] for key, item in value.items()]}
    raise BadMessage(
        f"a value of type {kind.__name__!r} cannot be sent; "
        "what can: None, bool, int, float, str, list, tuple, dict and arrays"
    )


def _array_node(value: Array, xp: Namespace, raw: list[bytes]) -> list[Any]:
    name = value.dtype.name
    if name not in _ITEM_BYTES:
        raise BadMessage(f"an array of {name!r} cannot be sent; what can: {', '.join(DTYPES)}")
    shape = list(value.shape)
    little = xp.asarray(value, dtype=value.dtype.newbyteorder("<"))
    raw.append(little.tobytes())
    return [name, shape]


class _Reader:
    """Turns header nodes back into values, taking each array's bytes in turn."""

    def __init__(self, data: bytes, offset: int, xp: Namespace):
        self.data = data
        self.offset = offset
        self.xp = xp

    def value(self, node: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise BadMessage(f"the message nests deeper than {MAX_DEPTH} levels")
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if isinstance(node, dict):
            return self.tagged(node, depth)
        if isinstance(node, float) and not math.isfinite(node):
            raise BadMessage("a number in the header is too large for a float")
        return node

    def tagged(self, node: dict[str, Any], depth: int) -> Any:
        if len(node) != 1:
            raise BadMessage(f"an object in the header has {len(node)} members instead of one")
        ((tag, content),) = node.items()
        if tag == "t" and isinstance(content, list):
            return tuple(self.value(item, depth + 1) for item in content)
        if tag == "d" and isinstance(content, list):
            return self.mapping(content, depth)
        if tag == "f" and isinstance(content, str) and content in _FLOATS:
            return _FLOATS[content]
        if tag == "i" and isinstance(content, str):
            return self.large_int(content)
        if tag == "a" and isinstance(content, list) and len(content) == 2:
            return self.array(*content)
        raise BadMessage(f"{tag!r} with {type(content).__name__} is not a kind of value; there are: t, d, f, i, a")

    def mapping(self, content: list[Any], depth: int) -> dict[Any, Any]:
        result = {}
        for pair in content:
            if not isinstance(pair, list) or len(pair) != 2:
                raise BadMessage("a dict in the header is not a list of pairs")
            key, item = (self.value(part, depth + 1) for part in pair)
            try:
                result[key] = item
            except TypeError:
                raise BadMessage(f"a key of type {type(key).__name__} cannot be in a dict") from None
        return result

    def large_int(self, text: str) -> int:
        if len(text) * 4 > _MAX_INT_BITS:
            raise BadMessage(f"an int of {len(text)} digits is too long")
        try:
            return int(text, 16)
        except ValueError:
            raise BadMessage(f"{text[:40]!r} is not a hexadecimal int") from None

    def array(self, dtype: Any, shape: Any) -> Array:
        if not isinstance(dtype, str) or dtype not in _ITEM_BYTES:
            raise BadMessage(f"no array type is called {str(dtype)[:40]!r}; there are: {', '.join(DTYPES)}")
        if not isinstance(shape, list) or len(shape) > _MAX_DIMENSIONS:
            raise BadMessage(f"a shape is a list of at most {_MAX_DIMENSIONS} sizes")
        if not all(type(size) is int and 0 <= size <= MAX_BYTES for size in shape):
            raise BadMessage("a shape holds something that is not a size")
        # An array without elements may still have sizes whose product no array library can hold.
        if math.prod(size for size in shape if size) > MAX_BYTES:
            raise BadMessage("a shape is larger than any message")
        count = math.prod(shape)
        end = self.offset + count * _ITEM_BYTES[dtype]
        if end > len(self.data):
            raise BadMessage(f"an array of {count} {dtype} goes beyond the end of the message")
        # Bytes other than 0 and 1 are no booleans, yet an array library would take them as they are.
        if dtype == "bool" and self.data[self.offset : end].strip(b"\x00\x01"):
            raise BadMessage("an array of bool holds something else")
        stored = self.xp.dtype(dtype).newbyteorder("<")
        flat = self.xp.frombuffer(self.data[self.offset : end], dtype=stored)
        self.offset = end
        return flat.astype(dtype).reshape(shape)
