"""Statistics that can be trusted, in NumPy alone: pure functions from arrays to arrays.

Everywhere, smaller is better and a run that diverged is `inf`: worse than any other, never dropped. `final` is
`(settings, seeds)`, one rule's end-of-run values.

How a rule is judged: its setting is chosen on one half of the seeds and judged on the other, both ways round, so that
no value was used to choose itself. Two rules are compared by a paired permutation test over seeds: under the null, a
seed's whole column of values could as well belong to the other rule, so columns are swapped, **and settings are
chosen again in every permutation**. Choosing is part of what is tested, so a rule compared with itself keeps its 5 %.
Holm's correction (Holm 1979, Scand. J. Statist. 6) is taken over all pairs compared.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

PERMUTATIONS = 4999
EXACT_SEEDS = 12
"""Up to so many seeds all 2ⁿ swaps are made, beyond it `PERMUTATIONS` drawn ones."""
RESAMPLES = 2000
CHUNK = 2_000_000
"""Numbers held at a time while permuting."""


def quantile(values: Floats, share: float, axis: int = -1) -> Floats:
    """The quantile by linear interpolation; `inf` where it lies beyond the last finite value (NumPy gives NaN)."""
    ordered = np.sort(values, axis=axis)
    place = share * (ordered.shape[axis] - 1)
    below = np.take(ordered, int(np.floor(place)), axis=axis)
    above = np.take(ordered, int(np.ceil(place)), axis=axis)
    part = place - np.floor(place)
    if part == 0:
        return np.asarray(below)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(np.isfinite(above), below + part * (above - below), above))


def band(values: Floats, axis: int = -1) -> tuple[Floats, Floats, Floats]:
    """The 10 % quantile, the median and the 90 % quantile."""
    return quantile(values, 0.1, axis), quantile(values, 0.5, axis), quantile(values, 0.9, axis)


def halves(seeds: int) -> tuple[Whole, Whole]:
    """The places of every other seed, and of the rest."""
    places = np.arange(seeds)
    return places[::2], places[1::2]


def tuned(final: Floats) -> Floats:
    """Per seed the value under the setting with the best median on the other half of the seeds, `(..., seeds)`.

    `final` may carry leading axes before `(settings, seeds)`. With one seed there is no other half: the
    best value itself.
    """
    seeds = final.shape[-1]
    if seeds == 1:
        return np.asarray(final.min(axis=-2))
    result = np.empty((*final.shape[:-2], seeds))
    first, second = halves(seeds)
    for judged, chosen_on in ((first, second), (second, first)):
        choice = np.argmin(quantile(final[..., chosen_on], 0.5), axis=-1)
        picked = np.take_along_axis(final, choice[..., None, None], axis=-2)[..., 0, :]
        result[..., judged] = picked[..., judged]
    return result


def best_setting(final: Floats) -> int:
    """The place of the setting with the best median over all seeds: what is drawn, not what is judged."""
    return int(np.argmin(quantile(final, 0.5)))


def ranks(values: Floats) -> Floats:
    """The rank of every value among all, 1 for the smallest, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse].reshape(values.shape))


def swaps(seeds: int, random: np.random.Generator) -> NDArray[np.bool_]:
    """Which seeds are swapped, `(permutations, seeds)`: the first row swaps none."""
    if seeds <= EXACT_SEEDS:
        return np.asarray((np.arange(2**seeds)[:, None] >> np.arange(seeds)) & 1, dtype=np.bool_)
    drawn = random.random((PERMUTATIONS + 1, seeds)) < 0.5
    drawn[0] = False
    return drawn


def permutation_test(one: Floats, other: Floats, random: np.random.Generator) -> tuple[float, float]:
    """The two-sided p value, and how much better `one` is than `other`: a mean rank difference in -1 to 1.

    Paired over seeds, settings chosen again in every permutation. Both are `(settings, seeds)` of one shape. Values
    enter as ranks among both tables, so that a diverged run counts as the worst, whatever the scale.
    """
    if one.shape != other.shape:
        raise ValueError(f"rules are compared with the same settings and seeds; given {one.shape} and {other.shape}")
    settings, seeds = one.shape
    both = ranks(np.stack([one, other]))
    mask = swaps(seeds, random)
    found = np.empty(len(mask))
    rows = max(1, CHUNK // (settings * seeds))
    for start in range(0, len(mask), rows):
        swapped = mask[start : start + rows, None, :]
        left = tuned(np.where(swapped, both[1], both[0]))
        right = tuned(np.where(swapped, both[0], both[1]))
        found[start : start + rows] = (right - left).mean(axis=-1)
    # Sums of ranks are exact in float64, so ties with the observed value are ties here too.
    p = float(np.mean(np.abs(found) >= abs(found[0])))
    return p, float(found[0] / both.max())


def smallest_p(seeds: int) -> float:
    """The smallest p value the permutation test can give with so many seeds."""
    return 2.0 / 2**seeds if seeds <= EXACT_SEEDS else 1.0 / (PERMUTATIONS + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p values, in the order given."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for done, place in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - done) * p_values[place]))
        adjusted[place] = largest
    return adjusted


def bootstrap(values: Floats, random: np.random.Generator, level: float = 0.95) -> tuple[float, float]:
    """A percentile bootstrap interval of the median over seeds (Efron 1979); the value itself for one seed."""
    drawn = values[random.integers(0, len(values), (RESAMPLES, len(values)))]
    medians = quantile(drawn, 0.5)
    return float(quantile(medians, (1 - level) / 2)), float(quantile(medians, (1 + level) / 2))


def targets(starts: Floats, ends: Floats, count: int = 20) -> Floats:
    """Values between the typical start and the best end of all rules; evenly spaced in the logarithm if positive."""
    high, low = float(quantile(starts.ravel(), 0.5)), float(np.min(ends))
    if not np.isfinite(high) or not np.isfinite(low) or low >= high:
        return np.empty(0)
    parts = np.linspace(0, 1, count + 1)[1:]
    return np.asarray(high * (low / high) ** parts if low > 0 else high + (low - high) * parts)


def runtime_ecdf(curves: Floats, goals: Floats) -> Floats:
    """Per record the share of (run, target) pairs reached by then, `(records,)` (COCO: Hansen et al. 2021).

    `curves` is `(runs, records)`; a run that reaches a target and later loses it has reached it.
    """
    if not len(goals):
        return np.zeros(curves.shape[1])
    sofar = np.minimum.accumulate(np.where(np.isnan(curves), np.inf, curves), axis=1)
    # A relative margin: the best end is a target itself, and its logarithm may come back one bit lower.
    margin = 1e-12 * np.abs(goals)
    return np.asarray((sofar[:, :, None] <= goals + margin).mean(axis=(0, 2)))
