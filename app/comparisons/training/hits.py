"""When each run first reached each goal of its workload: what a runtime ECDF counts.

Where a step's losses show the metric (landscapes, quadratics) every evaluation counts, as in COCO (Hansen et al. 2021,
Optim. Methods Softw. 36): a goal is reached at the first point evaluated that is as good. Elsewhere the metric is
evaluated on the samples that report, after `LOOKS` evenly spaced steps. Neither depends on what is recorded.
"""

import torch
from torch import Tensor

from app.comparisons.training.population import Population
from app.workloads.workload import Workload

LOOKS = 50
"""Evaluations of a run, beside that of its start."""
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
        self._looks = {round(steps * place / LOOKS) for place in range(LOOKS + 1)} if workload.goals else set()
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
        self._values[len(self._steps)].copy_(metric)
        self._steps.append(step)
        if len(self._steps) == KEPT:
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
