"""Losses and flags kept on the device and fetched many at once, because each fetch waits for the device."""

import math
from time import perf_counter

import torch
from torch import Tensor

from app.comparisons.shard import End, Record
from app.comparisons.training.population import Population

KEPT = 64


class Ring:
    """Up to `KEPT` records not yet fetched."""

    def __init__(self, population: Population, step: int):
        died = population.died
        self._losses = died.new_zeros(KEPT, len(died))
        self._dead = torch.zeros(KEPT, len(died), dtype=torch.bool, device=died.device)
        self._steps: list[int] = []
        self._evaluations: dict[int, Tensor] = {}
        self._end: End | None = None
        self._began = perf_counter()
        self._fetched = step

    @property
    def room(self) -> int:
        """How many more records it takes."""
        return KEPT - len(self._steps)

    @property
    def full(self) -> bool:
        """Whether the next record would have no room."""
        return self.room == 0

    def add(self, step: int, losses: Tensor, dead: Tensor, evaluation: Tensor | None, end: End | None = None) -> None:
        """Keep one record with the runs that are dead by then, the last one with its end; nothing is fetched."""
        self._end = end
        place = len(self._steps)
        self._losses[place].copy_(losses)
        self._dead[place].copy_(dead)
        self._steps.append(step)
        if evaluation is not None:
            self._evaluations[step] = evaluation

    def fetch(self, step: int) -> list[Record]:
        """The records since the last time, from a device that then stands at `step`; the ring is empty afterwards."""
        kept = len(self._steps)
        losses, dead = self._losses[:kept].cpu(), self._dead[:kept].cpu().tolist()
        now = perf_counter()
        seconds = (now - self._began) / max(1, step - self._fetched)
        self._began, self._fetched = now, step
        records = [
            Record(
                step=at,
                train_loss=finite(losses[place], dead[place]),
                evaluation=finite(self._evaluations[at].cpu(), dead[place]) if at in self._evaluations else None,
                diverged=tuple(dead[place]),
                seconds_per_step=seconds,
                end=self._end if place == len(self._steps) - 1 else None,
            )
            for place, at in enumerate(self._steps)
        ]
        self._steps, self._evaluations, self._end = [], {}, None
        return records


def finite(values: Tensor, dead: list[bool]) -> tuple[float | None, ...]:
    """The values as numbers, None for the dead and for what is not finite."""
    return tuple(
        None if gone or not math.isfinite(value) else value for value, gone in zip(values.tolist(), dead, strict=True)
    )
