"""Functions of the traced namespace for variances, order and running sums."""

from typing import Any

from descent.graph.namespace.core import Core
from descent.graph.symbol import apply


class Statistics(Core):
    """Along one axis, never from run to run."""

    def var(
        self, x: Any, axis: Any = None, keepdims: bool = False, ddof: int = 0, correction: int = 0, **_: Any
    ) -> Any:
        """The variance."""
        return self._reduced("var", x, axis, keepdims, correction=int(ddof or correction))

    def std(
        self, x: Any, axis: Any = None, keepdims: bool = False, ddof: int = 0, correction: int = 0, **_: Any
    ) -> Any:
        """The standard deviation."""
        return self._reduced("std", x, axis, keepdims, correction=int(ddof or correction))

    def _one_axis(self, x: Any, axis: Any, name: str) -> int:
        x = self._symbol(x)
        if axis is None:
            raise self._tape.refusal(f"xp.{name} needs an axis other than 0, which is the run: axis=-1")
        place = self._axis(axis, len(x.kind.sides))
        if place == 0 and x.kind.has_runs:
            raise self._tape.refusal(f"xp.{name} along axis 0 would go from run to run: axis 0 is the run")
        return place

    def argmax(self, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        """The index of the largest."""
        return apply(self._tape, "argmax", x, axis=self._one_axis(x, axis, "argmax"), keepdims=bool(keepdims))

    def argmin(self, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        """The index of the smallest."""
        return apply(self._tape, "argmin", x, axis=self._one_axis(x, axis, "argmin"), keepdims=bool(keepdims))

    def sort(self, x: Any, axis: Any = -1, **_: Any) -> Any:
        """Sorted along an axis."""
        return apply(self._tape, "sort", x, axis=self._one_axis(x, axis, "sort"))

    def argsort(self, x: Any, axis: Any = -1, stable: bool = True, descending: bool = False, **_: Any) -> Any:
        """The indices that sort."""
        if descending:
            raise self._tape.refusal("xp.argsort from the largest: write xp.argsort(-x, ...)")
        return apply(self._tape, "argsort", x, axis=self._one_axis(x, axis, "argsort"))

    def cumulative_sum(self, x: Any, axis: Any = None, **_: Any) -> Any:
        """The sums so far."""
        return apply(self._tape, "cumulative_sum", x, axis=self._one_axis(x, axis, "cumulative_sum"))

    cumsum = cumulative_sum

    def take_along_axis(self, x: Any, indices: Any, axis: int = -1) -> Any:
        """Entries at given indices."""
        return apply(self._tape, "take_along_axis", x, indices, axis=self._one_axis(x, axis, "take_along_axis"))
