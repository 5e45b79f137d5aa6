"""Which stability limit the rate of a diverged run is above, and a smaller rate with which the same run stays.

For gradient descent and its momentum forms the limit is known on a quadratic, and λ, the largest eigenvalue of the
Hessian, makes any landscape one locally. Of other rules, and behind modifiers, nothing is said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple, TypedDict

from descent.analysis.sharpness import along, sharpness
from descent.analysis.theory import nesterov_rate, stable_rate
from descent.arrays import quiet
from descent.playground.answers import NoArrays
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.race import traces
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.spec import Array, Landscape, Namespace, Stop
from descent.trace import Trace

Where = Literal["start", "minimum", "path"]

GONE = (Stop.DIVERGED, Stop.LEFT_WINDOW)
POINTS = 30
"""At so many points of the path, at most, λ is looked at."""
HALVINGS = 8


class Limit(NamedTuple):
    """The limit of a rule: as a formula, and as a function of λ and the settings."""

    formula: str
    rate: Callable[[float, Mapping[str, float]], float]


LIMITS = {
    "sgd": Limit("2/λ", lambda curvature, _: stable_rate(curvature)),
    "momentum": Limit(
        "2(1 + μ)/λ",
        lambda curvature, given: stable_rate(curvature, given["momentum"]) / (1 - given["dampening"]),
    ),
    "nesterov": Limit("2(1 + μ)/((1 + 2μ)λ)", lambda curvature, given: nesterov_rate(curvature, given["momentum"])),
}


class ThresholdArguments(LandscapeArguments, RacerArguments, RunArguments):
    """A racer whose run has diverged, and where it ran."""


class Passed(TypedDict):
    """A stability limit that the learning rate is above."""

    lr: float
    formula: str
    """The limit as a function of λ, the largest curvature."""
    limit: float
    curvature: float
    """λ, the largest eigenvalue of the Hessian."""
    where: Where
    """Where λ is that: at the start, at every minimum (the flattest counts), or on the path where that is steepest."""
    repair: float | None
    """A rate below the limit with which the same run does not diverge; null where none was found."""


class ThresholdAnswer(TypedDict):
    """What is known of why a run diverged."""

    passed: Passed | None
    """Null where no limit is known, or none was passed."""


def threshold(arguments: Arguments[ThresholdArguments]) -> tuple[ThresholdAnswer, NoArrays]:
    """The stability limit that the racer's rate is above: at the start, else at every minimum, else on its path."""
    landscape, racer, xp = landscape_of(arguments), racer_of(arguments), arguments.xp
    limit = LIMITS.get(str(racer.description.get("rule")))
    numbers = racer.numbers
    if limit is None or racer.description.get("modifiers") or numbers.get("dampening") == 1:
        return {"passed": None}, {}
    ((run, _),) = traces(landscape, [racer], (landscape.start,), arguments.steps(), arguments.seed(), xp)
    if run.stops[0] not in GONE:
        return {"passed": None}, {}
    for where, curvatures in _curvatures(run, xp):
        # At the flattest minimum it would stay longest, on the path it broke out where that is steepest.
        found = min(curvatures, default=0.0) if where == "minimum" else max(curvatures, default=0.0)
        if 0 < found < float("inf") and numbers["lr"] > limit.rate(found, numbers):
            break
    else:
        return {"passed": None}, {}
    highest = limit.rate(found, numbers)
    rates = [float(f"{highest * 0.5**halving:.1e}") for halving in range(1, HALVINGS + 1)]
    passed: Passed = {
        "lr": numbers["lr"],
        "formula": limit.formula,
        "limit": highest,
        "curvature": found,
        "where": where,
        "repair": _first_that_stays(landscape, racer, rates, arguments.steps(), arguments.seed(), xp),
    }
    return {"passed": passed}, {}


def _curvatures(run: Trace, xp: Namespace) -> Iterator[tuple[Where, list[float]]]:
    """The largest curvatures of the places that are looked at, in order; of the path only where it is in the window."""
    landscape, last = run.landscape, int(run.stop_steps[0])
    with quiet(xp):
        yield "start", _numbers(along(run, [0], xp))
        if landscape.minima:
            yield "minimum", _numbers(sharpness(landscape, xp.asarray(landscape.minima, dtype=xp.float64), xp))
        chosen = sorted({round(place * last / POINTS) for place in range(1, POINTS + 1)})
        inside = [step for step in chosen if _within(landscape, _numbers(run.points[step, 0, :]))]
        yield "path", _numbers(along(run, inside, xp)) if inside else []


def _numbers(found: Array) -> list[float]:
    return [float(number) for number in found.reshape(-1)]


def _within(landscape: Landscape, point: list[float]) -> bool:
    return all(low <= x <= high for x, (low, high) in zip(point, landscape.window, strict=True))


def _first_that_stays(
    landscape: Landscape, racer: Racer, rates: list[float], steps: int, seed: int, xp: Namespace
) -> float | None:
    """The first of the rates with which the run does not end out of bounds."""
    racers = [replace(racer, settings={**racer.settings, "lr": rate}) for rate in rates]
    for rate, (run, rows) in zip(rates, traces(landscape, racers, (landscape.start,), steps, seed, xp), strict=True):
        if run.stops[rows.start] not in GONE:
            return rate
    return None
