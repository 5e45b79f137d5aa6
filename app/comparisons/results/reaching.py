"""How many steps a rule takes to each target, at the one stop that all runs share.

A run that has not reached a target by the last step is censored there: that it would have come, and when, is not known.
So there is no mean. There is the share that reached it; the median, where more than half did; and the expected running
time with restarts (ERT; Hansen et al. 2021, Optim. Methods Softw. 36): the steps of all runs, up to the target or to
the stop, over the number that reached it: what a rule would take on average that is started anew until it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from descent.analysis.median_interval import FEWEST, median_interval

from app.comparisons.planning.quantile import quantile
from app.comparisons.results.contenders import Contender
from app.comparisons.results.measured import measured
from app.comparisons.results.statistics import Floats, Whole
from app.comparisons.store.table import numbers
from app.comparisons.store.views import JobView

RESAMPLES = 1000
SEED = 20260
"""Of the resampling, so that the same table has the same intervals."""


@dataclass(frozen=True)
class Reaching:
    """Of one rule, one number for each target; infinite where it is not known."""

    share: Floats
    median: Floats
    median_low: Floats
    median_high: Floats
    """The order-statistic interval of the median; NaN for fewer than 6 runs."""
    expected: Floats
    expected_low: Floats
    expected_high: Floats
    """95 % of the running times of resampled runs; NaN for fewer than 6."""


def reaching(hits: Whole, stop: int) -> Reaching:
    """The running times of runs that first reached targets at `hits` `(targets, runs)`, -1 for never, up to `stop`."""
    reached = hits >= 0
    taken = np.where(reached, hits, np.inf).astype(np.float64)
    counts = np.ones((1, hits.shape[1]))
    ends = [median_interval(each.tolist()) for each in taken]
    nothing = np.full(len(hits), np.nan)
    low, high = nothing, nothing
    if hits.shape[1] >= FEWEST:
        drawn = np.random.default_rng(SEED).integers(0, hits.shape[1], (RESAMPLES, hits.shape[1]))
        resampled = expected(hits, stop, np.stack([np.bincount(each, minlength=hits.shape[1]) for each in drawn]))
        ordered = np.sort(resampled, axis=0)
        low, high = ordered[int(0.025 * RESAMPLES)], ordered[int(0.975 * RESAMPLES)]
    return Reaching(
        reached.mean(axis=1),
        quantile(taken, 0.5),
        np.array([np.nan if each is None else each[0] for each in ends]),
        np.array([np.nan if each is None else each[1] for each in ends]),
        expected(hits, stop, counts)[0],
        low,
        high,
    )


def expected(hits: Whole, stop: int, counts: Floats) -> Floats:
    """The expected running time to each target, `(samples, targets)`, with each run taken so often: `(samples, runs)`.

    Infinite where no run that was taken reached the target.
    """
    steps, reached = np.where(hits >= 0, hits, stop).astype(np.float64), (hits >= 0).astype(np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray((counts @ steps.T) / (counts @ reached.T))


def usual(targets: Sequence[float], target: float, better: str) -> int:
    """The place of the target that is shown first: the first that is as hard as that of the workload, or the last."""
    sign = 1 if better == "lower" else -1
    return next((place for place, each in enumerate(targets) if sign * each <= sign * target), len(targets) - 1)


def answer(view: JobView, ready: Sequence[Contender]) -> dict[str, Any] | None:
    """The running times of all rules that are complete; None where nothing is known of targets (`ecdf` says why)."""
    workload = measured(view)
    targets = () if view.imported else workload.targets(view.spec["workload"]["options"])
    found = [(contender.label, contender.hits_at_best) for contender in ready]
    if not targets or not found or any(hits is None or len(hits) != len(targets) for _, hits in found):
        return None
    stop = view.plan["steps"]
    chosen = usual(targets, workload.target, workload.better)
    return {
        "stop": stop,
        "targets": list(targets),
        "usual": chosen,
        "said": (
            f"Each run stops after {stop:,} steps; one that has not reached the target by then counts as not having"
            " reached it, and no mean is taken over when it would have. The median is known where more than half"
            " reached it. The expected running time is the steps of all runs, up to the target or the stop, divided by"
            " how many reached it: what starting anew until it is reached takes on average (COCO's ERT). Its interval"
            f" is that of {RESAMPLES:,} resamples of the seeds. Settings are those with the best end value, not the"
            " quickest; no verdict is drawn from this."
        ),
        "rules": [{"label": label} | _rule(reaching(hits, stop)) for label, hits in found],
    }


def _rule(found: Reaching) -> dict[str, Any]:
    return {
        "share": found.share.tolist(),
        "median": numbers(found.median),
        "median_interval": _ends(found.median_low, found.median_high),
        "expected": numbers(found.expected),
        "expected_interval": _ends(found.expected_low, found.expected_high),
    }


def _ends(low: Floats, high: Floats) -> list[list[Any] | None]:
    """By target both ends, None for one that is infinite; None where there is no interval."""
    pairs = zip(low.tolist(), numbers(low), numbers(high), strict=True)
    return [None if np.isnan(first) else [start, end] for first, start, end in pairs]
