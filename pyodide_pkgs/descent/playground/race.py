"""Paths of several racers; those of the same rule, modifiers and choices run as one population.

Settings reach the rule as arrays also for one racer alone, so a racer's path does not depend on who runs beside it.
"""

from collections.abc import Sequence
from typing import Annotated, Any, NotRequired, TypedDict

from descent.arrays import constant
from descent.playground.answers import RacerAnswer, StopAnswer, Unbounded
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.racer import Racer, RacersArguments, racers_of
from descent.spec import Array, Landscape, Namespace, Stop
from descent.trace import Trace, trace

MOST_STARTS = 64


class RaceArguments(LandscapeArguments, RacersArguments, RunArguments):
    """Racers on one landscape; those of the same rule and choices are one population."""

    starts: NotRequired[Sequence[Sequence[float]]]
    """Points at which every racer begins, each with its own run; at most 64."""
    tolerance: NotRequired[float]
    """A run ends when its loss is that close to the least."""


class PathAnswer(RacerAnswer):
    """How a racer's run ended; with several starts, the first of them."""

    stop: StopAnswer
    steps: int
    """The step at which the last of its runs ended."""
    loss: Unbounded
    """Of the first run at the end."""
    starts: list[StopAnswer]
    """How the run from each start ended."""


class RaceAnswer(TypedDict):
    """The racers in the order in which they were given."""

    racers: list[PathAnswer]


class PathArrays(TypedDict):
    """The path of a racer up to where its run ended, at most to its last finite point."""

    points: Annotated[Array, "float64", "steps + 1", "dim"]
    """With `starts` given `[steps + 1, starts, dim]`."""
    losses: Annotated[Array, "float64", "steps + 1"]
    """With `starts` given `[steps + 1, starts]`."""


def race(arguments: Arguments[RaceArguments]) -> tuple[RaceAnswer, list[PathArrays]]:
    """The paths of several racers, up to where each run ended."""
    landscape, racers = landscape_of(arguments), racers_of(arguments)
    several = "starts" in arguments
    starts = arguments.points("starts", landscape.dim, MOST_STARTS) if several else (landscape.start,)
    tolerance = arguments.number("tolerance") if "tolerance" in arguments else None
    listed: list[PathAnswer] = []
    arrays: list[PathArrays] = []
    runs = traces(landscape, racers, starts, arguments.steps(), arguments.seed(), arguments.xp, tolerance=tolerance)
    for racer, (run, rows) in zip(racers, runs, strict=True):
        stops = [ended(run.stops[row], int(run.stop_steps[row])) for row in rows]
        last = max(stop["step"] for stop in stops)
        points, losses = (
            run.points[: last + 1, rows.start : rows.stop, :],
            run.losses[: last + 1, rows.start : rows.stop],
        )
        if not several:
            points, losses = points[:, 0, :], losses[:, 0]
        arrays.append({"points": points, "losses": losses})
        listed.append(
            {
                **introduced(racer),
                "stop": stops[0],
                "steps": last,
                "loss": float(run.losses[last, rows.start]),
                "starts": stops,
            }
        )
    return {"racers": listed}, arrays


def ended(stop: Stop, step: int) -> StopAnswer:
    """Why and when a run ended, as data."""
    return {"kind": stop.value, "sentence": stop.sentence, "step": step}


def introduced(racer: Racer) -> RacerAnswer:
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
    for place, racer in enumerate(racers):
        racer.fits(landscape)
        groups.setdefault(racer.label, []).append(place)
    traced: dict[int, tuple[Trace, range]] = {}
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
            traced[place] = run, range(order * count, (order + 1) * count)
    return [traced[place] for place in range(len(racers))]


def per_row(group: list[Racer], count: int, like: Array, xp: Namespace) -> dict[str, Array]:
    """Each numeric hyperparameter of the racers of one rule, every one repeated `count` times."""
    values = [numbers.numbers for numbers in group]
    return {name: xp.repeat(constant([numbers[name] for numbers in values], like, xp), count) for name in values[0]}
