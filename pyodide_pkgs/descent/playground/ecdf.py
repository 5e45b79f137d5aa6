"""The runtime ECDF over the trials: the share of (run, target) pairs reached within each budget of steps."""

from collections.abc import Sequence
from typing import Annotated, Any, NotRequired, TypedDict

from descent.analysis.bands import quantiles
from descent.analysis.ecdf import runtime_ecdf, spread_targets
from descent.analysis.sensitivity import final_losses
from descent.arrays import constant
from descent.playground.answers import NoArrays, Pieces
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.landscape import landscape_from
from descent.playground.racer import Racer, RacersArguments, racers_of
from descent.playground.report_card import chosen, rates_of, starts_of
from descent.playground.trials import Trial
from descent.sandbox.soundness import Notice
from descent.spec import Array, Landscape, Namespace
from descent.trace import outcome

RATES = 13
TARGETS = 51
BUDGETS = 60


class EcdfArguments(RacersArguments, RunArguments):
    """Racers on the landscapes of the report card."""

    repeats: NotRequired[int]
    tune: NotRequired[bool]
    """Each racer has the best of 13 learning rates on each landscape, unless this is false."""
    landscapes: NotRequired[Sequence[str]]
    """Names of trials; all by default."""


class EcdfPiece(TypedDict):
    """A racer has run on a landscape."""

    landscape: str
    id: str
    lr: float | None


class SolvedAnswer(TypedDict):
    """What a racer reached."""

    id: str
    lr: dict[str, float | None]
    """The learning rate that was used, by landscape."""
    solved: float
    """The share of pairs of run and target reached in the end."""
    notices: list[Notice]


class EcdfAnswer(TypedDict):
    """The last piece: the shares by budget."""

    budgets: list[int]
    targets: int
    repeats: int
    racers: list[SolvedAnswer]


class ShareArrays(TypedDict):
    """Of one racer."""

    share: Annotated[Array, "float64", "budgets"]
    """The share of pairs of run and target reached within each budget of steps."""


def ecdf(
    arguments: Arguments[EcdfArguments],
) -> Pieces[tuple[EcdfPiece, NoArrays] | tuple[EcdfAnswer, list[ShareArrays]]]:
    """One piece per landscape and racer, then the shares by budget."""
    xp, racers, steps, seed = arguments.xp, racers_of(arguments), arguments.steps(5000), arguments.seed()
    repeats = arguments.whole("repeats", 8, low=1, high=64)
    tune = arguments.flag("tune", True)
    trials = chosen(arguments)
    budgets = sorted({max(1, round(steps ** (k / (BUDGETS - 1)))) for k in range(BUDGETS)})
    shares: list[list[Array]] = [[] for _ in racers]
    used: list[dict[str, float | None]] = [{} for _ in racers]
    done, everything = 0, len(trials) * len(racers) + 1
    for trial in trials:
        landscape = landscape_from(trial.landscape, xp)
        for k, racer in enumerate(racers):
            racer.fits(landscape)
            lr, hits = _hits(trial, landscape, racer, steps, repeats, seed, tune, xp)
            shares[k].append(runtime_ecdf(hits, budgets, xp))
            used[k][trial.name] = lr
            done += 1
            piece: EcdfPiece = {"landscape": trial.name, "id": racer.id, "lr": lr}
            yield done / everything, (piece, NoArrays())
    mean = [xp.mean(xp.stack(share), axis=0) for share in shares]
    listed: list[SolvedAnswer] = [
        {"id": racer.id, "lr": used[k], "solved": float(mean[k][-1]), "notices": list(racer.notices)}
        for k, racer in enumerate(racers)
    ]
    arrays: list[ShareArrays] = [{"share": share} for share in mean]
    answer: EcdfAnswer = {"budgets": budgets, "racers": listed, "targets": TARGETS, "repeats": repeats}
    yield 1.0, (answer, arrays)


def _hits(
    trial: Trial, landscape: Landscape, racer: Racer, steps: int, repeats: int, seed: int, tune: bool, xp: Namespace
) -> tuple[float | None, Array]:
    """The learning rate used and the steps to each target, `(targets, repeats)`."""
    starts = starts_of(trial, landscape, repeats, seed, xp)
    rates: tuple[Any, ...] = rates_of(racer, RATES) if tune else ()
    values = len(rates) or 1
    settings: dict[str, Any] = racer.rule.settings(racer.settings)
    if rates:
        settings["lr"] = xp.tile(constant(rates, starts, xp), (repeats,))
    least = landscape.least or 0.0
    first = max(float(loss) for loss in landscape.value(starts, xp))
    height = max(first - least, 1e-12)
    targets = spread_targets(least + height, least, TARGETS, height * 1e-8)
    ends = outcome(
        racer.rule,
        landscape,
        settings,
        xp=xp,
        steps=steps,
        starts=xp.repeat(starts, values, axis=0),
        seed=seed,
        numbers=xp.repeat(xp.arange(repeats, dtype=xp.int64), values),
        targets=targets,
    )
    losses = xp.reshape(final_losses(ends, xp), (repeats, values))
    best = int(xp.argmin(quantiles(losses, (0.5,), xp)[0, :]))
    hits = xp.reshape(ends.hits, (TARGETS, repeats, values))[:, :, best]
    return (rates[best] if rates else racer.lr), hits
