"""What is measured along the paths of racers: update size, effective rate, cosine, sharpness against 2/lr, distance."""

from typing import Annotated, NotRequired, TypedDict

from descent.analysis import measures as along
from descent.analysis.sharpness import sharpness
from descent.arrays import constant, quiet
from descent.playground.answers import RacerAnswer, StopAnswer
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.race import ended, introduced, traces
from descent.playground.racer import RacersArguments, racers_of
from descent.spec import Array, Namespace
from descent.trace import Trace

SHARPNESS_POINTS = 60


class MeasuresArguments(LandscapeArguments, RacersArguments, RunArguments):
    """Racers on one landscape."""


class MeasuredAnswer(RacerAnswer):
    """How a racer's run ended."""

    stop: StopAnswer


class MeasuresAnswer(TypedDict):
    """The racers in the order in which they were given."""

    racers: list[MeasuredAnswer]


class SharpnessArrays(TypedDict):
    """The largest eigenvalue of the Hessian along a path."""

    sharpness: Annotated[Array, "float64", "about 60"]
    sharpness_steps: Annotated[Array, "int32", "about 60"]
    """The steps after which it was measured."""


class MeasuresArrays(SharpnessArrays):
    """What is measured along the path of a racer, up to where its run ended."""

    update_rms: Annotated[Array, "float64", "steps"]
    effective_rate: Annotated[Array, "float64", "steps"]
    """The length of the step over that of the gradient."""
    cosine: Annotated[Array, "float64", "steps"]
    """Between the step and the direction of steepest descent."""
    losses: Annotated[Array, "float64", "steps + 1"]
    gradient_norms: Annotated[Array, "float64", "steps + 1"]
    distance: NotRequired[Annotated[Array, "float64", "steps + 1"]]
    """To the nearest minimum; absent where none is known."""
    limit: NotRequired[Annotated[Array, "float64", "steps"]]
    """2 / lr; absent for a rule without a learning rate."""


def measures(arguments: Arguments[MeasuresArguments]) -> tuple[MeasuresAnswer, list[MeasuresArrays]]:
    """The curves of each racer, up to where its run ended."""
    landscape, racers, xp = landscape_of(arguments), racers_of(arguments), arguments.xp
    listed: list[MeasuredAnswer] = []
    arrays: list[MeasuresArrays] = []
    runs = traces(landscape, racers, (landscape.start,), arguments.steps(), arguments.seed(), xp)
    for racer, (run, rows) in zip(racers, runs, strict=True):
        row, last = rows.start, int(run.stop_steps[rows.start])
        with quiet(xp):
            sharp = _sharpness(run, row, last, xp)
            measured: MeasuresArrays = {
                "update_rms": along.update_rms(run, xp)[:last, row],
                "effective_rate": along.effective_rate(run, xp)[:last, row],
                "cosine": along.descent_cosine(run, xp)[:last, row],
                "losses": run.losses[: last + 1, row],
                "gradient_norms": run.gradient_norms[: last + 1, row],
                "sharpness": sharp["sharpness"],
                "sharpness_steps": sharp["sharpness_steps"],
            }
            if landscape.minima:
                measured["distance"] = along.distance(run.landscape, run.points[: last + 1, row : row + 1, :], xp)[:, 0]
        if racer.lr:
            measured["limit"] = xp.full((last,), 2 / racer.lr, dtype=xp.float64)
        arrays.append(measured)
        listed.append({**introduced(racer), "stop": ended(run.stops[row], last)})
    return {"racers": listed}, arrays


def _sharpness(run: Trace, row: int, last: int, xp: Namespace) -> SharpnessArrays:
    every = max(1, -(-last // SHARPNESS_POINTS))
    steps = xp.arange(0, last + 1, every)
    points = run.points[:, row, :][steps, :]
    if run.landscape.motion is not None:
        points = points - constant([run.landscape.motion(int(step)) for step in steps], points, xp)
    return {
        "sharpness": sharpness(run.landscape, points, xp),
        "sharpness_steps": xp.astype(steps, xp.int32),
    }
