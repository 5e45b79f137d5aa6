"""The report card of a rule: over many landscapes, learning rates and starts, how far it gets, and where it is weak.

One population per landscape. A start's score is the powers of ten by which the loss above the minimum has shrunk, as a
share of the powers that the trial asks for; a landscape's score is the mean over starts at the best learning rate.
"""

from math import log10
from typing import Any

from descent.analysis.bands import quantiles
from descent.analysis.sensitivity import final_losses
from descent.analysis.starts import random_starts
from descent.arrays import constant, quiet
from descent.errors import BadMessage, UnknownName
from descent.playground.arguments import Arguments
from descent.playground.landscape import landscape_from
from descent.playground.maps import Pieces
from descent.playground.racer import Racer, racer_of
from descent.playground.ranges import spaced
from descent.playground.trials import TRAITS, TRIALS, Trial
from descent.spec import Array, Landscape, Namespace
from descent.trace import outcome

VERSION = 1
MADE_WITH = "Optimizer Playground"
# A rule that mixes runs takes each run alone, some hundred times slower: it gets a smaller card.
ALONE = {"rates": 7, "starts": 2, "steps": 100}


def report(arguments: Arguments) -> Pieces:
    """One piece per landscape, then the card."""
    racer, seed = racer_of(arguments), arguments.seed()
    if racer.rule.scope == "matrix" and not racer.rule.vectors:
        raise BadMessage(f"{racer.rule.title or racer.id} takes matrices; the report card has landscapes of points")
    size = {
        name: arguments.whole(name, ALONE[name] if racer.alone else default, low=1, high=most)
        for name, default, most in (("rates", 25, 60), ("starts", 16, 64), ("steps", 300, 5000))
    }
    trials = chosen(arguments)
    rates = rates_of(racer, size["rates"])
    entries: list[dict[str, Any]] = []
    for index, trial in enumerate(trials):
        entry, arrays = _entry(trial, racer, rates, size, seed, arguments.xp)
        entries.append(entry)
        yield (index + 1) / (len(trials) + 1), ({**entry, "index": index, "of": len(trials)}, arrays)
    yield 1.0, ({"card": card(racer, size, seed, entries)}, {})


def chosen(arguments: Arguments) -> tuple[Trial, ...]:
    """The trials named in `landscapes`, all of them by default; `UnknownName` for one that is not there."""
    names = arguments.value("landscapes", [trial.name for trial in TRIALS])
    known = {trial.name: trial for trial in TRIALS}
    for name in names:
        if name not in known:
            raise UnknownName("trial", name, known)
    return tuple(known[name] for name in names)


def rates_of(racer: Racer, count: int) -> tuple[float, ...]:
    """Learning rates from a millionth to ten, or the slider's range where that is wider; none for a rule without."""
    lr = next((one for one in racer.rule.hypers if one.name == "lr"), None)
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
    trial: Trial, racer: Racer, rates: tuple[float, ...], size: dict[str, int], seed: int, xp: Namespace
) -> tuple[dict[str, Any], dict[str, Array]]:
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
    entry = {
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


def card(racer: Racer, size: dict[str, int], seed: int, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The finished card: everything that was found, and the weaknesses, the weakest first."""
    weaknesses = []
    for trait in TRAITS:
        mine = [entry for entry in entries if entry["trait"] == trait]
        if mine:
            score = sum(entry["score"] for entry in mine) / len(mine)
            worst = min(mine, key=lambda entry: entry["score"])
            weaknesses.append(
                {
                    "trait": trait,
                    "score": score,
                    "sentence": sentence(trait, score, worst),
                    "landscapes": [entry["landscape"] for entry in mine],
                }
            )
    weaknesses.sort(key=lambda one: one["score"])
    return {
        "version": VERSION,
        "made_with": MADE_WITH,
        "rule": racer.description.get("rule") or racer.rule.title,
        "source": racer.description.get("source"),
        "modifiers": racer.description.get("modifiers") or [],
        "settings": racer.rule.settings(racer.settings),
        "size": size,
        "seed": seed,
        "score": sum(one["score"] for one in weaknesses) / len(weaknesses) if weaknesses else 0.0,
        "landscapes": entries,
        "weaknesses": weaknesses,
        "notices": list(racer.notices),
    }


def sentence(trait: str, score: float, worst: dict[str, Any]) -> str:
    """What a trait's score means, for a person."""
    how = next(word for bound, word in _HOW if score >= bound)
    where = worst["title"] or worst["landscape"]
    return f"{trait[0].upper()}{trait[1:]}: {how}, {score:.0%} of the way; least far on {where}."


_HOW = ((0.8, "strong"), (0.5, "fair"), (0.25, "weak"), (0.0, "fails"))
