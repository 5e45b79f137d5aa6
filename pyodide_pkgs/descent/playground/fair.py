"""A fair race: each rule gets the same budget of configurations, is judged on fresh starts, and keeps every run."""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired, TypedDict

from descent.analysis.bands import quantiles
from descent.analysis.sensitivity import final_losses
from descent.analysis.starts import random_starts
from descent.arrays import constant
from descent.playground.answers import NoArrays, Pieces, Unbounded
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.playground.ranges import spaced
from descent.sandbox.soundness import Notice
from descent.spec import Array, Hyper, Landscape, Namespace
from descent.trace import outcome, trace

CHUNK = 8
"""Configurations tried in one piece."""
_LEVELS = (0.1, 0.5, 0.9)
_SECONDS = ("momentum", "beta1", "beta2", "rho")
# Starts and noise of the race itself, which no tuning has seen.
_FRESH = 7919


class FairArguments(LandscapeArguments, RacerArguments, RunArguments):
    """One racer and how much it may be tuned; every racer of a fair race gets the same."""

    second: NotRequired[str | None]
    """The hyperparameter tuned beside lr; by default `momentum`, `beta1`, ... or the rule's first other."""
    budget: NotRequired[int]
    """The most configurations."""
    starts: NotRequired[int]
    seeds: NotRequired[int]
    """There are `starts * seeds` repeats, each with a start and noise of its own."""


class TriedPiece(TypedDict):
    """How many configurations have been tried."""

    id: str
    tried: int
    of: int


class FairAnswer(TypedDict):
    """The last piece: the best configuration, raced on fresh starts and noise."""

    id: str
    best: dict[str, float]
    tried: int
    configurations: list[dict[str, float]]
    repeats: int
    diverged_share: float
    """Of the runs of the tuning."""
    median: Unbounded
    quantiles: dict[str, Unbounded]
    """Of the final losses: `0.1`, `0.5`, `0.9`."""
    least: float | None
    notices: list[Notice]


class FairArrays(TypedDict):
    """Losses, `Infinity` where a run diverged."""

    losses: Annotated[Array, "float64", "repeats"]
    """Of the best configuration on fresh starts."""
    tuning: Annotated[Array, "float64", "configurations"]
    """The median loss of each."""
    curves: Annotated[Array, "float64", "3", "steps + 1"]
    """10, 50 and 90 % of the losses at each step."""


def fair(
    arguments: Arguments[FairArguments],
) -> Pieces[tuple[TriedPiece, NoArrays] | tuple[FairAnswer, FairArrays]]:
    """Pieces while one racer is tuned, then its best configuration raced on fresh starts and noise."""
    xp, landscape, racer = arguments.xp, landscape_of(arguments), racer_of(arguments)
    racer.fits(landscape)
    steps, seed = arguments.steps(5000), arguments.seed()
    budget = arguments.whole("budget", 49, low=1, high=400)
    repeats = arguments.whole("starts", 16, low=1, high=64) * arguments.whole("seeds", 4, low=1, high=16)
    configurations = planned(racer, arguments.text("second") if "second" in arguments else second_of(racer), budget)
    starts = random_starts(landscape, repeats, xp, seed)
    medians: list[float] = []
    diverged = 0.0
    size = 1 if racer.alone else CHUNK
    for first in range(0, len(configurations), size):
        chunk = configurations[first : first + size]
        losses, share = _tried(racer, landscape, chunk, starts, steps, seed, xp)
        medians += [float(loss) for loss in quantiles(losses, (0.5,), xp)[0, :]]
        diverged += share * len(chunk)
        piece: TriedPiece = {"id": racer.id, "tried": len(medians), "of": len(configurations)}
        yield 0.9 * len(medians) / len(configurations), (piece, NoArrays())
    best = min(range(len(medians)), key=lambda place: (medians[place], place))
    chosen = configurations[best]
    losses, curves = _raced(racer, landscape, chosen, repeats, steps, seed + _FRESH, xp)
    shown = quantiles(losses[:, None], _LEVELS, xp)[:, 0]
    value: FairAnswer = {
        "id": racer.id,
        "best": chosen,
        "tried": len(medians),
        "diverged_share": diverged / len(medians),
        "median": float(shown[1]),
        "quantiles": {str(level): float(loss) for level, loss in zip(_LEVELS, shown, strict=True)},
        "least": landscape.least,
        "repeats": repeats,
        "configurations": configurations,
        "notices": list(racer.notices),
    }
    arrays: FairArrays = {"losses": losses, "tuning": xp.asarray(medians), "curves": curves}
    yield 1.0, (value, arrays)


def second_of(racer: Racer) -> str | None:
    """The hyperparameter tuned beside lr unless the page names one; None where there is none."""
    names = [hyper.name for hyper in racer.rule.hypers if hyper.name != "lr"]
    return next((name for name in (*_SECONDS, *names) if name in names), None)


def planned(racer: Racer, second: str | None, budget: int) -> list[dict[str, float]]:
    """At most `budget` configurations: a grid over lr and `second`, as near to square as the budget allows."""
    known = {hyper.name: hyper for hyper in racer.rule.hypers}
    if second is not None:
        racer.hyper(second)
    names = [name for name in dict.fromkeys(("lr", second)) if name in known]
    if not names:
        return [{}]
    if len(names) == 1:
        return [{names[0]: value} for value in tried_values(known[names[0]], budget)]
    # More learning rates than values of the other: that is what most rules depend on.
    down = max(1, int(budget**0.5))
    across = budget // down
    return [
        {names[0]: rate, names[1]: other}
        for rate in tried_values(known[names[0]], across)
        for other in tried_values(known[names[1]], down)
    ]


def tried_values(hyper: Hyper, count: int) -> tuple[float, ...]:
    """`count` values of the slider's range: even in the logarithm, in that of 1 - β for a decay, or as they are."""
    if count == 1:
        return (hyper.default,)
    if hyper.name == "lr":
        return spaced(max(hyper.low, 1e-5), max(hyper.high, 3.0), count)
    if hyper.scale == "log" and hyper.low > 0:
        return spaced(hyper.low, hyper.high, count)
    if 0.9 <= hyper.high < 1 and hyper.low >= 0:
        return tuple(1 - rest for rest in spaced(1 - hyper.high, 1 - hyper.low, count))
    return spaced(hyper.low, hyper.high, count, log=False)


def _tried(
    racer: Racer,
    landscape: Landscape,
    chunk: list[dict[str, float]],
    starts: Array,
    steps: int,
    seed: int,
    xp: Namespace,
) -> tuple[Array, float]:
    """The final losses `(repeats, configurations)` and the share of runs that diverged."""
    repeats, count = starts.shape[0], len(chunk)
    settings: dict[str, Any] = racer.rule.settings(racer.settings)
    for name in chunk[0]:
        settings[name] = xp.tile(constant([configuration[name] for configuration in chunk], starts, xp), (repeats,))
    ends = outcome(
        racer.rule,
        landscape,
        settings,
        xp=xp,
        steps=steps,
        starts=xp.repeat(starts, count, axis=0),
        seed=seed,
        numbers=xp.repeat(xp.arange(repeats, dtype=xp.int64), count),
    )
    losses = xp.reshape(final_losses(ends, xp), (repeats, count))
    return losses, float(xp.mean(xp.astype(ends.diverged, xp.float64)))


def _raced(
    racer: Racer, landscape: Landscape, chosen: Mapping[str, float], repeats: int, steps: int, seed: int, xp: Namespace
) -> tuple[Array, Array]:
    """The final losses `(repeats,)`, infinite where a run diverged, and the bands of loss by step `(3, steps + 1)`."""
    starts = random_starts(landscape, repeats, xp, seed)
    settings = racer.rule.settings(racer.settings) | dict(chosen)
    run = trace(racer.rule, landscape, settings, xp=xp, steps=steps, starts=starts, seed=seed)
    bad = [stop.value in ("diverged", "left_window") for stop in run.stops]
    # A run that diverged is infinite from where it ended; a population that ended early keeps its last losses.
    order = xp.arange(run.steps + 1)[:, None]
    gone = xp.asarray(bad)[None, :] & (order > run.stop_steps[None, :])
    losses = xp.where(gone, xp.full_like(run.losses, float("inf")), run.losses)
    last = xp.where(xp.asarray(bad), xp.full_like(losses[-1, :], float("inf")), losses[-1, :])
    bands = quantiles(xp.matrix_transpose(losses), _LEVELS, xp)
    missing = steps - run.steps
    if missing:
        held = quantiles(last[:, None], _LEVELS, xp)
        bands = xp.concat([bands, xp.tile(held, (1, missing))], axis=1)
    return last, bands
