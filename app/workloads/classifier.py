"""What workloads that sort samples into classes share: cross entropy on a batch, accuracy on samples held back."""

from abc import abstractmethod
from dataclasses import dataclass, replace

import torch
from array_api_compat import torch as xp
from descent import random
from torch import Tensor
from torch.nn.functional import cross_entropy

from app.workloads.workload import DATA, Device, Network, Part, Tensors


@dataclass(frozen=True)
class Samples:
    """Inputs `(samples, features)` and classes `(samples,)`: to train on, to choose a setting by, to report on.

    On the CPU, in float64.
    """

    x_train: Tensor
    y_train: Tensor
    x_choose: Tensor
    y_choose: Tensor
    x_report: Tensor
    y_report: Tensor

    def shuffled(self) -> "Samples":
        """The same with the training classes in an order that has nothing to do with the inputs."""
        return replace(self, y_train=self.y_train[permutation(0, len(self.y_train))])


class Classifier(Network):
    """A network that gives one number per class and sample; the metric is the accuracy."""

    def __init__(
        self, shapes: dict[str, tuple[int, ...]], samples: Samples, control: bool, batch_size: int, device: Device
    ):
        samples = samples.shuffled() if control else samples
        self.shapes, self.device, self.batch_size = shapes, device, batch_size
        self.samples = len(samples.y_train)
        self.x_train, self.y_train = device.array(samples.x_train), device.array(samples.y_train)
        self.parts = {
            "choosing": (device.array(samples.x_choose), device.array(samples.y_choose)),
            "reporting": (device.array(samples.x_report), device.array(samples.y_report)),
        }

    @abstractmethod
    def logits(self, params: Tensors, x: Tensor) -> Tensor:
        """One run's numbers per class, `(samples, classes)`, from inputs `(samples, features)`."""

    def loss(self, params: Tensors, batch: Tensors) -> Tensor:
        """The mean cross entropy of the batch."""
        index = batch["index"]
        logits = self.logits(params, self.x_train[index])
        # No change, but where products are bfloat16: logarithms of its few digits would drown the loss.
        return cross_entropy(logits.to(self.device.dtype), self.y_train[index])

    def scores(self, params: Tensors, part: Part) -> Tensor:
        """1 for each sample that is classified rightly, else 0; NaN where a number is not finite."""
        x, y = self.parts[part]
        logits = self.logits(params, x)
        right = (logits.argmax(-1) == y).to(logits.dtype)
        return torch.where(torch.isfinite(logits).all(), right, torch.nan)


class Perceptron(Classifier):
    """Fully connected layers with ReLU between them, from shapes `w1, b1, w2, b2, ...`."""

    def logits(self, params: Tensors, x: Tensor) -> Tensor:
        """The last layer's outputs."""
        layers = len(self.shapes) // 2
        for layer in range(1, layers + 1):
            x = x @ params[f"w{layer}"].T + params[f"b{layer}"]
            x = torch.relu(x) if layer < layers else x
        return x


def permutation(key: int, count: int) -> Tensor:
    """An order of `count` things, int64, the same for a key for ever."""
    one = torch.zeros(1, dtype=torch.int64)
    return torch.argsort(random.uniform(DATA, one, one + key, count, xp)[0, 0], stable=True)
