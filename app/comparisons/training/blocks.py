"""The compiled step on blocks of so few runs that their samples and activations stay in the processor's cache.

A step of all runs reads the samples of all from memory, forwards and backwards; a block reads its own from the cache. A
block makes several steps, then the next block does, so that the whole ends at a record, a checkpoint or soon enough.
"""

import os
from dataclasses import replace
from time import perf_counter

import torch
from torch import Tensor

from app.comparisons.training.inputs import SCHEDULE
from app.comparisons.training.population import Population
from app.comparisons.training.step import Step, advance
from app.comparisons.training.window import Window
from app.workloads.workload import Model, Tensors, Workload

CACHE = 2**20
"""Bytes of a core's second cache where the system does not tell."""
ROOM = 1.5
"""How much of it a block may take: somewhat more than there is, because a smaller block makes more calls."""
LEAST = 8
"""No block has fewer runs: what a call costs is then worth more than the cache."""
SECONDS = 0.05
"""About how long the steps between two looks at the clock take at most: so soon a stop is heard."""
FASTER = 4
"""How many times more steps the blocks may make than the time before."""


def cache() -> int:
    """Bytes of the second cache of a core."""
    try:
        return os.sysconf("SC_LEVEL2_CACHE_SIZE") or CACHE
    except (ValueError, OSError):
        return CACHE


def size_of(workload: Workload, runs: int) -> int:
    """Runs in a block: about as many as fit the cache, all blocks equally large; all runs where that is better."""
    if not isinstance(workload, Model) or workload.device.torch_device.type != "cpu":
        return runs
    fitting = int(ROOM * cache() / max(1, touched(workload)))
    found = max((size for size in range(1, min(fitting, runs) + 1) if runs % size == 0), default=runs)
    return found if found >= max(LEAST, fitting // 4) else runs


def touched(workload: Model) -> int:
    """Bytes of one run that a step's gradient keeps from the way forwards for the way back, weights aside."""
    seed = torch.zeros(1, dtype=torch.int64, device=workload.device.torch_device)
    weights = {name: value[0].clone().requires_grad_() for name, value in workload.start(seed).items()}
    batch = {name: value[0, 0] for name, value in workload.batches(seed, 0, 1).items()}
    own = {value.untyped_storage().data_ptr() for value in weights.values()}
    kept: dict[int, int] = {}

    def keep(x: Tensor) -> Tensor:
        place = x.untyped_storage().data_ptr()
        if place not in own:
            kept[place] = x.untyped_storage().nbytes()
        return x

    with torch.enable_grad(), torch.autograd.graph.saved_tensors_hooks(keep, lambda x: x):
        # Held until all are counted, because memory that is free again may hold the next.
        loss = workload.loss(weights, batch)
        found = sum(kept.values())
        del loss
    return found


class Blocks:
    """The blocks of a population: views of its tensors, so that a step of a block changes the population."""

    def __init__(self, population: Population, hypers: Tensors, window: Window, size: int):
        self.population, self.window, self.size = population, window, size
        runs = len(population.died)
        self.rows = [slice(at, at + size) for at in range(0, runs, size)]
        self.parts = [_part(population, rows) for rows in self.rows]
        self.hypers = [_of(hypers, rows) for rows in self.rows]
        self.losses = population.died.new_zeros(runs)
        self.dead = torch.zeros(runs, dtype=torch.bool, device=population.died.device)
        self.longest = 1

    def sample(self, batch: Tensors, drawn: Tensors) -> tuple[Population, Tensors, Tensors, Tensors]:
        """What a step of one block takes: population, hyperparameters, batch and draws."""
        return self.parts[0], self.hypers[0], _of(batch, self.rows[0]), _of(drawn, self.rows[0])

    def advance(self, step: Step, first: int, steps: int) -> int:
        """Make at most so many steps after `first`, one at least; how many were made.

        `losses` `(runs,)` are then those before the first of them, and `dead` says who was after it.
        """
        steps = min(steps, self.longest, self.window.left(first))
        given = [self.window.at(at) for at in range(first, first + steps)]
        began = perf_counter()
        for part, hypers, rows in zip(self.parts, self.hypers, self.rows, strict=True):
            part.t.copy_(self.population.t)
            for at, (batch, drawn) in enumerate(given):
                losses = advance(step, part, hypers, _of(batch, rows), _of(drawn, rows))
                if at == 0:
                    self.losses[rows].copy_(losses)
                    self.dead[rows].copy_(part.died >= 0)
        self.population.t.add_(steps)
        took = max(perf_counter() - began, 1e-9)
        self.longest = max(1, min(int(steps * SECONDS / took), FASTER * steps))
        return steps


def _part(population: Population, rows: slice) -> Population:
    """The rows of a population, with a step counter of their own."""
    return replace(
        population,
        params=_of(population.params, rows),
        states=_of(population.states, rows),
        t=population.t.clone(),
        died=population.died[rows],
        hits=population.hits[:, rows],
        looks=population.looks[:, rows],
    )


def _of(tensors: Tensors, rows: slice) -> Tensors:
    """The rows of each tensor; what a schedule says is for all runs."""
    return {name: value if name == SCHEDULE else value[rows] for name, value in tensors.items()}
