"""TITLE: a bowl of twenty variables without noise. Say what is trained and why.

    f(x) = ½ Σ λᵢ xᵢ²,  λᵢ spaced evenly on a log scale from 1/10 to 1        g = λ x
"""

from typing import Any

import torch
from torch import Tensor

from app.workloads.card import CONTROL, Card, spaced
from app.workloads.workload import START, Device, Tensors, Workload

CARD = Card(
    name="NAME",
    title="TITLE",
    summary="A quadratic bowl; one sentence says what is trained.",
    metric="value of the function",
    better="lower",
    target=0.001,
    steps=100,
    licence="none needed: generated",
    control="the coordinates of every gradient change places, first with last",
    parameters=20,
    goals=spaced(10.0, 0.0001),
    options=(CONTROL,),
)


class Bowl(Workload):
    """The quadratic as a workload: one tensor `x`, `(runs, 20)`."""

    def __init__(self, control: bool, device: Device):
        self.device = device
        self.control = control
        self.shapes = {"x": (20,)}
        self.curvature = device.array(torch.logspace(-1, 0, 20, dtype=torch.float64))

    def start(self, seeds: Tensor) -> Tensors:
        """Standard normal numbers."""
        return {"x": self.device.normal(START, seeds, 0, (20,))}

    def gradients(self, params: Tensors, batch: Tensors) -> tuple[Tensor, Tensors]:
        """The value and its gradient."""
        grad = self.curvature * params["x"]
        return self.losses(params, batch), {"x": torch.flip(grad, (1,)) if self.control else grad}

    def losses(self, params: Tensors, batch: Tensors) -> Tensor:  # noqa: ARG002
        """The value."""
        return 0.5 * torch.sum(self.curvature * params["x"] ** 2, dim=1)

    def seen(self, losses: Tensor) -> Tensor:
        """The value, which the losses are: every step shows which goals are reached."""
        return losses

    def evaluate(self, params: Tensors) -> Tensor:
        """The value."""
        return self.losses(params, {})


def build(settings: dict[str, Any], device: Device) -> Bowl:
    """The workload with these settings."""
    return Bowl(settings["control"], device)
