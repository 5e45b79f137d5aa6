"""Functions of the traced namespace that choose and bound entries."""

import math
from typing import Any

from descent.graph.namespace.making import Making
from descent.graph.symbol import apply


class Choosing(Making):
    """One of two arrays, entry by entry."""

    def where(self, condition: Any, yes: Any = None, no: Any = None) -> Any:
        """`yes` where the condition holds, else `no`."""
        if yes is None or no is None:
            raise self._tape.refusal("xp.where with a condition alone finds places that only data tell; give a and b")
        if isinstance(condition, bool):
            yes, no = self._symbol(yes), self._symbol(no)
        return apply(self._tape, "where", self._logical(condition), yes, no)

    def clip(self, x: Any, min: Any = None, max: Any = None, *, a_min: Any = None, a_max: Any = None, **_: Any) -> Any:
        """X between two bounds, either of which may be left out."""
        low, high = (a_min if min is None else min), (a_max if max is None else max)
        if low is not None and high is not None:
            return apply(self._tape, "clip", x, low, high)
        x = x if low is None else apply(self._tape, "maximum", x, low)
        return x if high is None else apply(self._tape, "minimum", x, high)

    def nan_to_num(self, x: Any, copy: Any = None, nan: Any = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
        """X with numbers in place of NaN and the infinities, for these the largest and lowest where none are given."""
        x, largest = self._symbol(x), self.finfo().max
        x = self.where(self.isnan(x), nan, x)
        x = self.where(self.equal(x, math.inf), largest if posinf is None else posinf, x)
        return self.where(self.equal(x, -math.inf), -largest if neginf is None else neginf, x)

    def round(self, x: Any, decimals: int = 0, **_: Any) -> Any:
        """Rounded to whole numbers."""
        if decimals:
            raise self._tape.refusal("xp.round to decimal places cannot be traced; write xp.round(x * 100) / 100")
        return apply(self._tape, "round", x, math=False)

    def reciprocal(self, x: Any) -> Any:
        """1 / x."""
        return apply(self._tape, "divide", 1.0, x)

    def positive(self, x: Any) -> Any:
        """X."""
        return x
