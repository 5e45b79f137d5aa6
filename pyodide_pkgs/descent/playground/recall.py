"""A small linear memory under a rule at its best rate: the recall error of each pair, from frequent to rare.

The model is that of the workload `zipf_recall`, with the same vectors (Wang et al. 2025, arXiv:2509.26030). Every step
sees all pairs, weighted by their frequency.
"""

from collections.abc import Callable
from typing import Annotated, NotRequired, TypedDict

from descent import random
from descent.arrays import constant, quiet
from descent.errors import BadMessage
from descent.playground.answers import RacerAnswer
from descent.playground.arguments import Arguments, RunArguments
from descent.playground.race import introduced, per_row
from descent.playground.racer import Racer, RacerArguments, racer_of
from descent.spec import Array, Landscape, Namespace
from descent.trace import trace

LENGTH, SPREAD = 16.0, 1e-4
"""Of every key and value; the standard deviation with which the matrix starts."""
START, DATA, KEYS, VALUES = 1, 3, 40, 41
"""Streams of the generator, and which numbers of the data's stream are the vectors'."""
RATES = tuple(float(f"{10 ** (place / 2):.3g}") for place in range(-8, 5))
"""The learning rates that are tried, half powers of ten."""


class RecallArguments(RacerArguments, RunArguments):
    """A rule on a memory of so many pairs."""

    width: NotRequired[int]
    """Sides of the matrix, 8 to 32."""
    pairs: NotRequired[int]
    """2 to 64."""
    exponent: NotRequired[float]
    """How fast frequencies fall with rank, 0 to 3."""


class RecallAnswer(RacerAnswer):
    """At which rate the rule is shown, and which it tried."""

    best: float | None
    """The rate with the least mean error; null where the rule has none, or every run diverged."""
    rates: list[float]
    least: float | None
    """The mean over all pairs at that rate."""
    title: str
    formula: str


class RecallArrays(TypedDict):
    """Errors are 1 less the probability given to the right value; `Infinity` where a run diverged."""

    frequencies: Annotated[Array, "float64", "pairs"]
    errors: Annotated[Array, "float64", "pairs"]
    means: Annotated[Array, "float64", "rates"]


def recall(arguments: Arguments[RecallArguments]) -> tuple[RecallAnswer, RecallArrays]:
    """The recall error of each pair at the rate, of those tried, at which the mean over pairs is least."""
    xp, racer = arguments.xp, racer_of(arguments)
    width = arguments.whole("width", 16, low=8, high=32)
    pairs = arguments.whole("pairs", 32, low=2, high=64)
    exponent = arguments.number("exponent", 1.5)
    if not 0 <= exponent <= 3:
        raise BadMessage(f"'exponent' is a number from 0 to 3, given {exponent}")
    landscape, frequencies, errors = memory(width, pairs, exponent, arguments.seed(), xp)
    racer.fits(landscape)
    rates = list(RATES) if racer.lr is not None else []
    ends = _ends(racer, landscape, rates, arguments.steps(500), arguments.seed(), xp)
    with quiet(xp):
        found = errors(ends)
        found = xp.where(xp.isfinite(found), found, xp.asarray(xp.inf, dtype=found.dtype))
        means = xp.mean(found, axis=1)
    place = int(xp.argmin(means))
    least = float(means[place])
    value: RecallAnswer = {
        **introduced(racer),
        "best": rates[place] if rates and least < float("inf") else None,
        "rates": rates,
        "least": least if least < float("inf") else None,
        "title": landscape.title,
        "formula": landscape.formula,
    }
    return value, {"frequencies": frequencies, "errors": found[place], "means": means}


def _ends(racer: Racer, landscape: Landscape, rates: list[float], steps: int, seed: int, xp: Namespace) -> Array:
    """The last point at each rate, `(rates, dim)`; one by one for a typed rule that mixes runs."""
    groups = [[rate] for rate in rates] if racer.alone else [rates]
    found = []
    for group in groups:
        count = max(1, len(group))
        starts = xp.asarray([landscape.start] * count, dtype=xp.float64)
        settings = {**racer.choices, **per_row([racer], count, starts, xp)}
        if group:
            settings["lr"] = xp.asarray(group, dtype=xp.float64)
        run = trace(racer.rule, landscape, settings, xp=xp, steps=steps, seed=seed, every=steps)
        found.append(run.points[-1])
    return xp.concat(found) if len(found) > 1 else found[0]


def memory(
    width: int, pairs: int, exponent: float, seed: int, xp: Namespace
) -> tuple[Landscape, Array, Callable[[Array], Array]]:
    """The landscape of the matrix, the frequencies `(pairs,)`, and the error `(runs, pairs)` of each pair at points."""
    one = xp.asarray([0], dtype=xp.int64)

    def vectors(key: int) -> Array:
        drawn = xp.reshape(random.normal(DATA, one, one + key, pairs * width, xp)[0, 0, :], (pairs, width))
        return LENGTH * drawn / xp.sqrt(xp.sum(drawn * drawn, axis=1, keepdims=True))

    keys, values = vectors(KEYS), vectors(VALUES)
    weights = xp.asarray([rank**-exponent for rank in range(1, pairs + 1)], dtype=xp.float64)
    frequencies = weights / xp.sum(weights)
    start = SPREAD * random.normal(START, one + seed, one, width * width, xp)[0, 0, :]

    def logs(x: Array) -> Array:
        """Logarithms of the probability `(runs, pairs, pairs)` that each key gives to each value."""
        matrix = xp.reshape(x, (x.shape[0], width, width))
        logits = constant(keys, x, xp) @ xp.matrix_transpose(matrix) @ xp.matrix_transpose(constant(values, x, xp))
        away = logits - xp.max(logits, axis=2, keepdims=True)
        return away - xp.log(xp.sum(xp.exp(away), axis=2, keepdims=True))

    def own(found: Array) -> Array:
        return xp.sum(found * xp.eye(pairs, dtype=found.dtype), axis=2)

    def value(x: Array, xp: Namespace) -> Array:
        return -xp.sum(constant(frequencies, x, xp) * own(logs(x)), axis=1)

    def gradient(x: Array, xp: Namespace) -> Array:
        found = logs(x)
        away = constant(frequencies, x, xp)[:, None] * (xp.exp(found) - xp.eye(pairs, dtype=x.dtype))
        slopes = xp.matrix_transpose(constant(values, x, xp)) @ xp.matrix_transpose(away) @ constant(keys, x, xp)
        return xp.reshape(slopes, (x.shape[0], width * width))

    landscape = Landscape(
        value,
        gradient,
        window=((-1.0, 1.0),) * (width * width),
        start=tuple(float(number) for number in start),
        formula=r"-\textstyle\sum_k p_k \log \mathrm{softmax}(V W x_k)_k",
        title=f"Associative recall, {pairs} pairs in {width} × {width}",
        tags=("matrix",),
        shapes=((width, width),),
    )
    return landscape, frequencies, lambda x: 1 - xp.exp(own(logs(x)))
