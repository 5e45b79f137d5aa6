"""The two-dimensional landscapes of `descent`, each run starting a little elsewhere: paths by the thousand.

The gradient is the landscape's own formula. The metric is the height above the lowest known value, or the value itself
where the function has no lowest.
"""

from typing import Any

import torch
from array_api_compat import torch as xp
from descent import registry
from torch import Tensor

from app.workloads.card import CONTROL, Card, Option, spaced
from app.workloads.workload import START, Device, Tensors, Workload

CARD = Card(
    name="landscape",
    title="Landscape",
    summary="A function of two variables from its usual start, moved at random by a share of the window.",
    metric="height above the lowest value",
    better="lower",
    target=0.01,
    steps=1000,
    licence="none needed: formulas",
    control="the two coordinates of every gradient change places",
    parameters=2,
    goals=spaced(1e2, 1e-8, 51),
    options=(
        Option("landscape", "rosenbrock", "which function", registry="landscapes"),
        Option("jitter", 0.02, "standard deviation of the start, as a share of the window", (), 0.0, 1.0),
        CONTROL,
    ),
)


class Heights(Workload):
    """A landscape as a workload: one tensor `point`, `(runs, 2)`."""

    def __init__(self, landscape: str, jitter: float, control: bool, device: Device):
        self.landscape = registry.landscape(landscape)
        self.device = device
        self.jitter = jitter
        self.control = control
        self.shapes = {"point": (self.landscape.dim,)}
        self.origin = device.array([float(x) for x in self.landscape.start])
        self.width = device.array([float(high - low) for low, high in self.landscape.window])
        self.least = float(self.landscape.least or 0.0)

    def start(self, seeds: Tensor) -> Tensors:
        """The usual start, moved by `jitter` times the window times a normal number."""
        moved = self.device.normal(START, seeds, 0, (self.landscape.dim,))
        return {"point": self.origin + self.jitter * self.width * moved}

    def gradients(self, params: Tensors, batch: Tensors) -> tuple[Tensor, Tensors]:
        """The landscape's value and gradient."""
        grad = self.landscape.gradient(params["point"], xp)
        return self.losses(params, batch), {"point": torch.flip(grad, (1,)) if self.control else grad}

    def losses(self, params: Tensors, batch: Tensors) -> Tensor:  # noqa: ARG002
        """The landscape's value."""
        value: Tensor = self.landscape.value(params["point"], xp)
        return value

    def formula(self, params: Any, batch: Any, xp: Any) -> tuple[Any, Any, Any]:  # noqa: ARG002
        """Value, height above the lowest value and gradient."""
        x = params["point"]
        value, grad = self.landscape.value(x, xp), self.landscape.gradient(x, xp)
        return value, value - self.least, {"point": xp.flip(grad, axis=1) if self.control else grad}

    def seen(self, losses: Tensor) -> Tensor:
        """The height above the lowest value at the point that was evaluated."""
        return losses - self.least

    def evaluate(self, params: Tensors) -> Tensor:
        """The height above the lowest value."""
        return self.losses(params, {}) - self.least


def build(settings: dict[str, Any], device: Device) -> Heights:
    """The workload with these settings."""
    return Heights(settings["landscape"], settings["jitter"], settings["control"], device)
