"""What a workload is to the execution: starts, batches, losses with gradients and a metric, for many runs at once.

Every tensor has the runs on axis 0. Nothing here keeps state: batches and starts are functions of seed and step.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal

import torch
from array_api_compat import torch as xp
from descent import random
from torch import Tensor
from torch.func import grad_and_value, vmap

from app.workloads.memory import at_once, put_out

Tensors = dict[str, Tensor]
Part = Literal["choosing", "reporting"]
"""Of the samples that do not train: those that choose a setting, and those that report what it is worth."""

# Streams of the counter-based generator: one per purpose, so that no two share numbers.
START, BATCH, DATA, INPUT = 1, 2, 3, 4
SLICE = 5
"""And `SLICE + 8 k` for the k-th tensor's random directions."""


@dataclass(frozen=True)
class Device:
    """Where tensors are and in which precision."""

    dtype: torch.dtype
    torch_device: torch.device
    precision: str = "float32"
    """Of the products of networks while they train: `float32`, `tf32` (a GPU's, set for the process) or `bfloat16`."""

    def products(self) -> AbstractContextManager[object]:
        """What the forward pass of a network in training stands in."""
        if self.precision != "bfloat16":
            return nullcontext()
        # Without the cache of weights, which outlives a step that is captured.
        return torch.autocast(self.torch_device.type, torch.bfloat16, cache_enabled=False)

    def array(self, values: Any) -> Tensor:
        """The values as a tensor here; whole numbers become int64."""
        tensor = torch.as_tensor(values)
        return tensor.to(self.torch_device, self.dtype if tensor.is_floating_point() else torch.int64)

    def normal(self, stream: int, seeds: Tensor, counter: int, shape: tuple[int, ...]) -> Tensor:
        """Standard normal numbers `(runs, *shape)`, a function of stream, seed and counter alone."""
        count = int(torch.Size(shape).numel())
        at = torch.tensor([counter], dtype=torch.int64, device=seeds.device)
        drawn: Tensor = random.normal(stream, seeds, at, count, xp)[0]
        return drawn.reshape(-1, *shape).to(self.torch_device, self.dtype)


@dataclass(frozen=True)
class Profile:
    """What the metric is a mean of, told apart: `values` `(runs, points)` at the numbers `at`, one for each point."""

    at: tuple[float, ...]
    values: Tensor


class Workload(ABC):
    """A workload with its options settled, on a device."""

    shapes: Mapping[str, tuple[int, ...]]
    """The shape of each tensor of one run, by name."""
    device: Device
    goals: tuple[float, ...] = ()
    """Values of the metric; it is noted when each is first reached. `catalog.build` takes them from the card."""

    @abstractmethod
    def start(self, seeds: Tensor) -> Tensors:
        """The tensors `(runs, *shape)` before the first step, from seeds `(runs,)` in int64."""

    def batches(self, seeds: Tensor, first: int, count: int) -> Tensors:  # noqa: ARG002
        """What the steps `first` to `first + count` see, each tensor `(count, runs, ...)`; empty without samples."""
        return {}

    def whole(self, most: int) -> Tensors:  # noqa: ARG002
        """One batch of one run that stands for all training data, or for `most` samples of it; empty without samples.

        A slice of the loss landscape takes every loss on it, so that the picture holds no noise of batches.
        """
        return {}

    @abstractmethod
    def gradients(self, params: Tensors, batch: Tensors) -> tuple[Tensor, Tensors]:
        """Losses `(runs,)` and gradients `(runs, *shape)` on one step's batch."""

    def losses(self, params: Tensors, batch: Tensors) -> Tensor:
        """Losses `(runs,)` on one step's batch."""
        return self.gradients(params, batch)[0]

    def formula(self, params: Any, batch: Any, xp: Any) -> tuple[Any, Any, Any] | None:  # noqa: ARG002
        """Losses `(runs,)`, metric `(runs,)` and gradients of any array namespace; None where only torch knows them.

        They are what `losses`, `evaluate` and `gradients` give, and `seen` makes the metric of the losses.
        """
        return None

    @abstractmethod
    def evaluate(self, params: Tensors) -> Tensor:
        """The metric `(runs,)`, on the samples that report where there are samples."""

    def choose(self, params: Tensors) -> Tensor:
        """The metric `(runs,)` on the samples that choose a setting; without samples, what is reported."""
        return self.evaluate(params)

    def sampling_error(self, params: Tensors) -> Tensor:
        """The standard error `(runs,)` of `evaluate` from the samples that report; 0 without samples."""
        return torch.zeros_like(self.evaluate(params))

    def profile(self, params: Tensors) -> Profile | None:  # noqa: ARG002
        """What the metric is a mean of at the end; the card's `profile` says of what. None where it has no such."""
        return None

    def seen(self, losses: Tensor) -> Tensor | None:  # noqa: ARG002
        """The metric where a step's losses show it, so that every step is looked at; None where they do not."""
        return None

    def touched(self, batch: Tensors) -> Tensors:  # noqa: ARG002
        """For tensors with sparse gradients, which rows this batch touches, `(runs, rows)`."""
        return {}


class Model(Workload):
    """A workload given by the loss of one run, differentiated by torch and mapped over runs."""

    @abstractmethod
    def loss(self, params: Tensors, batch: Tensors) -> Tensor:
        """The loss of one run, without axes; `params` and `batch` without the run axis."""

    @abstractmethod
    def scores(self, params: Tensors, part: Part) -> Tensor:
        """What one run makes of each sample of a part, `(samples,)`; the metric is a function of their mean."""

    def metric(self, mean: Tensor) -> Tensor:
        """The metric of one run from the mean of its scores: the mean itself, where nothing else is said."""
        return mean

    def gradients(self, params: Tensors, batch: Tensors) -> tuple[Tensor, Tensors]:
        """Losses and gradients, the loss of one run differentiated and mapped over runs."""
        grads, losses = vmap(grad_and_value(self._trained))(params, batch)
        return losses, grads

    def losses(self, params: Tensors, batch: Tensors) -> Tensor:
        """Losses, the loss of one run mapped over runs."""
        result: Tensor = vmap(self._trained)(params, batch)
        return result

    def _trained(self, params: Tensors, batch: Tensors) -> Tensor:
        """The loss of one run in the precision of training."""
        with self.device.products():
            loss = self.loss(params, batch)
        return loss.to(self.device.dtype)

    def evaluate(self, params: Tensors) -> Tensor:
        """The metric of each run, one run at a time in a loop of chunks, so that memory stays bounded."""
        return self._measured(params, "reporting")

    def choose(self, params: Tensors) -> Tensor:
        """The metric of each run on the samples that choose."""
        return self._measured(params, "choosing")

    def sampling_error(self, params: Tensors) -> Tensor:
        """The standard error of the mean score, carried through `metric` by its slope there."""

        def error(own: Tensors) -> Tensor:
            scores = self.scores(own, "reporting")
            mean, away = scores.mean(), scores.std() / len(scores) ** 0.5
            return (self.metric(mean + away) - self.metric(torch.clamp(mean - away, min=0.0))).abs() / 2

        return self._mapped(error, params)

    def _measured(self, params: Tensors, part: Part) -> Tensor:
        return self._mapped(lambda own: self.metric(self.scores(own, part).mean()), params)

    def _mapped(self, work: Callable[[Tensors], Tensor], params: Tensors) -> Tensor:
        """The work on each run, as many at once as the device has room for."""
        runs = len(next(iter(params.values())))
        first = {name: value[0] for name, value in params.items()}
        size = at_once(runs, self.device.torch_device, lambda: put_out(lambda: work(first)))
        result: Tensor = vmap(work, chunk_size=size)(params)
        return result


class Network(Model):
    """A model whose tensors are linear maps with biases, started at random; samples drawn with replacement.

    Weights are `(outputs, inputs)` with He's scale (He et al. 2015, arXiv:1502.01852); everything else starts at 0.
    """

    batch_size: int
    samples: int
    """How many training samples there are to draw from."""

    def start(self, seeds: Tensor) -> Tensors:
        """Weights of standard deviation √(2 / inputs), tensors of one axis 0."""
        params = {}
        for index, (name, shape) in enumerate(self.shapes.items()):
            if len(shape) == 1:
                params[name] = torch.zeros(len(seeds), *shape, dtype=self.device.dtype, device=self.device.torch_device)
            else:
                params[name] = self.device.normal(START, seeds, index, shape) * self.spread(name)
        return params

    def spread(self, name: str) -> float:
        """The standard deviation a tensor starts with."""
        return float((2 / self.shapes[name][-1]) ** 0.5)

    def batches(self, seeds: Tensor, first: int, count: int) -> Tensors:
        """`index`, the samples of each step and run, int64 `(count, runs, batch)`."""
        return {"index": draw(seeds, first, count, self.batch_size, self.samples)}

    def whole(self, most: int) -> Tensors:
        """`index`, all samples, or `most` of them evenly spaced, int64 `(samples,)`."""
        places = torch.linspace(0, self.samples - 1, min(most, self.samples), dtype=torch.float64)
        return {"index": places.round().to(self.device.torch_device, torch.int64)}


def draw(seeds: Tensor, first: int, count: int, batch: int, samples: int) -> Tensor:
    """Whole numbers below `samples`, drawn with replacement, int64 `(count, runs, batch)`."""
    steps = torch.arange(first, first + count, dtype=torch.int64, device=seeds.device)
    pair = random.words(BATCH, seeds, steps, (batch + 1) // 2, xp)
    return ((torch.cat(pair, dim=-1)[:, :, :batch] * samples) >> 32).contiguous()
