"""A bowl of any dimension and condition number whose gradient is noisy: what minibatches do, without data.

    f(x) = ½ Σ λᵢ xᵢ²,  λᵢ spaced evenly on a log scale from 1/κ to 1        g = λ x + σ √λ n,  n standard normal

Noise in proportion to √λ is what the gradients of a least-squares problem have near its minimum. The metric is f
itself, without noise.
"""

from typing import Any

import torch
from array_api_compat import torch as xp
from descent import random
from torch import Tensor

from app.workloads.card import CONTROL, Card, Option, spaced
from app.workloads.workload import BATCH, START, Device, Tensors, Workload

CARD = Card(
    name="noisy_quadratic",
    title="Noisy quadratic",
    summary="A quadratic bowl with the chosen dimension and condition number; every gradient carries fresh noise.",
    metric="value of the function without noise",
    better="lower",
    target=0.001,
    steps=500,
    licence="none needed: generated",
    control="the coordinates of every gradient change places, first with last",
    parameters=50,
    parameters_option="dimension",
    goals=spaced(0.1, 1e-4),
    options=(
        Option("dimension", 50, "number of variables", (), 1, 10_000),
        Option("condition", 100.0, "largest over smallest curvature", (), 1.0, 1e6),
        Option("noise", 0.1, "size of the noise", (), 0.0, 10.0),
        CONTROL,
    ),
)


class Bowl(Workload):
    """The quadratic as a workload: one tensor `x`, `(runs, dimension)`."""

    def __init__(self, dimension: int, condition: float, noise: float, control: bool, device: Device):
        self.device = device
        self.noise = noise
        self.control = control
        self.shapes = {"x": (dimension,)}
        self.curvature = device.array(torch.logspace(0, 1, dimension, base=1 / condition, dtype=torch.float64))

    def start(self, seeds: Tensor) -> Tensors:
        """Standard normal numbers over the root of the dimension, so that all starts are about as far away."""
        dimension = self.shapes["x"][0]
        return {"x": self.device.normal(START, seeds, 0, (dimension,)) / dimension**0.5}

    def batches(self, seeds: Tensor, first: int, count: int) -> Tensors:
        """`noise`, standard normal numbers `(count, runs, dimension)`."""
        steps = torch.arange(first, first + count, dtype=torch.int64, device=seeds.device)
        drawn = random.normal(BATCH, seeds, steps, self.shapes["x"][0], xp)
        return {"noise": drawn.to(self.device.dtype)}

    def gradients(self, params: Tensors, batch: Tensors) -> tuple[Tensor, Tensors]:
        """The exact value and the gradient with this step's noise."""
        dimension = self.shapes["x"][0]
        noise = self.noise / dimension**0.5 * self.curvature**0.5 * batch["noise"]
        grad = self.curvature * params["x"] + noise
        return self.losses(params, batch), {"x": torch.flip(grad, (1,)) if self.control else grad}

    def losses(self, params: Tensors, batch: Tensors) -> Tensor:  # noqa: ARG002
        """The value without noise."""
        return 0.5 * torch.sum(self.curvature * params["x"] ** 2, dim=1)

    def formula(self, params: Any, batch: Any, xp: Any) -> tuple[Any, Any, Any]:
        """Value, value once more, and the gradient with this step's noise."""
        x, dimension = params["x"], self.shapes["x"][0]
        curvature = xp.asarray(self.curvature.tolist(), dtype=x.dtype)
        noise = self.noise / dimension**0.5 * curvature**0.5 * batch["noise"]
        grad = curvature * x + noise
        value = 0.5 * xp.sum(curvature * x**2, axis=1)
        return value, value, {"x": xp.flip(grad, axis=1) if self.control else grad}

    def seen(self, losses: Tensor) -> Tensor:
        """The value without noise, which the losses are."""
        return losses

    def evaluate(self, params: Tensors) -> Tensor:
        """The value without noise."""
        return self.losses(params, {})


def build(settings: dict[str, Any], device: Device) -> Bowl:
    """The workload with these settings."""
    return Bowl(settings["dimension"], settings["condition"], settings["noise"], settings["control"], device)
