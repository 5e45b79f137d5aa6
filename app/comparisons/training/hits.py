"""When each run first reached each goal of its workload: what a runtime ECDF counts.

Where a step's losses show the metric (landscapes, quadratics) every evaluation counts, as in COCO (Hansen et al. 2021,
Optim. Methods Softw. 36): a goal is reached at the first point evaluated that is as good. Elsewhere the metric is
evaluated on the samples that report, after `LOOKS` evenly spaced steps. Neither depends on what is recorded. A run
that goes on from the end of a shorter one has the hits that it would have had: of the shorter one's looks those count
that are its own.
"""

import torch
from torch import Tensor

from app.comparisons.errors import BadCheckpoint
from app.comparisons.training.population import LOOKS, Population
from app.workloads.workload import Workload

KEPT = 32
"""Values kept on the device before they are compared with the goals all at once."""


class Hits:
    """Notes in `population.hits` `(goals, runs)` the step at which each goal was first reached, -1 before it is."""

    def __init__(self, workload: Workload, population: Population, steps: int, higher: bool):
        self._population = population
        self._sign = -1.0 if higher else 1.0
        goals = torch.tensor(workload.goals, dtype=population.t.dtype, device=population.t.device)
        self._goals = self._sign * goals[:, None]
        # A goal that is a rounding away is reached: an accuracy of 0.98 is 0.98 in float32 too.
        self._goals = self._goals + 4 * torch.finfo(goals.dtype).eps * self._goals.abs() * (1 if higher else 0)
        self._looks = places(steps) if workload.goals else {}
        self._values = population.t.new_zeros(KEPT, len(population.died))
        self._steps: list[int] = []

    @property
    def bars(self) -> Tensor:
        """Below which, or at, a lower metric reaches each goal, `(goals,)`."""
        return self._goals[:, 0]

    def wanted(self, step: int) -> bool:
        """Whether the metric is to be evaluated after this step, where losses do not show it."""
        return step in self._looks

    def add(self, step: int, metric: Tensor) -> None:
        """Note the metric `(runs,)` after that step."""
        if not self._looks:
            return
        if len(self._population.looks):
            self._population.looks[self._looks[step]].copy_(torch.where(torch.isfinite(metric), metric, torch.inf))
        self._values[len(self._steps)].copy_(metric)
        self._steps.append(step)
        if len(self._steps) == KEPT:
            self.settle()

    def go_on(self, made: int, steps: int) -> None:
        """After a state of `made` steps was loaded: where those were all of a shorter run, its looks become these.

        `BadCheckpoint` where that did not look where a run of so many steps does.
        """
        looks = self._population.looks
        if made >= steps or not len(looks) or bool(torch.isneginf(looks[LOOKS]).any()):
            return
        before, own = places(made), [step for step in sorted(self._looks) if step <= made]
        if not before.keys() >= set(own):
            raise BadCheckpoint(f"a run of {made} steps does not look at goals where one of {steps} does")
        values = looks.clone()
        looks.fill_(-torch.inf)
        self._population.hits.fill_(-1)
        for step in own:
            self.add(step, values[before[step]])
        self.settle()

    def settle(self) -> None:
        """Compare what was noted with the goals; before a checkpoint and at the end."""
        count = len(self._steps)
        if count:
            values = self._sign * self._values[:count]
            least = torch.cummin(torch.where(torch.isfinite(values), values, torch.inf), dim=0).values
            # How many of the steps passed before the goal: as many as steps where all were above it.
            above = (least[None, :, :] > self._goals[:, None, :]).sum(dim=1)
            at = torch.tensor([*self._steps, -1], dtype=torch.int64, device=values.device)
            hits = self._population.hits
            hits.copy_(torch.where(hits < 0, at[above], hits))
        self._steps = []


def places(steps: int) -> dict[int, int]:
    """After which steps a run of so many is looked at, each with its place among the looks."""
    return {round(steps * place / LOOKS): place for place in range(LOOKS + 1)}
