"""Reductions over the entries of one run, written out as operations on two numbers."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from app.comparisons.native.scalars import Scalars
from app.comparisons.native.summing import in_order, pairwise

Places = np.ndarray[Any, np.dtype[np.int64]]
Attrs = Any
Row = Callable[[Sequence[int], bool, Scalars], int]
"""The place of what becomes of entries; told whether they are contiguous."""


def _along(made: Row) -> Callable[[Places, Attrs, Scalars], Places]:
    """A reduction along `axis`, with `keepdims`."""

    def reduce(places: Places, attrs: Attrs, scalars: Scalars) -> Places:
        axes = tuple(attrs["axis"])
        kept = [axis for axis in range(places.ndim) if axis not in axes]
        last = axes == tuple(range(places.ndim))[-len(axes) :] if axes else False
        moved = np.transpose(places, (*kept, *axes)).reshape(*(places.shape[axis] for axis in kept), -1)
        found = [made(row, last, scalars) for row in moved.reshape(-1, moved.shape[-1]).tolist()]
        sides = [1 if axis in axes else side for axis, side in enumerate(places.shape)]
        shape = sides if attrs["keepdims"] else [places.shape[axis] for axis in kept]
        return np.array(found, dtype=np.int64).reshape(shape)

    return reduce


def _sum(row: Sequence[int], contiguous: bool, scalars: Scalars) -> int:
    def add(x: int, y: int) -> int:
        return scalars.add("add", x, y)

    return pairwise(row, add) if contiguous else in_order(row, add)


def _mean(row: Sequence[int], contiguous: bool, scalars: Scalars) -> int:
    return scalars.add("divide", _sum(row, contiguous, scalars), scalars.constant(float(len(row))))


def _norm(row: Sequence[int], contiguous: bool, scalars: Scalars) -> int:
    squares = [scalars.add("square", at) for at in row]
    return scalars.add("sqrt", _sum(squares, contiguous, scalars))


def _chain(op: str) -> Row:
    def made(row: Sequence[int], contiguous: bool, scalars: Scalars) -> int:  # noqa: ARG001
        return in_order(row, lambda x, y: scalars.add(op, x, y))

    return made


def _ordered_norm(places: Places, attrs: Attrs, scalars: Scalars) -> Places:
    by_order = {1: _absolute(_sum), 2: _norm, "inf": _absolute(_chain("maximum"))}
    return _along(by_order[attrs["ord"]])(places, attrs, scalars)


def _absolute(made: Row) -> Row:
    return lambda row, contiguous, scalars: made([scalars.add("abs", at) for at in row], contiguous, scalars)


def _run_norm(places: Places, attrs: Attrs, scalars: Scalars) -> Places:  # noqa: ARG001
    return np.array(_norm(places.reshape(-1).tolist(), True, scalars))


REDUCING: dict[str, Callable[[Places, Attrs, Scalars], Places]] = {
    "sum": _along(_sum),
    "mean": _along(_mean),
    "prod": _along(_chain("multiply")),
    "max": _along(_chain("maximum")),
    "min": _along(_chain("minimum")),
    "vector_norm": _ordered_norm,
    "run_norm": _run_norm,
}
"""By the name of the operation."""
