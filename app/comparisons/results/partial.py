"""The loss of the shards that are being trained, as far as it goes: what is shown before a shard is over.

Provisional in two ways: the curve ends where the shard stands, and the setting is the best by the loss at that step,
while a finished rule is judged by its metric at the end. Of each shard only some records are read, spread over its
steps, so that looking costs little however long a shard is.
"""

from typing import Any

import numpy as np

from app.comparisons.results.statistics import band
from app.comparisons.shard import Shard
from app.comparisons.store.rows import Rows
from app.comparisons.store.table import numbers
from app.comparisons.store.views import JobView

RECORDS = 64
"""Points of a curve at most."""
SINGLE = 16
"""Single runs at most that are drawn behind their median."""


def partial_curves(view: JobView, rows: Rows) -> list[dict[str, Any]]:
    """One curve for each shard that a worker is training now and has recorded something of."""
    found = []
    for shard in view.shards:
        if shard.visible_state != "running":
            continue
        task, steps, losses = rows.partial(shard.id, RECORDS)
        if len(steps) == 0:
            continue
        place = best(task, losses)
        mine = losses[place]
        low, middle, high = band(mine, axis=0)
        found.append(
            {
                "part": shard.position + 1,
                "label": view.label_of(shard),
                "step": int(steps[-1]),
                "steps": shard.steps,
                "settings": dict(task.members[place[0]].hypers),
                "n": len(place),
                "at": steps.tolist(),
                "loss": {
                    "low": numbers(low),
                    "median": numbers(middle),
                    "high": numbers(high),
                    "runs": numbers(mine[:SINGLE]),
                },
            }
        )
    return found


def best(task: Shard, losses: Any) -> list[int]:
    """The rows of the setting whose median loss is least at the last step; of the settings with the most seeds."""
    rows: dict[tuple[tuple[str, float], ...], list[int]] = {}
    for place, member in enumerate(task.members):
        rows.setdefault(tuple(sorted(member.hypers.items())), []).append(place)
    seeds = max(map(len, rows.values()))
    return min(
        (places for places in rows.values() if len(places) == seeds),
        key=lambda places: float(np.median(losses[places, -1])),
    )
