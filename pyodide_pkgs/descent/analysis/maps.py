"""Maps: final loss over two hyperparameters, and by start the minimum found or the time to a target.

Each is an iterator over pieces of a grid, coarse first: what can be shown before all is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descent.analysis.grid import Grid, Piece
from descent.analysis.sensitivity import final_losses
from descent.analysis.theory import stable_rate
from descent.arrays import constant
from descent.spec import Array, Landscape, Namespace, Rule
from descent.trace import Outcome, outcome


@dataclass(frozen=True)
class Cells:
    """A piece of a map with one value per cell, `(n,)`; `diverged` `(n,)` says where the run diverged."""

    piece: Piece
    values: Array
    diverged: Array


def settings_map(
    rule: Rule,
    landscape: Landscape,
    grid: Grid,
    settings: Mapping[str, Any] | None = None,
    *,
    xp: Namespace,
    steps: int,
    across: str = "lr",
    up: str = "momentum",
    seed: int = 0,
) -> Iterator[Cells]:
    """Final losses, infinite where a run diverged, over the hyperparameters `across` and `up`.

    All runs have the landscape's start and the same noise.
    """
    starts = xp.asarray([landscape.start], dtype=xp.float64)
    for piece in grid.pieces(xp):
        rates, betas = grid.at(piece.cells, xp)
        own = {**(settings or {}), across: rates, up: betas}
        ends = _outcome(rule, landscape, own, piece, starts, xp=xp, steps=steps, seed=seed)
        yield Cells(piece, final_losses(ends, xp), ends.diverged)


def edge_of_stability(landscape: Landscape, betas: Sequence[float], averaged: bool) -> tuple[float, ...] | None:
    """Per beta the learning rate at which the heavy ball stops being stable where the landscape is most curved.

    `averaged` says that the rule takes (1 - β) of the gradient. None where the landscape states no curvature.
    """
    if landscape.curvature is None:
        return None
    return tuple(stable_rate(landscape.curvature[1], beta, averaged) for beta in betas)


def basins(
    rule: Rule,
    landscape: Landscape,
    grid: Grid,
    settings: Mapping[str, Any] | None = None,
    *,
    xp: Namespace,
    steps: int,
    radius: float | None = None,
    seed: int = 0,
) -> Iterator[Cells]:
    """The index of the minimum that each start reaches, -1 for none.

    A minimum is reached by an end within `radius`, by default `reach(landscape)`.
    """
    near = reach(landscape) if radius is None else radius
    for piece, ends in _by_start(rule, landscape, grid, settings, (), xp=xp, steps=steps, seed=seed):
        yield Cells(piece, nearest(landscape, ends.points, near, xp), ends.diverged)


def hit_times(
    rule: Rule,
    landscape: Landscape,
    grid: Grid,
    target: float,
    settings: Mapping[str, Any] | None = None,
    *,
    xp: Namespace,
    steps: int,
    seed: int = 0,
) -> Iterator[Cells]:
    """After how many steps each start first has a loss at or below `target`, -1 for never."""
    for piece, ends in _by_start(rule, landscape, grid, settings, (target,), xp=xp, steps=steps, seed=seed):
        yield Cells(piece, ends.hits[0, :], ends.diverged)


def reach(landscape: Landscape) -> float:
    """How near an end must be to a minimum to have reached it: a fiftieth of the window's smaller side."""
    return min(high - low for low, high in landscape.window) / 50


def nearest(landscape: Landscape, points: Array, radius: float, xp: Namespace) -> Array:
    """The index of the minimum nearest to each of the points `(runs, dim)`, -1 where none is within `radius`.

    It counts `minima` and, after them, `local_minima`.
    """
    minima = (*landscape.minima, *landscape.local_minima)
    if not minima:
        return xp.zeros_like(points[:, 0], dtype=xp.int64) - 1
    at = constant(minima, points, xp)
    # Coordinate by coordinate: some landscapes have hundreds of minima.
    apart = [points[:, k, None] - at[None, :, k] for k in range(landscape.dim)]
    square = sum(one * one for one in apart)
    index = xp.argmin(square, axis=-1)
    return xp.where(xp.min(square, axis=-1) <= radius * radius, index, xp.full_like(index, -1))


def _by_start(
    rule: Rule,
    landscape: Landscape,
    grid: Grid,
    settings: Mapping[str, Any] | None,
    targets: tuple[float, ...],
    *,
    xp: Namespace,
    steps: int,
    seed: int,
) -> Iterator[tuple[Piece, Outcome]]:
    """The pieces with the ends of runs from the cells' centres, all with the same noise."""
    for piece in grid.pieces(xp):
        starts = xp.stack(grid.at(piece.cells, xp), axis=-1)
        yield piece, _outcome(rule, landscape, settings, piece, starts, xp=xp, steps=steps, seed=seed, targets=targets)


def _outcome(
    rule: Rule,
    landscape: Landscape,
    settings: Mapping[str, Any] | None,
    piece: Piece,
    starts: Array,
    *,
    xp: Namespace,
    steps: int,
    seed: int,
    targets: tuple[float, ...] = (),
) -> Outcome:
    zero = xp.zeros(piece.cells.shape[0], dtype=xp.int64)
    return outcome(
        rule, landscape, settings, xp=xp, steps=steps, starts=starts, seed=seed, numbers=zero, targets=targets
    )
