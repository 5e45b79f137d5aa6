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
"""The most that is copied from the arrays of one run."""
MAX_PLAIN_BYTES = 2**19
"""The most that is copied of all else, about as it is sent: reading it takes the judge a second for every mebibyte."""
MAX_ITEMS = 10_000
"""The longest list, tuple or dict that is copied."""
MAX_LEVELS = 16
MAX_TEXT = 4_000
MAX_INT_BITS = 4_096


class _TooMuch(Exception):
    """A run has given all that it may."""


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
        self.plain = MAX_PLAIN_BYTES
        self.comparable: set[Any] = set()
        """The dtypes seen so far that are among those that can be compared."""

    def copy(self, value: Any) -> Any:
        """A copy of `value` made of plain values, arrays, `Record` and `Note`."""
        try:
            return self._copy(value, 0)
        except KeyboardInterrupt:
            raise
        except _TooMuch:
            return Note("too large", type_name(value), "more output than one run may give")
        except BaseException as error:  # user-defined subclasses may do anything
            return Note("object", type_name(value), f"reading it raised {type_name(error)}")

    def _copy(self, value: Any, level: int) -> Any:
        self._count(24)
        if level > MAX_LEVELS:
            return self._note("too deep", value, f"nested deeper than {MAX_LEVELS} levels")
        if isinstance(value, self.array_types):
            return self._array(value)
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            if value.bit_length() <= MAX_INT_BITS:
                self._count(value.bit_length() // 4)
                return value
            return self._note("too large", value, f"an int of {value.bit_length()} bits")
        if kind is str:
            if len(value) > MAX_TEXT:
                return self._note("too large", value, value[:80] + "…")
            self._count(_sent(value))
            return value
        if isinstance(value, list | tuple | dict):
            return self._container(value, level)
        if kind is Attributes:
            return Record({str(name): self._copy(item, level + 1) for name, item in vars(value).items()})
        return self._note("object", value, safe_repr(value))

    def _count(self, size: int) -> None:
        self.plain -= size
        if self.plain < 0:
            raise _TooMuch

    def _note(self, kind: str, value: Any, text: str) -> Note:
        note = Note(kind, type_name(value), text)
        self._count(100 + _sent(note.type) + _sent(note.text))
        return note

    def _array(self, value: Any) -> Any:
        self._count(40)
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
            return {self._key(key): self._copy(item, level + 1) for key, item in dict.items(value)}
        return base(self._copy(item, level + 1) for item in base.__iter__(value))

    def _key(self, key: Any) -> Any:
        plain = key is None or type(key) in (bool, int, float, str)
        kept = key if plain and len(str(key)) <= MAX_TEXT else safe_repr(key)
        self._count(_sent(str(kept)))
        return kept


def _sent(text: str) -> int:
    """How long a text is at most where it is sent: what is not ASCII takes six characters, or twelve."""
    return len(text) if text.isascii() and text.isprintable() else 12 * len(text)
