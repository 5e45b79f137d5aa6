"""The limits of numbers while a rule is traced."""

from typing import Any

from descent.graph.symbol import DType, apply
from descent.graph.tape import Tape


class FloatInfo:
    """The limits of a floating dtype, that of the parameter or float32."""

    bits = 64

    def __init__(self, tape: Tape, dtype: Any):
        self._tape = tape
        self._single = isinstance(dtype, DType) and dtype.name == "float32"

    def _limit(self, of: str, single: float) -> Any:
        return single if self._single else apply(self._tape, "finfo", of=of)

    @property
    def eps(self) -> Any:
        """The distance from 1 to the next number."""
        return self._limit("eps", 2.0**-23)

    @property
    def smallest_normal(self) -> Any:
        """The smallest number with all its digits."""
        return self._limit("smallest_normal", 2.0**-126)

    tiny = smallest_normal

    @property
    def max(self) -> Any:
        """The largest number."""
        return self._limit("max", (2 - 2.0**-23) * 2.0**127)

    @property
    def min(self) -> Any:
        """The lowest number."""
        return -self.max
