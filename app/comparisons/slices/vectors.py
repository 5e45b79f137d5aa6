"""All weights of a run as one vector, and back; the loss at many such vectors."""

from collections.abc import Callable

import torch
from torch import Tensor

from app.workloads.workload import Tensors, Workload


def flat(workload: Workload, params: Tensors) -> Tensor:
    """Vectors `(runs, numbers)` from tensors `(runs, *shape)`, in the order of the workload's shapes."""
    return torch.cat([params[name].flatten(start_dim=1) for name in workload.shapes], dim=1)


def shaped(workload: Workload, vectors: Tensor) -> Tensors:
    """Tensors `(runs, *shape)` from vectors `(runs, numbers)`."""
    sizes = [int(torch.Size(shape).numel()) for shape in workload.shapes.values()]
    parts = torch.split(vectors, sizes, dim=1)
    return {
        name: part.reshape(-1, *shape)
        for (name, shape), part in zip(workload.shapes.items(), parts, strict=True)
    }  # fmt: skip


class Judge:
    """Takes the loss of any weights on one and the same batch, which stands for all training data."""

    def __init__(self, workload: Workload, samples: int, chunk: int):
        self.workload = workload
        self.batch = workload.whole(samples)
        self.chunk = chunk

    @property
    def samples(self) -> int:
        """Samples that a loss is the mean over; 0 where the loss has none."""
        return len(self.batch["index"]) if "index" in self.batch else 0

    def losses(self, count: int, at: Callable[[slice], Tensor], judged: Callable[[int], None]) -> Tensor:
        """The losses of `count` vectors, `(count,)`; `at` makes a stretch of them, `judged` is told after each."""
        found = []
        for first in range(0, count, self.chunk):
            vectors = at(slice(first, min(count, first + self.chunk)))
            batch = {name: each.expand(len(vectors), *each.shape) for name, each in self.batch.items()}
            found.append(self.workload.losses(shaped(self.workload, vectors), batch))
            judged(len(vectors))
        return torch.cat(found)
