"""A small convolutional network on digits: two layers of 3 x 3 filters, pooling, one linear map; 1,898 numbers.

Filters are kept as matrices `(channels out, channels in x 9)` over patches, so that matrix rules take them as they are.
"""

from typing import Any

import torch
from torch import Tensor

from app.workloads.card import CONTROL, Card, Option, accuracies
from app.workloads.classifier import Classifier
from app.workloads.digits import LICENCE, SPLIT, digits
from app.workloads.workload import Device, Tensors

CARD = Card(
    name="cnn_digits",
    title="Convolutional network on digits",
    summary="Eight, then sixteen filters of 3 x 3, averaged to 2 x 2 and mapped to ten classes.",
    metric="accuracy on 180 digits held back",
    better="higher",
    target=0.94,
    steps=300,
    licence=LICENCE,
    control="the classes of the training digits",
    parameters=1898,
    matrices=("filters1", "filters2"),
    batch=32,
    judged=1437,
    split=SPLIT,
    goals=accuracies(0.5, 0.98),
    options=(Option("batch", 32, "samples per step", (), 1, 512), CONTROL),
)

SHAPES: dict[str, tuple[int, ...]] = {
    "filters1": (8, 9),
    "bias1": (8,),
    "filters2": (16, 72),
    "bias2": (16,),
    "output": (10, 64),
    "bias3": (10,),
}


class Convolutional(Classifier):
    """The network: 8 x 8 pixels, 6 x 6 x 8, 4 x 4 x 16, averaged to 2 x 2 x 16, 10 classes."""

    def logits(self, params: Tensors, x: Tensor) -> Tensor:
        """The last layer's outputs."""
        x = x.reshape(-1, 8, 8, 1)
        x = torch.relu(patches(x) @ params["filters1"].T + params["bias1"])
        x = torch.relu(patches(x) @ params["filters2"].T + params["bias2"])
        x = x.reshape(-1, 2, 2, 2, 2, 16).mean(dim=(2, 4))
        return x.reshape(-1, 64) @ params["output"].T + params["bias3"]


def patches(x: Tensor) -> Tensor:
    """All 3 x 3 patches of `(samples, height, width, channels)`: `(samples, height - 2, width - 2, 9 channels)`."""
    height, width = x.shape[1] - 2, x.shape[2] - 2
    shifted = [x[:, row : row + height, column : column + width] for row in range(3) for column in range(3)]
    return torch.cat(shifted, dim=-1)


def build(settings: dict[str, Any], device: Device) -> Convolutional:
    """The workload with these settings."""
    return Convolutional(SHAPES, digits(), settings["control"], settings["batch"], device)
