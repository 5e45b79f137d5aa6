"""The learning-rate curve: final loss against learning rate, with a band over starts or seeds. One population."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descent.analysis.bands import quantiles
from descent.arrays import constant
from descent.spec import Array, Landscape, Namespace, Rule
from descent.trace import Outcome, outcome


@dataclass(frozen=True)
class Curve:
    """Final losses for each of some values of one hyperparameter.

    `losses` `(repeats, values)` is infinite where a run diverged; `bands` is `(levels, values)`; `diverged` `(values,)`
    the share of repeats that diverged.
    """

    values: tuple[float, ...]
    losses: Array
    levels: tuple[float, ...]
    bands: Array
    diverged: Array


def curve(
    rule: Rule,
    landscape: Landscape,
    values: Sequence[float],
    *,
    xp: Namespace,
    steps: int,
    hyper: str = "lr",
    settings: Mapping[str, Any] | None = None,
    starts: Array | None = None,
    levels: Sequence[float] = (0.1, 0.5, 0.9),
    seed: int = 0,
) -> Curve:
    """The curve over `values` of the hyperparameter `hyper`, repeated from every row of `starts` `(repeats, dim)`.

    Each repeat has noise of its own, the same for all values, so that their differences are those of the value.
    """
    if starts is None:
        starts = xp.asarray([landscape.start], dtype=xp.float64)
    repeats, count = starts.shape[0], len(values)
    rows = xp.reshape(xp.broadcast_to(starts[:, None, :], (repeats, count, landscape.dim)), (-1, landscape.dim))
    numbers = xp.arange(repeats, dtype=xp.int64, device=starts.device)
    ends = outcome(
        rule,
        landscape,
        {**(settings or {}), hyper: xp.tile(constant(tuple(values), starts, xp), (repeats,))},
        xp=xp,
        steps=steps,
        starts=rows,
        seed=seed,
        numbers=xp.repeat(numbers, count),
    )
    losses = xp.reshape(final_losses(ends, xp), (repeats, count))
    share = xp.mean(xp.astype(xp.reshape(ends.diverged, (repeats, count)), starts.dtype), axis=0)
    return Curve(tuple(values), losses, tuple(levels), quantiles(losses, levels, xp), share)


def final_losses(ends: Outcome, xp: Namespace) -> Array:
    """The last losses, infinite for runs that diverged: `(runs,)`."""
    return xp.where(ends.diverged, xp.full_like(ends.losses, float("inf")), ends.losses)
