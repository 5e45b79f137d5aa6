"""Populations of one rule: the final loss against a hyperparameter, with bands, and the luck meter."""

from typing import Any

from descent.analysis import luck as lucky
from descent.analysis import sensitivity
from descent.analysis.bands import quantiles
from descent.errors import BadMessage
from descent.playground.answers import Answer
from descent.playground.arguments import Bench, seed_of, spaced, starts_from, steps_of
from descent.playground.racer import Racer
from descent.playground.reading import Given
from descent.spec import Namespace

MOST_VALUES = 200
MOST_REPEATS = 256
# For a rule whose runs are computed one by one.
ALONE_REPEATS = 2
ALONE_COUNT = 50


def curve(given: Given, bench: Bench) -> Answer:
    """The final losses for each value of one hyperparameter, from several starts."""
    xp, landscape, racer = bench.xp, bench.landscape(given), bench.racer(given)
    racer.fits(landscape)
    hyper = given.text("hyper", "lr")
    values = values_of(given, racer, hyper)
    seed = seed_of(given)
    repeats = given.whole("repeats", 16, low=1, high=MOST_REPEATS)
    starts = starts_from(landscape, min(repeats, ALONE_REPEATS) if racer.alone else repeats, seed, xp)
    settings = {**racer.rule.settings(racer.settings)}
    found = sensitivity.curve(
        racer.rule,
        landscape,
        values,
        xp=xp,
        steps=steps_of(given),
        hyper=hyper,
        settings=settings,
        starts=starts,
        seed=seed,
    )
    middle = found.bands[1, :]
    best = int(xp.argmin(middle))
    answer: dict[str, Any] = {
        "id": racer.id,
        "hyper": hyper,
        "values": values,
        "levels": found.levels,
        "start_losses": landscape.value(starts, xp).tolist(),
        "diverged": found.diverged.tolist(),
        "best": {"value": values[best], "loss": float(middle[best])},
        "stable_lr": landscape.stable_lr,
        "least": landscape.least,
        "notices": list(racer.notices),
    }
    return answer, {"bands": found.bands, "losses": found.losses}


def values_of(given: Given, racer: Racer, hyper: str) -> tuple[float, ...]:
    """The values to try: those listed, or `count` from `low` to `high`, by default the slider's range."""
    known = {one.name: one for one in racer.rule.hypers}
    if hyper not in known:
        raise BadMessage(f"no hyperparameter is called {hyper!r}; there are: {', '.join(known) or 'none'}")
    if "values" in given:
        values = given.numbers("values")
        if len(values) > MOST_VALUES:
            raise BadMessage(f"at most {MOST_VALUES} values, given {len(values)}")
        return values
    count = given.whole("count", 25, low=2, high=MOST_VALUES)
    log = known[hyper].scale == "log"
    low, high = given.number("low", known[hyper].low), given.number("high", known[hyper].high)
    return spaced(low, high, count, log and low > 0)


def luck(given: Given, bench: Bench) -> Answer:
    """How many random starts do as well as this one."""
    xp, landscape, racer = bench.xp, bench.landscape(given), bench.racer(given)
    racer.fits(landscape)
    count = given.whole("count", 1000, low=10, high=5000)
    found = lucky.luck(
        racer.rule,
        landscape,
        racer.rule.settings(racer.settings),
        xp=xp,
        steps=steps_of(given),
        count=min(count, ALONE_COUNT) if racer.alone else count,
        seed=seed_of(given),
    )
    answer = {
        "id": racer.id,
        "loss": found.loss,
        "share": found.share,
        "count": found.count,
        "quantiles": shares(found.losses, xp),
        "notices": list(racer.notices),
    }
    return answer, {"losses": found.losses}


def shares(losses: Any, xp: Namespace) -> dict[str, float]:
    """The 10, 50 and 90 % quantiles of `(runs,)`."""
    levels = (0.1, 0.5, 0.9)
    found = quantiles(losses[:, None], levels, xp)
    return {str(level): float(found[place, 0]) for place, level in enumerate(levels)}
