"""Functions of the traced namespace that change shapes."""

import math
from typing import Any

from descent.graph.kinds import RUNS
from descent.graph.namespace.making import Making
from descent.graph.namespace.statistics import Statistics
from descent.graph.symbol import apply


class Shapes(Making, Statistics):
    """The run axis stays the first."""

    def reshape(self, x: Any, shape: Any, **_: Any) -> Any:
        """Another shape; one side may be -1."""
        x = self._symbol(x)
        sides = self._sides(shape)
        if x.kind.is_number:
            if all(side in (RUNS, 1, -1) for side in sides):
                return x
            raise self._tape.refusal("one number does not fill another shape; write xp.full")
        if -1 in sides:
            place = sides.index(-1)
            rest = math.prod(int(side) for side in sides if side not in (RUNS, -1))
            if x.kind.has_runs and place == 0 and rest == x.kind.entries:
                sides[0] = RUNS
            else:
                sides[place] = x.kind.entries // rest if rest else 0
        if x.kind.has_runs and sides[:1] != [RUNS]:
            raise self._tape.refusal(
                "this reshapes the runs into one another; the first side stays x.shape[0], as in "
                "xp.reshape(x, (x.shape[0], -1))"
            )
        return self._same(x) if tuple(sides) == x.kind.shape else apply(self._tape, "reshape", x, shape=sides)

    def broadcast_to(self, x: Any, shape: Any) -> Any:
        """A larger shape by repetition."""
        sides = self._sides(shape)
        return apply(self._tape, "broadcast_to", x, shape=sides)

    def permute_dims(self, x: Any, axes: Any = None) -> Any:
        """The axes in another order."""
        x = self._symbol(x)
        if axes is None:
            return x.T
        return apply(self._tape, "permute_dims", x, axes=[self._axis(one, len(x.kind.sides)) for one in axes])

    transpose = permute_dims

    def swapaxes(self, x: Any, first: int, second: int) -> Any:
        """Two axes exchanged."""
        x = self._symbol(x)
        axes = list(range(len(x.kind.sides)))
        a, b = (self._axis(one, len(axes)) for one in (first, second))
        axes[a], axes[b] = axes[b], axes[a]
        return apply(self._tape, "permute_dims", x, axes=axes)

    def moveaxis(self, x: Any, source: int, destination: int) -> Any:
        """One axis moved."""
        x = self._symbol(x)
        axes = list(range(len(x.kind.sides)))
        axes.insert(self._axis(destination, len(axes)), axes.pop(self._axis(source, len(axes))))
        return apply(self._tape, "permute_dims", x, axes=axes)

    def expand_dims(self, x: Any, axis: int = 0) -> Any:
        """A new axis."""
        x = self._symbol(x)
        place = axis if axis >= 0 else len(x.kind.sides) + 1 + axis
        return self._index(x, (*(slice(None),) * place, None))

    def squeeze(self, x: Any, axis: Any = None) -> Any:
        """Without axes of length 1."""
        x = self._symbol(x)
        sides = list(x.kind.sides)
        axes = [place for place, side in enumerate(sides) if side == 1] if axis is None else axis
        gone = {self._axis(one, len(sides)) for one in (axes if isinstance(axes, tuple | list) else (axes,))}
        return self.reshape(x, tuple(self._tape.runs if s == RUNS else s for p, s in enumerate(sides) if p not in gone))

    def concat(self, arrays: Any, axis: int = 0, **_: Any) -> Any:
        """One after another."""
        arrays = [self._symbol(one) for one in arrays]
        return apply(self._tape, "concat", *arrays, axis=self._one_axis(arrays[0], axis, "concat"))

    concatenate = concat

    def stack(self, arrays: Any, axis: int = 0, **_: Any) -> Any:
        """Beside each other along a new axis."""
        arrays = [self._symbol(one) for one in arrays]
        count = len(arrays[0].kind.sides) + 1
        place = self._axis(axis, count)
        if place == 0 and arrays[0].kind.has_runs:
            raise self._tape.refusal("this stacks in front of the runs: axis 0 is the run, write axis=1 or axis=-1")
        return apply(self._tape, "stack", *arrays, axis=place)

    def flip(self, x: Any, axis: int = -1) -> Any:
        """An axis backwards."""
        return apply(self._tape, "flip", x, axis=self._one_axis(x, axis, "flip"))

    def roll(self, x: Any, shift: int, axis: Any = None) -> Any:
        """An axis turned."""
        return apply(self._tape, "roll", x, shift=int(shift), axis=self._one_axis(x, axis, "roll"))
