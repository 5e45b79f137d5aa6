"""The random numbers of the next steps, drawn ahead for a stretch of steps at a time."""

from collections.abc import Sequence

import torch
from torch import Tensor

from app.comparisons.training.inputs import SCHEDULE, draw_inputs
from app.comparisons.training.routing import ParameterGroup
from app.workloads.workload import Tensors, Workload

LONGEST = 256
LARGEST = 32 * 2**20
"""No more steps, and about no more bytes, than this in one window."""
PIECE = 2**17
"""About how many numbers are drawn at once: the generator goes over them hundreds of times, so the cache keeps them."""


class Window:
    """Batches and draws by step. Every number is a function of seed and step, wherever a window begins.

    With `multipliers`, `(steps, 1)`, that of the step stands among the draws, for the learning rates.
    """

    def __init__(
        self,
        workload: Workload,
        groups: Sequence[ParameterGroup],
        seeds: Tensor,
        steps: int,
        multipliers: Tensor | None = None,
    ):
        self._workload, self._groups, self._seeds, self._steps = workload, groups, seeds, steps
        self.multipliers = multipliers
        self._first = 0
        self._count = 0
        self._batch: Tensors = {}
        self._drawn: Tensors = {}
        self._piece = 1
        step = [tensor for drawn in self._draw(0, 1) for tensor in drawn.values()]
        one = sum(tensor.nbytes for tensor in step)
        self._piece = max(1, PIECE // max(1, sum(tensor.numel() for tensor in step)))
        self.length = max(1, min(LONGEST, LARGEST // one, steps + 1)) if one else steps + 1
        """Steps whose numbers are drawn together."""

    def at(self, step: int) -> tuple[Tensors, Tensors]:
        """The batch and the draws that follow after `step` steps."""
        place = self._place(step)
        drawn = {name: tensor[place] for name, tensor in self._drawn.items()}
        if self.multipliers is not None:
            drawn[SCHEDULE] = self.multipliers[min(step, self._steps - 1)]
        return {name: tensor[place] for name, tensor in self._batch.items()}, drawn

    def left(self, step: int) -> int:
        """For how many steps after `step` numbers are drawn together."""
        place = self._place(step)
        return self._count - place

    def whole(self, step: int) -> tuple[int, Tensors, Tensors]:
        """After which step the window of a step begins, and all its batches and draws, `(steps, ...)` each."""
        self._place(step)
        return self._first, self._batch, self._drawn

    def stretch(self, step: int) -> tuple[Tensors, int]:
        """All that is drawn for the steps that follow after `step`, by name, and for how many steps that is."""
        place = self._place(step)
        return {name: tensor[place:] for name, tensor in (self._batch | self._drawn).items()}, self._count - place

    def _place(self, step: int) -> int:
        """The place of a step in the window, which is moved there where it does not hold it."""
        if not self._first <= step < self._first + self._count:
            self._first, self._count = step, max(1, min(self.length, self._steps + 1 - step))
            self._batch, self._drawn = self._draw(self._first, self._count)
        return step - self._first

    def _draw(self, first: int, count: int) -> tuple[Tensors, Tensors]:
        places = range(first, first + count, self._piece)
        counts = [min(self._piece, first + count - at) for at in places]
        batches = [self._workload.batches(self._seeds, at, n) for at, n in zip(places, counts, strict=True)]
        drawn = [
            draw_inputs(self._workload, self._groups, self._seeds, at, n) for at, n in zip(places, counts, strict=True)
        ]
        return _joined(batches), _joined(drawn)


def _joined(pieces: list[Tensors]) -> Tensors:
    """Pieces of a window as one."""
    return pieces[0] if len(pieces) == 1 else {name: torch.cat([one[name] for one in pieces]) for name in pieces[0]}
