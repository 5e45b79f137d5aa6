"""The report card of a rule: over many landscapes, learning rates and starts, how far it gets, and where it is weak.

One population per landscape. A start's score is the powers of ten by which the loss above the minimum has shrunk, as a
share of the powers that the trial asks for; a landscape's score is the mean over starts at the best learning rate.
"""

from collections.abc import Sequence
from math import log10
from typing import Annotated, Any, NotRequired, TypedDict

from descent.analysis.bands import quantiles
from descent.analysis.sensitivity import final_losses
from descent.analysis.starts import random_starts
from descent.arrays import constant, quiet
from descent.errors import BadMessage, UnknownName
from descent.playground.answers import NoArrays, Pieces
from descent.playground.arguments import Arguments
from descent.playground.card import Card, CardSize, TrialAnswer, card
from descent.playground.landscape import landscape_from
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.playground.ranges import spaced
from descent.playground.trials import TRIALS, Trial
from descent.spec import Array, Landscape, Namespace
from descent.trace import outcome

# A rule that mixes runs takes each run alone, some hundred times slower: it gets a smaller card.
ALONE: CardSize = {"rates": 7, "starts": 2, "steps": 100}
USUAL: CardSize = {"rates": 25, "starts": 16, "steps": 300}


class ReportArguments(RacerArguments):
    """A racer and the size of its card."""

    landscapes: NotRequired[Sequence[str]]
    """Names of trials; all by default."""
    rates: NotRequired[int]
    starts: NotRequired[int]
    steps: NotRequired[int]
    seed: NotRequired[int]


class TrialPiece(TrialAnswer):
    """One landscape of the card."""

    index: int
    of: int


class TrialArrays(TypedDict):
    """By learning rate."""

    bands: Annotated[Array, "float64", "3", "rates"]
    """10, 50 and 90 % of the final losses."""
    solved: Annotated[Array, "float64", "rates"]
    scores: Annotated[Array, "float64", "rates"]


class CardAnswer(TypedDict):
    """The last piece."""

    card: Card


def report(
    arguments: Arguments[ReportArguments],
) -> Pieces[tuple[TrialPiece, TrialArrays] | tuple[CardAnswer, NoArrays]]:
    """One piece per landscape, then the card."""
    racer, seed = racer_of(arguments), arguments.seed()
    if racer.base.scope == "matrix" and not racer.rule.vectors:
        raise BadMessage(f"{racer.rule.title or racer.id} takes matrices; the report card has landscapes of points")
    usual = ALONE if racer.alone else USUAL
    size: CardSize = {
        "rates": arguments.whole("rates", usual["rates"], low=1, high=60),
        "starts": arguments.whole("starts", usual["starts"], low=1, high=64),
        "steps": arguments.whole("steps", usual["steps"], low=1, high=5000),
    }
    trials = chosen(arguments)
    rates = rates_of(racer, size["rates"])
    entries: list[TrialAnswer] = []
    for index, trial in enumerate(trials):
        entry, arrays = _entry(trial, racer, rates, size, seed, arguments.xp)
        entries.append(entry)
        piece: TrialPiece = {**entry, "index": index, "of": len(trials)}
        yield (index + 1) / (len(trials) + 1), (piece, arrays)
    answer: CardAnswer = {"card": card(racer, size, seed, entries)}
    yield 1.0, (answer, NoArrays())


def chosen(arguments: Arguments[Any]) -> tuple[Trial, ...]:
    """The trials named in `landscapes`, all of them by default; `UnknownName` for one that is not there."""
    names = arguments.value("landscapes", [trial.name for trial in TRIALS])
    known = {trial.name: trial for trial in TRIALS}
    for name in names:
        if name not in known:
            raise UnknownName("trial", name, known)
    return tuple(known[name] for name in names)


def rates_of(racer: Racer, count: int) -> tuple[float, ...]:
    """Learning rates from a millionth to ten, or the slider's range where that is wider; none for a rule without."""
    lr = next((hyper for hyper in racer.rule.hypers if hyper.name == "lr"), None)
    if lr is None:
        return ()
    return spaced(min(max(lr.low, 1e-6), 1e-4), max(lr.high, 10.0), count)


def starts_of(trial: Trial, landscape: Landscape, count: int, seed: int, xp: Namespace) -> Array:
    """Where the runs of a trial begin, `(count, dim)`."""
    anywhere = random_starts(landscape, count, xp, seed)
    if trial.spread is None:
        return anywhere
    low, high = (constant([bounds[side] for bounds in landscape.window], anywhere, xp) for side in (0, 1))
    away = (anywhere - (low + high) / 2) * constant(trial.spread, anywhere, xp)
    return constant(landscape.start, anywhere, xp) + away


def _entry(
    trial: Trial, racer: Racer, rates: tuple[float, ...], size: CardSize, seed: int, xp: Namespace
) -> tuple[TrialAnswer, TrialArrays]:
    landscape, count, values = landscape_from(trial.landscape, xp), size["starts"], len(rates) or 1
    starts = starts_of(trial, landscape, count, seed, xp)
    settings = racer.rule.settings(racer.settings)
    if rates:
        settings["lr"] = xp.tile(constant(rates, starts, xp), (count,))
    with quiet(xp):
        ends = outcome(
            racer.rule,
            landscape,
            settings,
            xp=xp,
            steps=size["steps"],
            starts=xp.repeat(starts, values, axis=0),
            seed=seed,
            numbers=xp.repeat(xp.arange(count, dtype=xp.int64), values),
        )
        losses = xp.reshape(final_losses(ends, xp), (count, values))
        scores = scored(losses, landscape.value(starts, xp)[:, None], landscape.least or 0.0, trial.digits, xp)
    mean = xp.mean(scores, axis=0)
    solved = xp.mean(xp.astype(scores >= 0.999, xp.float64), axis=0)
    best = int(xp.argmax(mean))
    good = [rate for rate, score in zip(rates, mean.tolist(), strict=False) if score >= 0.5 * float(mean[best]) > 0]
    bands = quantiles(losses, (0.1, 0.5, 0.9), xp)
    entry: TrialAnswer = {
        "landscape": trial.name,
        "title": landscape.title,
        "trait": trial.trait,
        "score": float(mean[best]),
        "best": {"lr": rates[best] if rates else None, "median": float(bands[1, best]), "solved": float(solved[best])},
        "width": _decades(good),
        "diverged": float(xp.mean(xp.astype(ends.diverged, xp.float64))),
        "rates": rates,
        "digits": trial.digits,
    }
    return entry, {"bands": bands, "solved": solved, "scores": mean}


def _decades(rates: list[float]) -> float:
    """Over how many powers of ten the good learning rates reach."""
    return log10(max(rates) / min(rates)) if rates else 0.0


def scored(losses: Array, first: Array, least: float, digits: float, xp: Namespace) -> Array:
    """The score of each final loss against the loss at its start: 1 for `digits` powers of ten, 0 for none or worse."""
    before = xp.maximum(first - least, xp.full_like(first, 1e-300))
    after = xp.clip(losses - least, 1e-300, 1e300)
    return xp.clip(xp.log10(before / after) / digits, 0.0, 1.0)
