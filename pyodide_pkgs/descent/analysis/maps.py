"""Maps: final loss over learning rate and momentum, and by start the minimum found or the time to a target."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descent.analysis.sensitivity import final_losses
from descent.analysis.starts import Grid
from descent.analysis.theory import stable_rate
from descent.arrays import constant
from descent.spec import Array, Landscape, Namespace, Rule
from descent.trace import outcome


@dataclass(frozen=True)
class SettingsMap:
    """Final losses `(betas, rates)`, infinite where a run diverged.

    `edge` has, per beta, the learning rate at which the heavy ball on a quadratic of the landscape's largest curvature
    stops being stable; None where the landscape states no curvature.
    """

    rates: tuple[float, ...]
    betas: tuple[float, ...]
    losses: Array
    edge: tuple[float, ...] | None


def settings_map(
    rule: Rule,
    landscape: Landscape,
    rates: Sequence[float],
    betas: Sequence[float],
    *,
    xp: Namespace,
    steps: int,
    beta: str = "momentum",
    averaged: bool = False,
    settings: Mapping[str, Any] | None = None,
    start: Sequence[float] | None = None,
) -> SettingsMap:
    """The map over `lr` and the hyperparameter `beta`; `averaged` says that the rule takes (1 - β) of the gradient."""
    starts = xp.asarray([tuple(start or landscape.start)], dtype=xp.float64)
    ends = outcome(
        rule,
        landscape,
        {
            **(settings or {}),
            "lr": xp.tile(constant(tuple(rates), starts, xp), (len(betas),)),
            beta: xp.repeat(constant(tuple(betas), starts, xp), len(rates)),
        },
        xp=xp,
        steps=steps,
        starts=starts,
    )
    edge = None
    if landscape.curvature is not None:
        edge = tuple(stable_rate(landscape.curvature[1], value, averaged) for value in betas)
    losses = xp.reshape(final_losses(ends, xp), (len(betas), len(rates)))
    return SettingsMap(tuple(rates), tuple(betas), losses, edge)


@dataclass(frozen=True)
class Cells:
    """One pass of a map by start: the cells `(row, column)`, the `stride` of the pass, and one value per cell.

    `values` `(cells,)` int64 is -1 where nothing was reached; `diverged` `(cells,)` says where the run diverged.
    """

    stride: int
    cells: list[tuple[int, int]]
    values: Array
    diverged: Array


def basins(
    rule: Rule,
    landscape: Landscape,
    grid: Grid,
    settings: Mapping[str, Any] | None = None,
    *,
    xp: Namespace,
    steps: int,
    radius: float | None = None,
    coarsest: int = 8,
) -> Iterator[Cells]:
    """Which of the landscape's minima each start reaches: passes of cells, coarse first, values the minimum's index.

    A minimum is reached by an end within `radius`, by default a fiftieth of the window's smaller side.
    """
    near = radius if radius is not None else min(high - low for low, high in landscape.window) / 50
    for stride, cells in grid.passes(coarsest):
        ends = outcome(rule, landscape, settings, xp=xp, steps=steps, starts=grid.centres(cells, xp))
        yield Cells(stride, cells, nearest(landscape, ends.points, near, xp), ends.diverged)


def nearest(landscape: Landscape, points: Array, radius: float, xp: Namespace) -> Array:
    """The index of the minimum nearest to each of the points `(runs, dim)`, -1 where none is within `radius`."""
    if not landscape.minima:
        return xp.zeros_like(points[:, 0], dtype=xp.int64) - 1
    apart = points[:, None, :] - constant(landscape.minima, points, xp)
    square = xp.sum(apart * apart, axis=-1)
    index = xp.argmin(square, axis=-1)
    return xp.where(xp.min(square, axis=-1) <= radius * radius, index, xp.full_like(index, -1))


def hit_times(
    rule: Rule,
    landscape: Landscape,
    grid: Grid,
    target: float,
    settings: Mapping[str, Any] | None = None,
    *,
    xp: Namespace,
    steps: int,
    coarsest: int = 8,
) -> Iterator[Cells]:
    """After how many steps each start first has a loss at or below `target`: passes of cells, coarse first."""
    for stride, cells in grid.passes(coarsest):
        ends = outcome(rule, landscape, settings, xp=xp, steps=steps, starts=grid.centres(cells, xp), targets=(target,))
        yield Cells(stride, cells, ends.hits[0, :], ends.diverged)
