"""The luck meter: how much of a result is owed to its start. A good path from one start proves little by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from descent.analysis.sensitivity import final_losses
from descent.analysis.starts import random_starts
from descent.spec import Array, Landscape, Namespace, Rule
from descent.trace import outcome


@dataclass(frozen=True)
class Luck:
    """`share` of `count` random starts that end with a loss at or below `loss`; near 0 the start was lucky.

    `losses` `(count,)` are theirs, infinite where they diverged.
    """

    loss: float
    share: float
    losses: Array

    @property
    def count(self) -> int:
        """The number of random starts."""
        return int(self.losses.shape[0])


def luck(
    rule: Rule,
    landscape: Landscape,
    settings: Mapping[str, Any] | None = None,
    *,
    xp: Namespace,
    steps: int,
    start: tuple[float, ...] | None = None,
    count: int = 1000,
    seed: int = 0,
) -> Luck:
    """The luck of `start` among `count` random starts in the window under the same rule, settings and steps."""
    own = xp.asarray([start or landscape.start], dtype=xp.float64)
    starts = xp.concat((own, random_starts(landscape, count, xp, seed)))
    losses = final_losses(outcome(rule, landscape, settings, xp=xp, steps=steps, starts=starts, seed=seed), xp)
    loss = float(losses[0])
    return Luck(loss, share_at_least_as_good(losses[1:], loss, xp), losses[1:])


def share_at_least_as_good(losses: Array, loss: float, xp: Namespace) -> float:
    """The share of `losses` `(runs,)` at or below `loss`; 1 for an infinite loss, since nothing is worse."""
    return float(xp.mean(xp.astype(losses <= loss, xp.float64)))
