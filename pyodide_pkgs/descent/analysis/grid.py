"""The cells of a map: computed coarse before fine, so that a picture is there at once and gets sharper."""

from collections.abc import Iterator
from dataclasses import dataclass

from descent.arrays import constant
from descent.errors import BadShape
from descent.spec import Array, Namespace

COARSEST = 8
"""The stride of the first pass."""


@dataclass(frozen=True)
class Piece:
    """Some cells of one pass: `cells` `(n, 2)` as (row, column), the pass's `stride`, and the share done with them."""

    stride: int
    cells: Array
    done: float


@dataclass(frozen=True)
class Grid:
    """A map's columns and rows, each with the value that stands for it: of a coordinate, or of a hyperparameter.

    A piece has at most `chunk` cells. Where there are more than `most` cells the map stays coarse, up to the stride
    `COARSEST`.
    """

    across: tuple[float, ...]
    up: tuple[float, ...]
    chunk: int = 4096
    most: int | None = None

    def __post_init__(self) -> None:
        if not self.across or not self.up or self.chunk < 1:
            given = f"{len(self.across)} columns, {len(self.up)} rows, chunks of {self.chunk}"
            raise BadShape(f"a grid needs columns, rows and chunks of a cell or more, given {given}")

    @classmethod
    def over(
        cls,
        window: tuple[tuple[float, float], ...],
        columns: int,
        rows: int,
        chunk: int = 4096,
        most: int | None = None,
    ) -> "Grid":
        """The grid whose cells fill a window of two coordinates; its values are those of the cells' centres."""
        if len(window) != 2:
            raise BadShape(f"a grid needs two coordinates, given a window of {len(window)}")
        (left, right), (bottom, top) = window
        across = tuple(left + (column + 0.5) * ((right - left) / columns) for column in range(columns))
        up = tuple(bottom + (row + 0.5) * ((top - bottom) / rows) for row in range(rows))
        return cls(across, up, chunk, most)

    def at(self, cells: Array, xp: Namespace) -> tuple[Array, Array]:
        """The values across and up of those cells, `(n,)` float64 each."""
        like = xp.ones(1, dtype=xp.float64)
        across, up = constant(self.across, like, xp), constant(self.up, like, xp)
        return xp.take(across, cells[:, 1]), xp.take(up, cells[:, 0])

    def pieces(self, xp: Namespace) -> Iterator[Piece]:
        """The cells in passes, coarse first, none twice.

        Strides are halved from `COARSEST` on; drawn as blocks of the stride, each pass refines the picture before.
        """
        columns, rows, finest, done = len(self.across), len(self.up), self._finest(), 0
        everything = -(-columns // finest) * -(-rows // finest)
        row, column = xp.arange(rows * columns) // columns, xp.arange(rows * columns) % columns
        stride = COARSEST
        while stride >= finest:
            mine = (row % stride == 0) & (column % stride == 0)
            if stride < COARSEST:
                mine = mine & ((row % (2 * stride) != 0) | (column % (2 * stride) != 0))
            cells = xp.stack([row[mine], column[mine]], axis=-1)
            for first in range(0, cells.shape[0], self.chunk):
                some = cells[first : min(first + self.chunk, cells.shape[0]), :]
                done += some.shape[0]
                yield Piece(stride, some, done / everything)
            stride //= 2

    def _finest(self) -> int:
        """The last stride."""
        finest, columns, rows = 1, len(self.across), len(self.up)
        while self.most is not None and (columns // finest) * (rows // finest) > self.most and finest < COARSEST:
            finest *= 2
        return finest
