"""A linear memory of pairs, few of which are seen often and most seldom: heavy tails, as words have, in one matrix.

    logits of key k = V W xₖ        loss = Σₖ sₖ (-log softmax(logits of k)ₖ),  sₖ the share of pair k in the batch

W is width x width; keys xₖ and the values, rows of V, are random vectors of one length, the same for every seed. Pair k
is drawn in proportion to 1 / kᵅ (Zipf). In the metric every pair counts the same, so that a rule does badly that learns
the frequent ones alone. Given many steps every rule learns all pairs; after few, Muon knows rare ones and Adam hardly:
a linear memory is a sum of outer products, one for each pair, and Muon makes all directions of an update equally long
(Wang et al. 2025, arXiv:2509.26030; more pairs than dimensions: Kim et al. 2026, arXiv:2603.26554).
"""

from itertools import pairwise
from typing import Any

import torch
from array_api_compat import torch as xp
from descent import random
from torch import Tensor

from app.workloads.card import CONTROL, Card, Option, spaced
from app.workloads.layouts import LAYOUTS
from app.workloads.workload import DATA, START, Device, Profile, Tensors, Workload, draw

CARD = Card(
    name="zipf_recall",
    title="Associative recall, Zipf frequencies",
    summary="One matrix learns which value belongs to which key in 20 steps; few pairs are seen often, most seldom.",
    metric="recall error, the probability given to wrong values (mean over all pairs, rare ones counting as much)",
    better="lower",
    target=0.6,
    steps=20,
    licence="none needed: generated",
    control="each key is taught the value of the next",
    parameters=1024,
    layout="square",
    matrices=("memory",),
    goals=spaced(0.95, 0.01),
    profile=("Which pairs did each rule learn?", "pair frequency", "recall error"),
    options=(
        Option("width", 32, "sides of the matrix", (), 8, 64),
        Option("pairs", 64, "pairs to be learned", (), 2, 128),
        Option("exponent", 1.5, "how fast frequencies fall with rank", (), 0.0, 3.0),
        Option("batch", 256, "pairs drawn per step", (), 1, 4096),
        CONTROL,
    ),
)
LENGTH = 16
"""Of every key and value: so long that the best learning rates lie where those of networks do."""
SPREAD = 1e-4
"""The standard deviation with which the matrix starts: so small that at first every value is about as likely."""
PLACES = 2**24
"""Of which each pair has as many as it is frequent: a batch is drawn in whole numbers, the same on every backend."""


class Recall(Workload):
    """The memory as a workload: one tensor `memory`, `(runs, width, width)`."""

    def __init__(self, shapes: dict[str, tuple[int, ...]], settings: dict[str, Any], device: Device):
        self.shapes, self.device, self.batch_size = shapes, device, settings["batch"]
        width, pairs = shapes["memory"][0], settings["pairs"]
        frequencies = zipf(pairs, settings["exponent"])
        self.keys, self.values = (device.array(LENGTH * directions(key, pairs, width)) for key in (40, 41))
        self.taught = torch.roll(self.values, 1, 0) if settings["control"] else self.values
        self.frequencies = device.array(frequencies)
        edges = torch.cumsum(frequencies, 0)[:-1] * PLACES
        self.edges = edges.round().to(device.torch_device, torch.int64)

    def start(self, seeds: Tensor) -> Tensors:
        """Small normal numbers."""
        return {"memory": self.device.normal(START, seeds, 0, self.shapes["memory"]) * SPREAD}

    def batches(self, seeds: Tensor, first: int, count: int) -> Tensors:
        """`share`, `(count, runs, pairs)`: the share of each pair in the batch of each step and run."""
        pair = torch.searchsorted(self.edges, draw(seeds, first, count, self.batch_size, PLACES), right=True)
        found = torch.zeros(*pair.shape[:2], len(self.keys), dtype=self.device.dtype, device=pair.device)
        return {"share": found.scatter_add_(2, pair, torch.ones_like(pair, dtype=found.dtype)) / self.batch_size}

    def whole(self, most: int) -> Tensors:  # noqa: ARG002
        """`share`, `(pairs,)`: the frequencies themselves."""
        return {"share": self.frequencies}

    def gradients(self, params: Tensors, batch: Tensors) -> tuple[Tensor, Tensors]:
        """The mean cross entropy of the batch, and its gradient."""
        logs = self._logs(params, self.taught)
        share = batch["share"]
        away = share[..., None] * (torch.exp(logs) - torch.eye(len(self.keys), dtype=logs.dtype, device=logs.device))
        return self._mean(logs, share), {"memory": self.taught.T @ (away.mT @ self.keys)}

    def losses(self, params: Tensors, batch: Tensors) -> Tensor:
        """The mean cross entropy of the batch."""
        return self._mean(self._logs(params, self.taught), batch["share"])

    def evaluate(self, params: Tensors) -> Tensor:
        """The mean recall error of all pairs."""
        return self.errors(params).mean(dim=1)

    def errors(self, params: Tensors) -> Tensor:
        """The probability `(runs, pairs)` that is given to the values that are not the key's own."""
        return -torch.expm1(torch.diagonal(self._logs(params, self.values), dim1=1, dim2=2))

    def profile(self, params: Tensors) -> Profile:
        """The mean recall error of the pairs of ranks 1, 2, 3 and 4, 5 to 8, and so on, by their mean frequency."""
        count = len(self.keys)
        ends = [0, *(2**power for power in range(count.bit_length()) if 2**power < count), count]
        octaves = [slice(first, last) for first, last in pairwise(ends)]
        errors = self.errors(params)
        return Profile(
            tuple(float(self.frequencies[octave].double().mean()) for octave in octaves),
            torch.stack([errors[:, octave].mean(dim=1) for octave in octaves], dim=1),
        )

    def _logs(self, params: Tensors, values: Tensor) -> Tensor:
        """Logarithms of the probability `(runs, pairs, pairs)` that each key gives to each value."""
        return torch.log_softmax(self.keys @ params["memory"].mT @ values.T, dim=2)

    def _mean(self, logs: Tensor, share: Tensor) -> Tensor:
        return -torch.sum(share * torch.diagonal(logs, dim1=1, dim2=2), dim=-1)


def directions(key: int, count: int, width: int) -> Tensor:
    """So many random unit vectors `(count, width)`, float64, the same for a key for ever."""
    one = torch.zeros(1, dtype=torch.int64)
    drawn: Tensor = random.normal(DATA, one, one + key, count * width, xp)[0, 0].reshape(count, width)
    lengths: Tensor = torch.linalg.vector_norm(drawn, dim=1, keepdim=True)
    return drawn / lengths


def zipf(count: int, exponent: float) -> Tensor:
    """Frequencies `(count,)` in proportion to 1 / rank^exponent, float64."""
    weights: Tensor = torch.arange(1, count + 1, dtype=torch.float64) ** -exponent
    return weights / weights.sum()


def build(settings: dict[str, Any], device: Device) -> Recall:
    """The workload with these settings."""
    return Recall(LAYOUTS["square"](settings), settings, device)
