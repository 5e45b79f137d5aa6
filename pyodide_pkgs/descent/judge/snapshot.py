"""Copies of what a submission made, bounded in size, that hold no code of the submission.

Whatever the value is, a copy comes out: what is too large, too deep or of an unknown kind becomes a `Note`. A
`__repr__` that raises, recurses or exits is survived.
"""

from typing import Any

from descent import wire
from descent.judge.case import Record
from descent.judge.observation import Note
from descent.sandbox.safe_text import safe_repr, type_name
from descent.spec import Namespace

MAX_ARRAY_BYTES = 2**20
"""The largest array that is copied, in bytes."""
MAX_TOTAL_BYTES = 16 * 2**20
"""The most that is copied from one run, counting 64 bytes for every value."""
MAX_ITEMS = 10_000
"""The longest list, tuple or dict that is copied."""
MAX_LEVELS = 16
MAX_TEXT = 4_000
MAX_INT_BITS = 4_096


class Attributes:
    """What a `Record` of a case becomes for the submission: an object with attributes."""

    def __init__(self, attributes: dict[str, Any]):
        self.__dict__.update(attributes)


class Copier:
    """Copies values until the budget of one run is used up.

    It holds on to the array functions it needs from before the submission ran, because a submission may replace them.
    """

    def __init__(self, xp: Namespace):
        self.array = xp.array
        self.array_types = (xp.ndarray, xp.generic)
        self.left = MAX_TOTAL_BYTES
        self.comparable: set[Any] = set()
        """The dtypes seen so far that are among those that can be compared."""

    def copy(self, value: Any) -> Any:
        """A copy of `value` made of plain values, arrays, `Record` and `Note`."""
        try:
            return self._copy(value, 0)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # user-defined subclasses may do anything
            return Note("object", type_name(value), f"reading it raised {type_name(error)}")

    def _copy(self, value: Any, level: int) -> Any:
        self.left -= 64
        if level > MAX_LEVELS:
            return Note("too deep", type_name(value), f"nested deeper than {MAX_LEVELS} levels")
        if self.left < 0:
            return Note("too large", type_name(value), "more output than one run may give")
        if isinstance(value, self.array_types):
            return self._array(value)
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            if value.bit_length() <= MAX_INT_BITS:
                return value
            return Note("too large", "int", f"an int of {value.bit_length()} bits")
        if kind is str:
            self.left -= min(len(value), MAX_TEXT)
            return value if len(value) <= MAX_TEXT else Note("too large", "str", value[:80] + "…")
        if isinstance(value, list | tuple | dict):
            return self._container(value, level)
        if kind is Attributes:
            return Record({str(name): self._copy(item, level + 1) for name, item in vars(value).items()})
        return Note("object", type_name(value), safe_repr(value))

    def _array(self, value: Any) -> Any:
        if value.dtype not in self.comparable:  # the name of a dtype is slow to make
            if value.dtype.name not in wire.DTYPES:
                return Note("object", f"array of {value.dtype.name}", "an array type that cannot be compared")
            self.comparable.add(value.dtype)
        if value.nbytes > min(MAX_ARRAY_BYTES, self.left):
            return Note("too large", "array", f"{value.dtype.name}, shape {tuple(value.shape)}, {value.nbytes} bytes")
        self.left -= value.nbytes
        return self.array(value, copy=True, subok=False)

    def _container(self, value: Any, level: int) -> Any:
        # The base class's own methods, because a subclass may have replaced them.
        base = next(kind for kind in (list, tuple, dict) if isinstance(value, kind))
        length = base.__len__(value)
        if length > MAX_ITEMS:
            return Note("too large", type_name(value), f"{length} items")
        if base is dict:
            return {_key(key): self._copy(item, level + 1) for key, item in dict.items(value)}
        return base(self._copy(item, level + 1) for item in base.__iter__(value))


def _key(key: Any) -> Any:
    plain = key is None or type(key) in (bool, int, float, str)
    return key if plain and len(str(key)) <= MAX_TEXT else safe_repr(key)
