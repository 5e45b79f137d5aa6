"""Paths of several racers; those of the same rule, modifiers and choices run as one population.

Settings reach the rule as arrays also for one racer alone, so a racer's path does not depend on who runs beside it.
"""

from typing import Any

from descent.arrays import constant
from descent.playground.answers import Answer
from descent.playground.arguments import Arguments
from descent.playground.landscape import landscape_of
from descent.playground.racer import Racer, racers_of
from descent.spec import Array, Landscape, Namespace, Stop
from descent.trace import Trace, trace

MOST_STARTS = 64


def race(arguments: Arguments) -> Answer:
    """The paths: `points.k` and `losses.k` of racer k, up to where its run ended."""
    landscape, racers = landscape_of(arguments), racers_of(arguments)
    several = "starts" in arguments
    starts = arguments.points("starts", landscape.dim, MOST_STARTS) if several else (landscape.start,)
    tolerance = arguments.number("tolerance") if "tolerance" in arguments else None
    listed, arrays = [], {}
    runs = traces(landscape, racers, starts, arguments.steps(), arguments.seed(), arguments.xp, tolerance=tolerance)
    for k, (one, (run, rows)) in enumerate(zip(racers, runs, strict=True)):
        stops = [ended(run.stops[row], int(run.stop_steps[row])) for row in rows]
        last = max(stop["step"] for stop in stops)
        points, losses = (
            run.points[: last + 1, rows.start : rows.stop, :],
            run.losses[: last + 1, rows.start : rows.stop],
        )
        arrays[f"points.{k}"] = points if several else points[:, 0, :]
        arrays[f"losses.{k}"] = losses if several else losses[:, 0]
        listed.append(
            {**introduced(one), "stop": stops[0], "steps": last, "loss": float(losses[-1, 0]), "starts": stops}
        )
    return {"racers": listed}, arrays


def ended(stop: Stop, step: int) -> dict[str, Any]:
    """Why and when a run ended, as data."""
    return {"kind": stop.value, "sentence": stop.sentence, "step": step}


def introduced(racer: Racer) -> dict[str, Any]:
    """What every answer says of a racer."""
    return {"id": racer.id, "lr": racer.lr, "notices": list(racer.notices)}


def traces(
    landscape: Landscape,
    racers: list[Racer],
    starts: tuple[tuple[float, ...], ...],
    steps: int,
    seed: int,
    xp: Namespace,
    **options: Any,
) -> list[tuple[Trace, range]]:
    """For each racer the trace that it is part of and its rows, one for each start, with the same noise for all."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for place, one in enumerate(racers):
        one.fits(landscape)
        groups.setdefault(one.label, []).append(place)
    found: dict[int, tuple[Trace, range]] = {}
    count = len(starts)
    for places in groups.values():
        group = [racers[place] for place in places]
        rows = xp.asarray(list(starts) * len(group), dtype=xp.float64)
        numbers = xp.tile(xp.arange(count, dtype=xp.int64), (len(group),))
        settings = {**group[0].choices, **per_row(group, count, rows, xp)}
        run = trace(
            group[0].rule, landscape, settings, xp=xp, steps=steps, starts=rows, seed=seed, numbers=numbers, **options
        )
        for order, place in enumerate(places):
            found[place] = run, range(order * count, (order + 1) * count)
    return [found[place] for place in range(len(racers))]


def per_row(group: list[Racer], count: int, like: Array, xp: Namespace) -> dict[str, Array]:
    """Each numeric hyperparameter of the racers of one rule, every one repeated `count` times."""
    values = [one.numbers for one in group]
    return {name: xp.repeat(constant([one[name] for one in values], like, xp), count) for name in values[0]}
