"""What is measured along the paths of racers: update size, effective rate, cosine, sharpness against 2/lr, distance."""

from typing import Any

from descent.analysis import measures as along
from descent.analysis.sharpness import sharpness
from descent.arrays import constant, quiet
from descent.playground.answers import Answer
from descent.playground.arguments import Arguments
from descent.playground.landscape import landscape_of
from descent.playground.race import ended, introduced, traces
from descent.playground.racer import racers_of
from descent.spec import Array, Namespace
from descent.trace import Trace

SHARPNESS_POINTS = 60


def measures(arguments: Arguments) -> Answer:
    """The curves of each racer, up to where its run ended."""
    landscape, racers, xp = landscape_of(arguments), racers_of(arguments), arguments.xp
    listed: list[dict[str, Any]] = []
    arrays: dict[str, Array] = {}
    runs = traces(landscape, racers, (landscape.start,), arguments.steps(), arguments.seed(), xp)
    for k, (one, (run, rows)) in enumerate(zip(racers, runs, strict=True)):
        row, last = rows.start, int(run.stop_steps[rows.start])
        with quiet(xp):
            found = {
                "update_rms": along.update_rms(run, xp)[:last, row],
                "effective_rate": along.effective_rate(run, xp)[:last, row],
                "cosine": along.descent_cosine(run, xp)[:last, row],
                "losses": run.losses[: last + 1, row],
                "gradient_norms": run.gradient_norms[: last + 1, row],
                **_sharpness(run, row, last, xp),
            }
            if landscape.minima:
                found["distance"] = along.distance(run.landscape, run.points[: last + 1, row : row + 1, :], xp)[:, 0]
        if one.lr:
            found["limit"] = xp.full((last,), 2 / one.lr, dtype=xp.float64)
        arrays |= {f"{name}.{k}": array for name, array in found.items()}
        listed.append({**introduced(one), "stop": ended(run.stops[row], last)})
    return {"racers": listed}, arrays


def _sharpness(run: Trace, row: int, last: int, xp: Namespace) -> dict[str, Array]:
    every = max(1, -(-last // SHARPNESS_POINTS))
    steps = xp.arange(0, last + 1, every)
    points = run.points[:, row, :][steps, :]
    if run.landscape.motion is not None:
        points = points - constant([run.landscape.motion(int(step)) for step in steps], points, xp)
    return {
        "sharpness": sharpness(run.landscape, points, xp),
        "sharpness_steps": xp.astype(steps, xp.int32),
    }
