"""Maps in passes, coarse first: final loss over two hyperparameters; by start the minimum or the time to a target.

`analysis.maps` computes them; here arguments and answers are translated.
"""

from collections.abc import Iterator
from typing import Any

from descent.analysis.grid import Grid
from descent.analysis.maps import Cells, edge_of_stability, hit_times, reach, settings_map
from descent.analysis.maps import basins as basins_of
from descent.errors import BadMessage
from descent.playground.answers import Answer
from descent.playground.arguments import Arguments
from descent.playground.landscape import landscape_of
from descent.playground.racer import Racer, racer_of
from descent.playground.ranges import spaced
from descent.spec import Array, Landscape

MOST_SIDE = 256
CHUNK = 4096
"""The most cells of one piece: what is computed before anything else can be asked."""
CHUNK_ALONE = 64
MOST_ALONE = 300
"""The same, and the most cells of a map, for a rule whose runs are computed one by one."""

Pieces = Iterator[tuple[float, Answer]]
"""The share that is done, and the piece."""


def plane(arguments: Arguments) -> Pieces:
    """Final losses over lr and another hyperparameter."""
    xp, landscape, racer = arguments.xp, landscape_of(arguments), racer_of(arguments)
    racer.fits(landscape)
    columns, rows, steps, seed = *_sides(arguments, 48, 32), arguments.steps(), arguments.seed()
    across, up = arguments.text("rate", "lr"), arguments.text("beta", _second(racer))
    rates = _along(arguments, "rates", racer.hyper(across), columns)
    betas = _along(arguments, "betas", racer.hyper(up), rows)
    edge = _edge(arguments, landscape, racer, up, betas)
    facts = {"rates": rates, "betas": betas, "edge": edge, "least": landscape.least, "across": across, "up": up}
    grid, settings = Grid(rates, betas, **_limits(racer)), racer.rule.settings(racer.settings)
    for part in settings_map(
        racer.rule, landscape, grid, settings, xp=xp, steps=steps, across=across, up=up, seed=seed
    ):
        yield _piece(racer, part, facts, {"losses": xp.astype(part.values, xp.float32)})


def basins(arguments: Arguments) -> Pieces:
    """Which minimum each start of the window reaches; -1 for none."""
    landscape = landscape_of(arguments)
    radius = arguments.number("radius", reach(landscape))
    racer, grid, given = _by_start(arguments, landscape)
    facts = {"columns": len(grid.across), "rows": len(grid.up), "minima": landscape.minima, "radius": radius}
    for part in basins_of(racer.rule, landscape, grid, radius=radius, **given):
        yield _piece(racer, part, facts, {"values": part.values, "diverged": part.diverged})


def hits(arguments: Arguments) -> Pieces:
    """After how many steps each start of the window first has a loss at or below `target`; -1 for never."""
    landscape, target = landscape_of(arguments), arguments.number("target")
    racer, grid, given = _by_start(arguments, landscape)
    facts = {"columns": len(grid.across), "rows": len(grid.up), "target": target}
    for part in hit_times(racer.rule, landscape, grid, target, **given):
        yield _piece(racer, part, facts, {"values": part.values, "diverged": part.diverged})


def _by_start(arguments: Arguments, landscape: Landscape) -> tuple[Racer, Grid, dict[str, Any]]:
    """What a map by start is computed from: the racer, the cells of the window, and what both maps take by name."""
    racer = racer_of(arguments)
    racer.fits(landscape)
    if landscape.dim != 2:
        raise BadMessage(f"a map by start needs two coordinates; {landscape.title} has {landscape.dim}")
    columns, rows = _sides(arguments, 128, 128)
    given = {"xp": arguments.xp, "steps": arguments.steps(), "seed": arguments.seed()}
    given["settings"] = racer.rule.settings(racer.settings)
    return racer, Grid.over(landscape.window, columns, rows, **_limits(racer)), given


def _piece(racer: Racer, part: Cells, facts: dict[str, Any], arrays: dict[str, Array]) -> tuple[float, Answer]:
    """The share that is done, and a piece of a map as a page takes it."""
    value = {"id": racer.id, "stride": part.piece.stride, **facts, "notices": list(racer.notices)}
    return part.piece.done, (value, {"cells": part.piece.cells, **arrays})


def _limits(racer: Racer) -> dict[str, int]:
    """How large a piece is; and a whole map, for a rule whose runs are computed one by one."""
    return {"chunk": CHUNK_ALONE, "most": MOST_ALONE} if racer.alone else {"chunk": CHUNK}


def _sides(arguments: Arguments, columns: int, rows: int) -> tuple[int, int]:
    return (
        arguments.whole("columns", columns, low=2, high=MOST_SIDE),
        arguments.whole("rows", rows, low=2, high=MOST_SIDE),
    )


def _second(racer: Racer) -> str:
    names = [one.name for one in racer.rule.hypers]
    return next((name for name in ("momentum", "beta1", "beta", *names) if name in names and name != "lr"), "beta1")


def _along(arguments: Arguments, argument: str, hyper: Any, count: int) -> tuple[float, ...]:
    low, high = arguments.numbers(argument, (hyper.low, hyper.high), length=2)
    return spaced(low, high, count, hyper.scale == "log" and low > 0)


def _edge(
    arguments: Arguments, landscape: Landscape, racer: Racer, up: str, betas: tuple[float, ...]
) -> tuple[float, ...] | None:
    """Where the heavy ball stops being stable; only for rules that are one."""
    heavy = racer.base.heavy_ball
    averaged = arguments.value("averaged", None if heavy is None else heavy == "average")
    if averaged is None or up not in ("momentum", "beta", "beta1"):
        return None
    return edge_of_stability(landscape, betas, bool(averaged))
