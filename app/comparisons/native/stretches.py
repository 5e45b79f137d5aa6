"""Generated code at work: so many steps of all runs in one call, on the arrays of the population."""

import ctypes
from dataclasses import dataclass
from time import perf_counter

import torch
from torch import Tensor

from app.comparisons.native.code import Code
from app.comparisons.training.hits import Hits
from app.comparisons.training.population import Population
from app.comparisons.training.window import Window
from app.workloads.workload import Tensors

SECONDS = 0.01
"""About how long one call takes at most: so soon a stop is heard."""
FIRST = 3
"""Steps of the first call, whose time says how many the second makes."""
FASTER = 16
"""How many times longer a call may be than the one before."""


@dataclass(frozen=True)
class Stretch:
    """What a call made: so many steps, and of the recorded ones among them the losses before the step."""

    steps: int
    recorded: tuple[int, ...]
    losses: Tensor
    """`(recorded, runs)`."""
    metrics: Tensor
    """Where the rule is evaluated, `(recorded, runs)`."""
    dead: Tensor
    """Which runs were dead after the step, `(recorded, runs)`."""


class Stretches:
    """Calls the code of a population; the numbers are the same wherever one call ends and the next begins."""

    def __init__(
        self, code: Code, population: Population, hypers: Tensors, hits: Hits, window: Window, every: int, records: int
    ):
        self.code, self.population, self.window, self.every, self.records = code, population, window, every, records
        own = population.tensors()
        self.arrays = [own[name] for name in code.arrays]
        self.hypers = [hypers[name].contiguous() for name in code.hypers]
        self.bars = hits.bars.contiguous()
        runs = len(population.died)
        self.losses, self.metrics = (population.died.new_zeros(records, runs) for _ in range(2))
        self.longest = FIRST

    @property
    def fitting(self) -> bool:
        """Whether the population is what the code takes: dense arrays in one precision, goals from far to near."""
        runs, dtype = len(self.population.died), self.losses.dtype
        whole = all(
            array.is_contiguous()
            and array.dtype == dtype
            and array.shape[:1] == (runs,)
            and array.numel() == runs * entries
            for array, entries in zip(self.arrays, self.code.entries, strict=True)
        )
        return whole and bool((self.bars[1:] <= self.bars[:-1]).all())

    def advance(self, step: int, most: int) -> Stretch:
        """Make at most so many steps after `step`, one at least; the population stands behind them."""
        given, drawn = self.window.stretch(step)
        steps = min(most, drawn, self.longest)
        due = -(-step // self.every) * self.every
        recorded = tuple(range(due, step + steps, self.every))
        arrays = [given[name].contiguous() for name in self.code.given]
        multipliers = self.window.multipliers
        schedule = None if multipliers is None else multipliers[step:].contiguous()
        began = perf_counter()
        self._call((len(self.population.died), steps, step, due, self.every, len(self.bars)), arrays, schedule)
        took = max(perf_counter() - began, 1e-9)
        self.longest = max(1, min(int(steps * SECONDS / took), FASTER * steps))
        self.population.t.fill_(step + steps)
        died, kept = self.population.died, len(recorded)
        after = torch.tensor(recorded, dtype=died.dtype)[:, None]
        return Stretch(steps, recorded, self.losses[:kept], self.metrics[:kept], (died >= 0) & (died <= after))

    def _call(self, counts: tuple[int, ...], given: list[Tensor], schedule: Tensor | None) -> None:
        assert self.code.function is not None
        own = self.population
        tables = [_padded(self.arrays), _padded(self.hypers), _padded(given)]
        last = [schedule, self.bars, own.died, self.losses, self.metrics, own.hits]
        words = [*counts, *(word for table in tables for word in table), *map(_address, last)]
        # Numbers and addresses, eight bytes each, are the fields of the struct in `writing.START`.
        self.code.function(ctypes.byref((ctypes.c_int64 * len(words))(*words)))


def _padded(tensors: list[Tensor]) -> list[int]:
    return list(map(_address, tensors)) or [0]


def _address(tensor: Tensor | None) -> int:
    return 0 if tensor is None else tensor.data_ptr()
