"""The starts of populations: random points of the window, and grids over it, coarse before fine."""

from collections.abc import Iterator
from dataclasses import dataclass

from descent import random
from descent.arrays import constant
from descent.errors import BadShape
from descent.spec import Array, Landscape, Namespace


def random_starts(landscape: Landscape, count: int, xp: Namespace, seed: int = 0) -> Array:
    """`count` points spread evenly over the window, `(count, dim)` float64; the same for the same seed everywhere."""
    runs, steps = xp.arange(count, dtype=xp.int64), xp.zeros(1, dtype=xp.int64)
    unit = random.uniform(seed, runs, steps, landscape.dim, xp)[0, :, :]
    low, high = (constant([bounds[side] for bounds in landscape.window], unit, xp) for side in (0, 1))
    return low + (high - low) * unit


@dataclass(frozen=True)
class Grid:
    """The centres of `columns` × `rows` cells of a window of two coordinates, row by row from the bottom."""

    columns: int
    rows: int
    window: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.window) != 2 or self.columns < 1 or self.rows < 1:
            raise BadShape(f"a grid needs two coordinates and cells, given {self.window}, {self.columns}, {self.rows}")

    def centres(self, cells: list[tuple[int, int]], xp: Namespace) -> Array:
        """The centres of those (row, column) cells, `(cells, 2)` float64."""
        (left, right), (bottom, top) = self.window
        width, height = (right - left) / self.columns, (top - bottom) / self.rows
        return xp.asarray(
            [(left + (column + 0.5) * width, bottom + (row + 0.5) * height) for row, column in cells], dtype=xp.float64
        )

    def passes(self, coarsest: int = 8) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The cells in passes, coarse first: a stride and the (row, column) cells that no earlier pass had.

        Strides are halved from the power of two `coarsest` down to 1; drawn as blocks of the stride, each pass refines
        the picture before.
        """
        stride = coarsest
        while stride >= 1:
            before = 2 * stride if stride < coarsest else 0
            yield (
                stride,
                [
                    (row, column)
                    for row in range(0, self.rows, stride)
                    for column in range(0, self.columns, stride)
                    if not before or row % before or column % before
                ],
            )
            stride //= 2
