"""Maps in passes, coarse first: final loss over two hyperparameters; by start the minimum or the time to a target."""

from collections.abc import Iterator
from typing import Any

from descent.analysis.maps import nearest
from descent.analysis.theory import stable_rate
from descent.arrays import constant
from descent.errors import BadMessage
from descent.playground.answers import Answer
from descent.playground.arguments import Bench, seed_of, spaced, steps_of
from descent.playground.racer import Racer
from descent.playground.reading import Given
from descent.spec import Array, Landscape, Namespace
from descent.trace import Outcome, outcome

COARSEST = 8
MOST_SIDE = 256
CHUNK = 4096
"""The most cells of one piece: what is computed before anything else can be asked."""
CHUNK_ALONE = 64
MOST_ALONE = 300
"""The same, and the most cells of a map, for a rule whose runs are computed one by one."""

Pieces = Iterator[tuple[float, Answer]]
"""The share that is done, and the piece."""


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


def plane(given: Given, bench: Bench) -> Pieces:
    """Final losses over lr and another hyperparameter."""
    xp, landscape, racer = bench.xp, bench.landscape(given), bench.racer(given)
    racer.fits(landscape)
    columns, rows, steps, seed = *_sides(given, 48, 32), steps_of(given), seed_of(given)
    known = {one.name: one for one in racer.rule.hypers}
    across, up = given.text("rate", "lr"), given.text("beta", _second(racer))
    for name in (across, up):
        if name not in known:
            raise BadMessage(f"no hyperparameter is called {name!r}; there are: {', '.join(known) or 'none'}")
    rates = _along(given, "rates", known[across], columns)
    betas = _along(given, "betas", known[up], rows)
    edge = _edge(given, landscape, racer, up, betas)
    settings = racer.rule.settings(racer.settings)
    for stride, cells, done in passes(columns, rows, xp, racer.alone):
        own = {across: constant(rates, xp.ones(1), xp)[cells[:, 1]], up: constant(betas, xp.ones(1), xp)[cells[:, 0]]}
        starts = xp.asarray([landscape.start], dtype=xp.float64)
        zero = xp.zeros(cells.shape[0], dtype=xp.int64)
        ends = outcome(
            racer.rule, landscape, {**settings, **own}, xp=xp, steps=steps, starts=starts, seed=seed, numbers=zero
        )
        value = {
            "id": racer.id,
            "stride": stride,
            "rates": rates,
            "betas": betas,
            "edge": edge,
            "least": landscape.least,
        }
        value |= {"across": across, "up": up, "notices": list(racer.notices)}
        losses = xp.where(ends.diverged, xp.full_like(ends.losses, float("inf")), ends.losses)
        yield done, (value, {"cells": cells, "losses": xp.astype(losses, xp.float32)})


def _sides(given: Given, columns: int, rows: int) -> tuple[int, int]:
    return (
        given.whole("columns", columns, low=2, high=MOST_SIDE),
        given.whole("rows", rows, low=2, high=MOST_SIDE),
    )


def _second(racer: Racer) -> str:
    names = [one.name for one in racer.rule.hypers]
    return next((name for name in ("momentum", "beta1", "beta", *names) if name in names and name != "lr"), "beta1")


def _along(given: Given, argument: str, hyper: Any, count: int) -> tuple[float, ...]:
    low, high = given.numbers(argument, (hyper.low, hyper.high), length=2)
    return spaced(low, high, count, hyper.scale == "log" and low > 0)


def _edge(given: Given, landscape: Landscape, racer: Racer, up: str, betas: tuple[float, ...]) -> list[float] | None:
    """Where the heavy ball stops being stable; only for rules that are one."""
    heavy = racer.base.heavy_ball
    averaged = given.raw("averaged", None if heavy is None else heavy == "average")
    if landscape.curvature is None or averaged is None or up not in ("momentum", "beta", "beta1"):
        return None
    return [stable_rate(landscape.curvature[1], beta, bool(averaged)) for beta in betas]


def basins(given: Given, bench: Bench) -> Pieces:
    """Which minimum each start of the window reaches; -1 for none."""
    landscape = bench.landscape(given)
    sides = [high - low for low, high in landscape.window]
    radius = given.number("radius", min(sides) / 50)

    def values(ends: Outcome) -> Array:
        return nearest(landscape, ends.points, radius, bench.xp)

    return _by_start(given, bench, landscape, values, {"minima": landscape.minima, "radius": radius}, ())


def hits(given: Given, bench: Bench) -> Pieces:
    """After how many steps each start of the window first has a loss at or below `target`; -1 for never."""
    landscape, target = bench.landscape(given), given.number("target")
    return _by_start(given, bench, landscape, lambda ends: ends.hits[0, :], {"target": target}, (target,))


def _by_start(
    given: Given, bench: Bench, landscape: Landscape, values: Any, facts: dict[str, Any], targets: tuple[float, ...]
) -> Pieces:
    xp, racer = bench.xp, bench.racer(given)
    racer.fits(landscape)
    if landscape.dim != 2:
        raise BadMessage(f"a map by start needs two coordinates; {landscape.title} has {landscape.dim}")
    columns, rows, steps, seed = *_sides(given, 128, 128), steps_of(given), seed_of(given)
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
        value = {"id": racer.id, "stride": stride, "columns": columns, "rows": rows, **facts}
        value["notices"] = list(racer.notices)
        arrays = {"cells": cells, "values": values(ends), "diverged": ends.diverged}
        yield done, (value, arrays)
