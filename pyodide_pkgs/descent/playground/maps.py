"""Maps in passes, coarse first: final loss over two hyperparameters; by start the minimum or the time to a target.

`analysis.maps` computes them; here arguments and answers are translated.
"""

from collections.abc import Sequence
from typing import Annotated, Any, NotRequired, TypedDict

from descent.analysis.grid import Grid
from descent.analysis.maps import Cells, edge_of_stability, hit_times, reach, settings_map
from descent.analysis.maps import basins as basins_of
from descent.errors import BadMessage
from descent.playground.answers import Pieces
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.playground.ranges import spaced
from descent.sandbox.soundness import Notice
from descent.spec import Array, Landscape

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
    edge: Sequence[float] | None
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
    local_minima: Sequence[Sequence[float]]
    radius: float


class HitsPiece(StartsPiece):
    """After how many steps each start has a loss at or below the target."""

    target: float


class StartsArrays(TypedDict):
    """The cells, as row and column, and what was found for each."""

    cells: Annotated[Array, "int32", "cells", "2"]
    values: Annotated[Array, "int32", "cells"]
    """The place of the minimum in `minima` followed by `local_minima`, or the number of steps; -1 for none."""
    diverged: Annotated[Array, "uint8", "cells"]


def plane(arguments: Arguments[PlaneArguments]) -> Pieces[tuple[PlanePiece, PlaneArrays]]:
    """Final losses over lr and another hyperparameter."""
    xp, landscape, racer = arguments.xp, landscape_of(arguments), racer_of(arguments)
    racer.fits(landscape)
    columns, rows, steps, seed = *_sides(arguments, 48, 32), arguments.steps(), arguments.seed()
    across, up = arguments.text("rate", "lr"), arguments.text("beta", _second(racer))
    rates = _along(arguments, "rates", racer.hyper(across), columns)
    betas = _along(arguments, "betas", racer.hyper(up), rows)
    edge = _edge(arguments, landscape, racer, up, betas)
    grid, settings = Grid(rates, betas, **_limits(racer)), racer.rule.settings(racer.settings)
    for part in settings_map(
        racer.rule, landscape, grid, settings, xp=xp, steps=steps, across=across, up=up, seed=seed
    ):
        value: PlanePiece = {
            "id": racer.id,
            "stride": part.piece.stride,
            "rates": rates,
            "betas": betas,
            "edge": edge,
            "least": landscape.least,
            "across": across,
            "up": up,
            "notices": list(racer.notices),
        }
        yield part.piece.done, (value, {"cells": part.piece.cells, "losses": xp.astype(part.values, xp.float32)})


def basins(arguments: Arguments[BasinsArguments]) -> Pieces[tuple[BasinsPiece, StartsArrays]]:
    """Which minimum each start of the window reaches; -1 for none."""
    landscape = landscape_of(arguments)
    radius = arguments.number("radius", reach(landscape))
    racer, grid, given = _by_start(arguments, landscape)
    for part in basins_of(racer.rule, landscape, grid, radius=radius, **given):
        piece, arrays = _piece(racer, grid, part)
        yield (
            part.piece.done,
            (
                {**piece, "minima": landscape.minima, "local_minima": landscape.local_minima, "radius": radius},
                arrays,
            ),
        )


def hits(arguments: Arguments[HitsArguments]) -> Pieces[tuple[HitsPiece, StartsArrays]]:
    """After how many steps each start of the window first has a loss at or below `target`; -1 for never."""
    landscape, target = landscape_of(arguments), arguments.number("target")
    racer, grid, given = _by_start(arguments, landscape)
    for part in hit_times(racer.rule, landscape, grid, target, **given):
        piece, arrays = _piece(racer, grid, part)
        yield part.piece.done, ({**piece, "target": target}, arrays)


def _by_start(arguments: Arguments[Any], landscape: Landscape) -> tuple[Racer, Grid, dict[str, Any]]:
    """What a map by start is computed from: the racer, the cells of the window, and what both maps take by name."""
    racer = racer_of(arguments)
    racer.fits(landscape)
    if landscape.dim != 2:
        raise BadMessage(f"a map by start needs two coordinates; {landscape.title} has {landscape.dim}")
    columns, rows = _sides(arguments, 128, 128)
    given = {"xp": arguments.xp, "steps": arguments.steps(), "seed": arguments.seed()}
    given["settings"] = racer.rule.settings(racer.settings)
    return racer, Grid.over(landscape.window, columns, rows, **_limits(racer)), given


def _piece(racer: Racer, grid: Grid, part: Cells) -> tuple[StartsPiece, StartsArrays]:
    """A piece of a map by start as a page takes it."""
    value: StartsPiece = {
        "id": racer.id,
        "stride": part.piece.stride,
        "columns": len(grid.across),
        "rows": len(grid.up),
        "notices": list(racer.notices),
    }
    return value, {"cells": part.piece.cells, "values": part.values, "diverged": part.diverged}


def _limits(racer: Racer) -> dict[str, int]:
    """How large a piece is; and a whole map, for a rule whose runs are computed one by one."""
    return {"chunk": CHUNK_ALONE, "most": MOST_ALONE} if racer.alone else {"chunk": CHUNK}


def _sides(arguments: Arguments[Any], columns: int, rows: int) -> tuple[int, int]:
    return (
        arguments.whole("columns", columns, low=2, high=MOST_SIDE),
        arguments.whole("rows", rows, low=2, high=MOST_SIDE),
    )


def _second(racer: Racer) -> str:
    names = [hyper.name for hyper in racer.rule.hypers]
    return next((name for name in ("momentum", "beta1", "beta", *names) if name in names and name != "lr"), "beta1")


def _along(arguments: Arguments[PlaneArguments], argument: str, hyper: Any, count: int) -> tuple[float, ...]:
    low, high = arguments.numbers(argument, (hyper.low, hyper.high), length=2)
    return spaced(low, high, count, hyper.scale == "log" and low > 0)


def _edge(
    arguments: Arguments[PlaneArguments], landscape: Landscape, racer: Racer, up: str, betas: tuple[float, ...]
) -> Sequence[float] | None:
    """Where the heavy ball stops being stable; only for rules that are one."""
    heavy = racer.base.heavy_ball
    averaged = arguments.value("averaged", None if heavy is None else heavy == "average")
    if averaged is None or up not in ("momentum", "beta", "beta1"):
        return None
    return edge_of_stability(landscape, betas, bool(averaged))
