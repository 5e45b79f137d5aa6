"""Processor time of eager steps: what the stored costs are made of.

Processor time of one thread, because a busy machine disturbs it less than the time on the wall.
"""

from dataclasses import dataclass
from time import process_time

import torch

from app.comparisons.shard import Backend, Member, Shard
from app.comparisons.training.population import populate
from app.comparisons.training.routing import hypers
from app.comparisons.training.step import advance
from app.comparisons.training.structure import device_of, structure_of
from app.comparisons.training.window import Window

FEW, MANY = 4, 160
STEPS = 300
WARM, LEAST = 3, 5
SECONDS = 0.2
"""For so long at least steps are measured."""


@dataclass(frozen=True)
class StepTime:
    """Seconds of one step of few runs and of many: the two points of a line."""

    few: float
    many: float

    @classmethod
    def on_line(cls, step: float, run: float) -> "StepTime":
        """The two points of a step that takes `step + run * runs` seconds."""
        return cls(step + FEW * run, step + MANY * run)

    @property
    def run(self) -> float:
        """Seconds per step and run."""
        return max(0.0, (self.many - self.few) / (MANY - FEW))

    @property
    def step(self) -> float:
        """Seconds per step, whatever the number of runs."""
        return max(0.0, self.few - FEW * self.run)

    def shortest(self, other: "StepTime") -> "StepTime":
        """The shorter of either: what disturbs a measurement makes it longer."""
        return StepTime(min(self.few, other.few), min(self.many, other.many))


def measure(workload: str, rule: str, backend: Backend) -> StepTime:
    """What one eager step of that rule on that workload takes here, now."""
    torch.set_num_threads(1)
    return StepTime(*(_seconds(workload, rule, backend, runs) for runs in (FEW, MANY)))


def _seconds(workload: str, rule: str, backend: Backend, runs: int) -> float:
    members = tuple(Member(place, place) for place in range(runs))
    shard = Shard(workload, rule, members, STEPS, backend=backend, device="cpu")
    device = device_of(shard)
    with torch.no_grad():
        made = structure_of(shard, device)
        own = hypers(shard, made.groups, device)
        seeds = torch.arange(runs)
        population = populate(made.workload, made.groups, seeds, own)
        Window(made.workload, made.groups, seeds, STEPS).at(0)
        window = Window(made.workload, made.groups, seeds, STEPS)
        began = process_time()
        window.at(0)
        drawn_ahead = (process_time() - began) / window.length
        spent, step = 0.0, 0
        while step < WARM + LEAST or spent < SECONDS:
            batch, drawn = window.at(step % window.length)
            began = process_time()
            advance(made.program.eager, population, own, batch, drawn)
            step += 1
            if step > WARM:
                spent += process_time() - began
    return drawn_ahead + spent / (step - WARM)
