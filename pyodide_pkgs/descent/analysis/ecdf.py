"""The runtime ECDF: the share of (run, target) pairs reached within each budget. Hansen et al. 2021, COCO."""

from collections.abc import Sequence

from descent.errors import BadShape
from descent.spec import Array, Namespace


def spread_targets(start: float, least: float, count: int = 51, precision: float = 1e-8) -> tuple[float, ...]:
    """Losses to reach, from that of the start down to `least` + `precision`, evenly spaced in log(loss - least)."""
    if not start - least > precision > 0:
        raise BadShape(f"targets need start - least > precision > 0, given {start}, {least}, {precision}")
    shrink = (precision / (start - least)) ** (1 / (count - 1))
    return tuple(least + (start - least) * shrink**k for k in range(count))


def runtime_ecdf(hits: Array, budgets: Sequence[int], xp: Namespace) -> Array:
    """For each budget the share of all pairs of `hits` `(targets, runs)` reached in at most that many steps.

    `hits` holds step numbers, -1 for never (`descent.trace.Outcome.hits`). `(budgets,)` float64, from 0 to 1.
    """
    flat = xp.reshape(hits, (-1,))
    limit = xp.asarray(tuple(budgets), dtype=xp.int64, device=hits.device)[:, None]
    reached = (flat[None, :] >= 0) & (flat[None, :] <= limit)
    return xp.mean(xp.astype(reached, xp.float64), axis=1)
