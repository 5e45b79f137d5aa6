"""A run of a comparison trained again, this time with its weights kept on the way."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from app.comparisons.shard import Shard
from app.comparisons.slices.task import End
from app.comparisons.slices.vectors import flat
from app.comparisons.training import routing
from app.comparisons.training.multipliers import multipliers
from app.comparisons.training.population import populate
from app.comparisons.training.step import advance, viewed
from app.comparisons.training.structure import Structure, device_of, structure_of
from app.comparisons.training.window import Window

LAST = 8
"""Steps before the end of a run that diverges whose weights are all kept."""


@dataclass(frozen=True)
class Path:
    """The weights `(n, numbers)` after `steps`; they end where they stop being finite."""

    structure: Structure
    steps: tuple[int, ...]
    points: Tensor
    end: End
    diverged_at: int | None


def kept_steps(steps: int, points: int) -> list[int]:
    """At most `points` steps from 0 to `steps`, both included, evenly spaced."""
    last = max(1, points - 1)
    return sorted({round(steps * place / last) for place in range(last + 1)} | {steps})


def train(shard: Shard, points: int, stepped: Callable[[], None]) -> Path:
    """The path of the one run of a shard; `stepped` is told of every step and may raise to end it.

    A path that diverges ends with all of its last finite weights, whether or not their steps are those kept. The
    points are those that a rule is evaluated at (schedule-free's average), so that the last is what was judged.
    """
    device = device_of(shard)
    structure = structure_of(shard, device)
    workload, groups = structure.workload, structure.groups
    hypers = routing.hypers(shard, groups, device)
    seeds = torch.tensor([member.seed for member in shard.members], dtype=torch.int64, device=device.torch_device)
    population = populate(workload, groups, seeds, hypers)
    window = Window(workload, groups, seeds, shard.steps, multipliers(shard, device))
    wanted = set(kept_steps(shard.steps, points))
    steps: list[int] = []
    kept: list[Tensor] = []
    recent: deque[tuple[int, Tensor]] = deque(maxlen=LAST)
    for step in range(shard.steps + 1):
        point = flat(workload, viewed(groups, population, hypers, moved=step > 0))
        recent.append((step, point))
        if step in wanted:
            if not torch.isfinite(point).all():
                population.died.copy_(torch.where(population.died < 0, population.t, population.died))
                break
            steps.append(step)
            kept.append(point)
        if step == shard.steps:
            break
        batch, drawn = window.at(step)
        advance(structure.program.eager, population, hypers, batch, drawn)
        if population.died.item() >= 0:
            # A run that diverges explodes within a few steps: all of them are kept.
            for late, last in recent:
                if late > steps[-1] and torch.isfinite(last).all():
                    steps.append(late)
                    kept.append(last)
            break
        stepped()
    made = int(population.t.item())
    loss = workload.losses(population.params, window.at(min(made, shard.steps))[0])
    metric = workload.evaluate(viewed(groups, population, hypers, moved=made > 0))
    died = int(population.died.item())
    if died < 0 and not torch.isfinite(loss).all():
        died = shard.steps
    end = End(None, None) if died >= 0 else End(number(loss.item()), number(metric.item()))
    return Path(structure, tuple(steps), torch.cat(kept), end, died if died >= 0 else None)


def number(value: float) -> float | None:
    """The value, None where it is not finite."""
    return value if abs(value) < float("inf") else None
