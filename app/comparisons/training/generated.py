"""The steps of a shard by generated code: whether there is some for it, and what a call of it leaves to be recorded."""

from collections.abc import Callable, Hashable

from torch import Tensor

from app.comparisons.native.code import Code, code_of, varies
from app.comparisons.native.stretches import Stretches
from app.comparisons.shard import Shard
from app.comparisons.training.hits import Hits
from app.comparisons.training.population import Population
from app.comparisons.training.program import kept
from app.comparisons.training.ring import KEPT, Ring
from app.comparisons.training.routing import ParameterGroup
from app.comparisons.training.window import Window
from app.workloads.workload import Tensors, Workload


def structures_code(
    key: Hashable, shard: Shard, workload: Workload, groups: tuple[ParameterGroup, ...], hypers: Tensors
) -> Code:
    """The code of one run of a structure, by its key made once for the hyperparameters that differ between runs."""
    varying = tuple(varies(values) for values in hypers.values())
    return kept(("code", key, varying), lambda: code_of(shard, workload, groups, hypers))


class Generated:
    """Generated code at work on a population; `there` says whether it can be."""

    def __init__(
        self, code: Code, population: Population, hypers: Tensors, hits: Hits, window: Window, record_every: int
    ):
        self.record_every = record_every
        self.stretches = Stretches(code, population, hypers, hits, window, record_every, KEPT)
        self.there = code.function is not None and self.stretches.fitting

    def advance(self, step: int, most: int, ring: Ring, evaluated: Callable[[int], bool]) -> int:
        """Make some steps, at most so many and as the ring has room, and record; how many they were."""
        made = self.stretches.advance(step, min(most, ring.room * self.record_every))
        for at, losses, metrics, dead in zip(made.recorded, made.losses, made.metrics, made.dead, strict=True):
            evaluation: Tensor | None = metrics.clone() if evaluated(at) else None
            ring.add(at, losses, dead, evaluation)
        return made.steps
