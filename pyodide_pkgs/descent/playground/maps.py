"""Maps in passes, coarse first: final loss over two hyperparameters; by start the minimum or the time to a target."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, NotRequired, TypedDict

from descent.analysis.maps import nearest
from descent.analysis.theory import stable_rate
from descent.arrays import constant
from descent.errors import BadMessage
from descent.playground.answers import Pieces
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.playground.ranges import spaced
from descent.sandbox.soundness import Notice
from descent.spec import Array, Landscape, Namespace
from descent.trace import Outcome, outcome

COARSEST = 8
MOST_SIDE = 256
CHUNK = 4096
"""The most cells of one piece: what is computed before anything else can be asked."""
CHUNK_ALONE = 64
MOST_ALONE = 300
"""The same, and the most cells of a map, for a rule whose runs are computed one by one."""


class MapArguments(LandscapeArguments, RacerArguments, RunArguments):
    """A racer, and of how many cells its map is."""

    columns: NotRequired[int]
    rows: NotRequired[int]


class PlaneArguments(MapArguments):
    """Two hyperparameters and their ranges; those of the sliders unless given, logarithmic where the slider is."""

    rate: NotRequired[str]
    """Across, `lr` by default."""
    beta: NotRequired[str]
    """Up; by default `momentum`, `beta1` or the rule's first other."""
    rates: NotRequired[Sequence[float]]
    """The least and the greatest value."""
    betas: NotRequired[Sequence[float]]
    averaged: NotRequired[bool]
    """Whether the rule weighs the gradient by 1 - beta: then `edge` is drawn for it as for a heavy ball."""


class PlanePiece(TypedDict):
    """Some cells of a map of final losses over two hyperparameters."""

    id: str
    stride: int
    """Each cell stands for a block of so many a side; later passes refine."""
    rates: Sequence[float]
    """The values of the columns."""
    betas: Sequence[float]
    """The values of the rows."""
    edge: list[float] | None
    """The learning rate up to which theory calls each row stable; null where it says nothing."""
    least: float | None
    across: str
    up: str
    notices: list[Notice]


class PlaneArrays(TypedDict):
    """The cells, as row and column, and their losses."""

    cells: Annotated[Array, "int32", "cells", "2"]
    losses: Annotated[Array, "float32", "cells"]
    """`Infinity` where the run diverged."""


class BasinsArguments(MapArguments):
    """How near to a minimum a run must end."""

    radius: NotRequired[float]


class HitsArguments(MapArguments):
    """The loss to reach."""

    target: float


class StartsPiece(TypedDict):
    """Some cells of a map by start."""

    id: str
    stride: int
    """Each cell stands for a block of so many a side; later passes refine."""
    columns: int
    rows: int
    notices: list[Notice]


class BasinsPiece(StartsPiece):
    """Which minimum each start reaches."""

    minima: Sequence[Sequence[float]]
    radius: float


class HitsPiece(StartsPiece):
    """After how many steps each start has a loss at or below the target."""

    target: float


class StartsArrays(TypedDict):
    """The cells, as row and column, and what was found for each."""

    cells: Annotated[Array, "int32", "cells", "2"]
    values: Annotated[Array, "int32", "cells"]
    """The place of the minimum in `minima`, or the number of steps; -1 for none."""
    diverged: Annotated[Array, "uint8", "cells"]


def passes(columns: int, rows: int, xp: Namespace, alone: bool = False) -> Iterator[tuple[int, Array, float]]:
    """Strides, cells `(n, 2)` as (row, column) that no earlier pass had, in chunks, and the share done with them.

    `alone` is for a rule whose runs are computed one by one: its map stays as coarse as can be waited for.
    """
    finest = 1
    while alone and (columns // finest) * (rows // finest) > MOST_ALONE and finest < COARSEST:
        finest *= 2
    chunk, done = (CHUNK_ALONE if alone else CHUNK), 0
    everything = -(-columns // finest) * -(-rows // finest)
    row, column = (
        part.reshape(-1) for part in (xp.arange(rows * columns) // columns, xp.arange(rows * columns) % columns)
    )
    stride = COARSEST
    while stride >= finest:
        mine = (row % stride == 0) & (column % stride == 0)
        if stride < COARSEST:
            mine = mine & ((row % (2 * stride) != 0) | (column % (2 * stride) != 0))
        cells = xp.stack([row[mine], column[mine]], axis=-1)
        for first in range(0, cells.shape[0], chunk):
            some = cells[first : first + chunk, :]
            done += some.shape[0]
            yield stride, some, done / everything
        stride //= 2


def plane(arguments: Arguments[PlaneArguments]) -> Pieces[tuple[PlanePiece, PlaneArrays]]:
    """Final losses over lr and another hyperparameter."""
    xp, landscape, racer = arguments.xp, landscape_of(arguments), racer_of(arguments)
    racer.fits(landscape)
    columns, rows, steps, seed = *_sides(arguments, 48, 32), arguments.steps(), arguments.seed()
    across, up = arguments.text("rate", "lr"), arguments.text("beta", _second(racer))
    rates = _along(arguments, "rates", racer.hyper(across), columns)
    betas = _along(arguments, "betas", racer.hyper(up), rows)
    edge = _edge(arguments, landscape, racer, up, betas)
    settings = racer.rule.settings(racer.settings)
    for stride, cells, done in passes(columns, rows, xp, racer.alone):
        own = {across: constant(rates, xp.ones(1), xp)[cells[:, 1]], up: constant(betas, xp.ones(1), xp)[cells[:, 0]]}
        starts = xp.asarray([landscape.start], dtype=xp.float64)
        zero = xp.zeros(cells.shape[0], dtype=xp.int64)
        ends = outcome(
            racer.rule, landscape, {**settings, **own}, xp=xp, steps=steps, starts=starts, seed=seed, numbers=zero
        )
        value: PlanePiece = {
            "id": racer.id,
            "stride": stride,
            "rates": rates,
            "betas": betas,
            "edge": edge,
            "least": landscape.least,
            "across": across,
            "up": up,
            "notices": list(racer.notices),
        }
        losses = xp.where(ends.diverged, xp.full_like(ends.losses, float("inf")), ends.losses)
        yield done, (value, {"cells": cells, "losses": xp.astype(losses, xp.float32)})


def _sides(arguments: Arguments[Any], columns: int, rows: int) -> tuple[int, int]:
    return (
        arguments.whole("columns", columns, low=2, high=MOST_SIDE),
        arguments.whole("rows", rows, low=2, high=MOST_SIDE),
    )


def _second(racer: Racer) -> str:
    names = [one.name for one in racer.rule.hypers]
    return next((name for name in ("momentum", "beta1", "beta", *names) if name in names and name != "lr"), "beta1")


def _along(arguments: Arguments[PlaneArguments], argument: str, hyper: Any, count: int) -> tuple[float, ...]:
    low, high = arguments.numbers(argument, (hyper.low, hyper.high), length=2)
    return spaced(low, high, count, hyper.scale == "log" and low > 0)


def _edge(
    arguments: Arguments[PlaneArguments], landscape: Landscape, racer: Racer, up: str, betas: tuple[float, ...]
) -> list[float] | None:
    """Where the heavy ball stops being stable; only for rules that are one."""
    heavy = {"momentum": False, "sgd": False, "signum": None}.get(str(racer.label[0]))
    averaged = arguments.value("averaged", heavy)
    if landscape.curvature is None or averaged is None or up not in ("momentum", "beta", "beta1"):
        return None
    return [stable_rate(landscape.curvature[1], beta, bool(averaged)) for beta in betas]


def basins(arguments: Arguments[BasinsArguments]) -> Pieces[tuple[BasinsPiece, StartsArrays]]:
    """Which minimum each start of the window reaches; -1 for none."""
    landscape = landscape_of(arguments)
    sides = [high - low for low, high in landscape.window]
    radius = arguments.number("radius", min(sides) / 50)

    def values(ends: Outcome) -> Array:
        return nearest(landscape, ends.points, radius, arguments.xp)

    for done, (piece, arrays) in _by_start(arguments, landscape, values):
        yield done, ({**piece, "minima": landscape.minima, "radius": radius}, arrays)


def hits(arguments: Arguments[HitsArguments]) -> Pieces[tuple[HitsPiece, StartsArrays]]:
    """After how many steps each start of the window first has a loss at or below `target`; -1 for never."""
    landscape, target = landscape_of(arguments), arguments.number("target")
    for done, (piece, arrays) in _by_start(arguments, landscape, lambda ends: ends.hits[0, :], (target,)):
        yield done, ({**piece, "target": target}, arrays)


def _by_start(
    arguments: Arguments[Any],
    landscape: Landscape,
    values: Callable[[Outcome], Array],
    targets: tuple[float, ...] = (),
) -> Pieces[tuple[StartsPiece, StartsArrays]]:
    xp, racer = arguments.xp, racer_of(arguments)
    racer.fits(landscape)
    if landscape.dim != 2:
        raise BadMessage(f"a map by start needs two coordinates; {landscape.title} has {landscape.dim}")
    columns, rows, steps, seed = *_sides(arguments, 128, 128), arguments.steps(), arguments.seed()
    (left, right), (bottom, top) = landscape.window
    settings = racer.rule.settings(racer.settings)
    for stride, cells, done in passes(columns, rows, xp, racer.alone):
        x = left + (xp.astype(cells[:, 1], xp.float64) + 0.5) * ((right - left) / columns)
        y = bottom + (xp.astype(cells[:, 0], xp.float64) + 0.5) * ((top - bottom) / rows)
        zero = xp.zeros(cells.shape[0], dtype=xp.int64)
        starts = xp.stack([x, y], axis=-1)
        ends = outcome(
            racer.rule, landscape, settings, xp=xp, steps=steps, starts=starts, seed=seed, numbers=zero, targets=targets
        )
        value: StartsPiece = {
            "id": racer.id,
            "stride": stride,
            "columns": columns,
            "rows": rows,
            "notices": list(racer.notices),
        }
        arrays: StartsArrays = {"cells": cells, "values": values(ends), "diverged": ends.diverged}
        yield done, (value, arrays)
