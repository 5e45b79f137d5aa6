"""Losses, metrics and flags kept on the device and fetched many at once, because each fetch waits for the device."""

from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.comparisons.shard import End, Record
from app.comparisons.training.population import Population

KEPT = 64
LOSS, METRIC, CHOICE, DEAD = range(4)
"""What a row holds of every run."""


class Ring:
    """Up to `KEPT` records not yet fetched, in one array, so that a fetch is one copy.

    With `ahead`, `fetch` starts the copy of what is there and delivers what was copied the time before, so that nobody
    waits for the device; `drain` delivers all. It is what a GPU does.
    """

    def __init__(self, population: Population, step: int, ahead: bool = False):
        died = population.died
        self.ahead = ahead
        halves = 2 if ahead else 1
        self._rows = died.new_zeros(halves, KEPT, 4, len(died))
        # Each row taken apart beforehand: every step that is recorded takes one.
        self._places = [[row.unbind() for row in half.unbind()] for half in self._rows.unbind()]
        pinned = died.device.type == "cuda"
        self._host = torch.zeros(self._rows.shape, dtype=died.dtype, pin_memory=pinned)
        self._half = 0
        self._under_way: _Copy | None = None
        self._steps: list[int] = []
        self._evaluated: list[bool] = []
        self._validated: list[bool] = []
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

    def add(
        self,
        step: int,
        losses: Tensor,
        dead: Tensor,
        evaluation: Tensor | None,
        end: End | None = None,
        validation: Tensor | None = None,
    ) -> None:
        """Keep one record with the runs that are dead by then, the last one with its end; nothing is fetched."""
        self._end = end
        row = self._places[self._half][len(self._steps)]
        row[LOSS].copy_(losses)
        row[DEAD].copy_(dead)
        if evaluation is not None:
            row[METRIC].copy_(evaluation)
        if validation is not None:
            row[CHOICE].copy_(validation)
        self._steps.append(step)
        self._evaluated.append(evaluation is not None)
        self._validated.append(validation is not None)

    def fetch(self, step: int) -> list[Record]:
        """Records that nobody needs to wait for, from a device that then stands at `step`; the ring has room again.

        Without `ahead` they are all that were kept since the last time.
        """
        if not self.ahead:
            return self.drain(step)
        before, self._under_way = self._under_way, self._copied(step)
        return [] if before is None else before.records()

    def drain(self, step: int) -> list[Record]:
        """All records that were not delivered yet; the ring is empty afterwards."""
        before, last = self._under_way, self._copied(step)
        self._under_way = None
        return ([] if before is None else before.records()) + last.records()

    def _copied(self, step: int) -> "_Copy":
        """Begin to copy the rows that are there; those that follow go into the other half."""
        kept, half = len(self._steps), self._half
        host = self._host[half, :kept]
        host.copy_(self._rows[half, :kept], non_blocking=True)
        now = perf_counter()
        seconds = (now - self._began) / max(1, step - self._fetched)
        self._began, self._fetched = now, step
        looked = tuple(self._evaluated), tuple(self._validated)
        copy = _Copy(host, tuple(self._steps), *looked, self._end, seconds, self._rows.device)
        self._half = (half + 1) % len(self._rows)
        self._steps, self._evaluated, self._validated, self._end = [], [], [], None
        return copy


class _Copy:
    """Rows on their way from the device."""

    def __init__(
        self,
        host: Tensor,
        steps: tuple[int, ...],
        evaluated: tuple[bool, ...],
        validated: tuple[bool, ...],
        end: End | None,
        seconds: float,
        device: torch.device,
    ):
        self.host, self.steps, self.end, self.seconds = host, steps, end, seconds
        self.evaluated, self.validated = evaluated, validated
        self.arrived: torch.cuda.Event | None = None
        if device.type == "cuda":
            self.arrived = torch.cuda.Event()  # type: ignore[no-untyped-call]
            self.arrived.record(torch.cuda.current_stream(device))

    def records(self) -> list[Record]:
        """The rows as records; waits for those that are not there yet."""
        if self.arrived is not None:
            self.arrived.synchronize()
        rows = self.host.numpy().astype(np.float64)
        dead = rows[:, DEAD] != 0
        losses, metrics, flags = numbers(rows[:, LOSS], dead), numbers(rows[:, METRIC], dead), dead.tolist()
        choices = numbers(rows[:, CHOICE], dead)
        last = len(self.steps) - 1
        return [
            Record(
                step=at,
                train_loss=losses[place],
                evaluation=metrics[place] if self.evaluated[place] else None,
                diverged=tuple(flags[place]),
                seconds_per_step=self.seconds,
                end=self.end if place == last else None,
                validation=choices[place] if self.validated[place] else None,
            )
            for place, at in enumerate(self.steps)
        ]


def numbers(values: NDArray[np.float64], dead: NDArray[np.bool_]) -> list[tuple[float | None, ...]]:
    """The rows of values as numbers, None for the dead and for what is not finite.

    No run is looked at by Python: with hundreds of runs and 64 rows that would take as long as the steps.
    """
    without = dead | ~np.isfinite(values)
    told = []
    for row, missing in zip(values, without, strict=True):
        if missing.any():
            some = row.astype(object)
            some[missing] = None
            told.append(tuple(some.tolist()))
        else:
            told.append(tuple(row.tolist()))
    return told


def finite(values: Tensor, dead: Tensor) -> tuple[float | None, ...]:
    """The values `(runs,)` as numbers, None for the dead and for what is not finite."""
    found = numbers(values.to("cpu", torch.float64).numpy()[None], dead.cpu().numpy()[None])
    return found[0]
