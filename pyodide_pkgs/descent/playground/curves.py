"""Populations of one rule: the final loss against a hyperparameter, with bands, and the luck meter."""

from collections.abc import Sequence
from typing import Annotated, NotRequired, TypedDict

from descent.analysis import luck as lucky
from descent.analysis import sensitivity
from descent.analysis.bands import quantiles
from descent.analysis.starts import random_starts
from descent.errors import BadMessage
from descent.playground.answers import Unbounded
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.playground.ranges import spaced
from descent.sandbox.soundness import Notice
from descent.spec import Array, Landscape, Namespace

MOST_VALUES = 200
MOST_REPEATS = 256
# For a rule whose runs are computed one by one.
ALONE_REPEATS = 2
ALONE_COUNT = 50


class CurveArguments(LandscapeArguments, RacerArguments, RunArguments):
    """One hyperparameter, and the values to try: a list, or so many from `low` to `high`."""

    hyper: NotRequired[str]
    values: NotRequired[Sequence[float]]
    low: NotRequired[float]
    high: NotRequired[float]
    count: NotRequired[int]
    repeats: NotRequired[int]
    """From how many starts: the landscape's own, then random ones."""


class BestValue(TypedDict):
    """The value with the least median."""

    value: float
    loss: Unbounded


class CurveAnswer(TypedDict):
    """The final losses for each value of a hyperparameter."""

    id: str
    hyper: str
    values: Sequence[float]
    levels: Sequence[float]
    """Which share of the runs is below each band."""
    start_losses: list[Unbounded]
    diverged: list[float]
    """The share of runs that diverged, for each value."""
    best: BestValue
    stable_lr: float | None
    least: float | None
    notices: list[Notice]


class CurveArrays(TypedDict):
    """Final losses, `Infinity` where a run diverged."""

    bands: Annotated[Array, "float64", "levels", "values"]
    losses: Annotated[Array, "float64", "repeats", "values"]


class LuckArguments(LandscapeArguments, RacerArguments, RunArguments):
    """How many random starts are tried."""

    count: NotRequired[int]


class LuckAnswer(TypedDict):
    """How many random starts do as well as this one."""

    id: str
    loss: Unbounded
    """From the landscape's own start."""
    share: float
    """Of the random starts that end higher or as high."""
    count: int
    quantiles: dict[str, Unbounded]
    """Of the final losses: `0.1`, `0.5`, `0.9`."""
    notices: list[Notice]


class LuckArrays(TypedDict):
    """Final losses, `Infinity` where a run diverged."""

    losses: Annotated[Array, "float64", "count"]


def curve(arguments: Arguments[CurveArguments]) -> tuple[CurveAnswer, CurveArrays]:
    """The final losses for each value of one hyperparameter, from several starts."""
    xp, landscape, racer = arguments.xp, landscape_of(arguments), racer_of(arguments)
    racer.fits(landscape)
    hyper = arguments.text("hyper", "lr")
    values = values_of(arguments, racer, hyper)
    seed = arguments.seed()
    repeats = arguments.whole("repeats", 16, low=1, high=MOST_REPEATS)
    starts = _starts(landscape, min(repeats, ALONE_REPEATS) if racer.alone else repeats, seed, xp)
    settings = {**racer.rule.settings(racer.settings)}
    curves = sensitivity.curve(
        racer.rule,
        landscape,
        values,
        xp=xp,
        steps=arguments.steps(),
        hyper=hyper,
        settings=settings,
        starts=starts,
        seed=seed,
    )
    middle = curves.bands[1, :]
    best = int(xp.argmin(middle))
    answer: CurveAnswer = {
        "id": racer.id,
        "hyper": hyper,
        "values": values,
        "levels": curves.levels,
        "start_losses": landscape.value(starts, xp).tolist(),
        "diverged": curves.diverged.tolist(),
        "best": {"value": values[best], "loss": float(middle[best])},
        "stable_lr": landscape.stable_lr,
        "least": landscape.least,
        "notices": list(racer.notices),
    }
    return answer, {"bands": curves.bands, "losses": curves.losses}


def _starts(landscape: Landscape, count: int, seed: int, xp: Namespace) -> Array:
    """The landscape's own start and after it random ones, `(count, dim)`."""
    own = xp.asarray([landscape.start], dtype=xp.float64)
    return xp.concat((own, random_starts(landscape, count, xp, seed)))[:count, :]


def values_of(arguments: Arguments[CurveArguments], racer: Racer, hyper: str) -> tuple[float, ...]:
    """The values to try: those listed, or `count` from `low` to `high`, by default the slider's range."""
    slider = racer.hyper(hyper)
    if "values" in arguments:
        values = arguments.numbers("values")
        if len(values) > MOST_VALUES:
            raise BadMessage(f"at most {MOST_VALUES} values, given {len(values)}")
        return values
    count = arguments.whole("count", 25, low=2, high=MOST_VALUES)
    log = slider.scale == "log"
    low, high = arguments.number("low", slider.low), arguments.number("high", slider.high)
    return spaced(low, high, count, log and low > 0)


def luck(arguments: Arguments[LuckArguments]) -> tuple[LuckAnswer, LuckArrays]:
    """How many random starts do as well as this one."""
    xp, landscape, racer = arguments.xp, landscape_of(arguments), racer_of(arguments)
    racer.fits(landscape)
    count = arguments.whole("count", 1000, low=10, high=5000)
    starts = lucky.luck(
        racer.rule,
        landscape,
        racer.rule.settings(racer.settings),
        xp=xp,
        steps=arguments.steps(),
        count=min(count, ALONE_COUNT) if racer.alone else count,
        seed=arguments.seed(),
    )
    answer: LuckAnswer = {
        "id": racer.id,
        "loss": starts.loss,
        "share": starts.share,
        "count": starts.count,
        "quantiles": shares(starts.losses, xp),
        "notices": list(racer.notices),
    }
    return answer, {"losses": starts.losses}


def shares(losses: Array, xp: Namespace) -> dict[str, float]:
    """The 10, 50 and 90 % quantiles of `(runs,)`."""
    levels = (0.1, 0.5, 0.9)
    losses_at = quantiles(losses[:, None], levels, xp)[:, 0]
    return {str(level): float(loss) for level, loss in zip(levels, losses_at, strict=True)}
