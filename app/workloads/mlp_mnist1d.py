"""A network on one-dimensional digits: hard enough to tell good training from bad, small enough for thousands of runs.

The data follow the description of MNIST-1D (Greydanus & Kobak 2020, arXiv:2011.14439): ten templates of 12 points, each
sample padded, stretched, scaled, sheared, shifted, blurred with correlated noise and sampled down to 40 points. The
templates are our own, so accuracies do not compare with the paper's.
"""

from functools import cache
from typing import Any

import numpy as np
import torch
from array_api_compat import torch as xp
from descent import random

from app.workloads.card import CONTROL, Card, Option, accuracies
from app.workloads.classifier import Perceptron, Samples
from app.workloads.layouts import LAYOUTS
from app.workloads.workload import DATA, Device

CARD = Card(
    name="mlp_mnist1d",
    title="Network on one-dimensional digits",
    summary="Ten wavy templates, shifted, stretched and noisy, sorted by a network: 40, 64, 64, 10 units by default.",
    metric="accuracy on 1,000 samples held back",
    better="higher",
    target=0.8,
    steps=600,
    licence="none needed: generated",
    control="the classes of the training samples",
    parameters=7434,
    layout="hidden_of_mnist1d",
    matrices=("w1", "w2"),
    batch=64,
    judged=4000,
    split=(4000, 1000, 1000),
    goals=accuracies(0.3, 0.92),
    options=(
        Option("batch", 64, "samples per step", (), 1, 1024),
        Option("width", 64, "units of each hidden layer", (), 2, 512),
        Option("depth", 2, "hidden layers", (), 1, 6),
        CONTROL,
    ),
)

TEMPLATES = (
    (5, 6, 6.5, 6.5, 6, 5, 4, 3.5, 3.5, 4, 5, 5),  # 0: one slow wave
    (5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5),  # 1: a drop, then a ramp
    (5, 6, 6.5, 6, 5, 4, 3.5, 4, 5, 6, 6.5, 6),  # 2: a wave and a half
    (5, 6.5, 5.5, 5, 5.5, 6.5, 5.5, 5, 5.5, 6.5, 5, 5),  # 3: three bumps
    (5, 4.4, 3.8, 3.2, 6.5, 6, 5.5, 5, 4.5, 4, 4.5, 5),  # 4: down, a jump, down again
    (5, 3.5, 3.5, 3.5, 5, 6.5, 6.5, 6.5, 5, 3.5, 3.5, 5),  # 5: three plateaus
    (5, 5.6, 6.2, 6.5, 4, 3.5, 4.5, 3.5, 4.5, 3.5, 4, 5),  # 6: a rise, then ripples
    (5, 6.5, 6.5, 6.5, 6.5, 6, 5, 4, 3, 3, 4, 5),  # 7: a long shelf and a dip
    (5, 6.5, 5, 3.5, 5, 6.5, 5, 3.5, 5, 6.5, 5, 3.5),  # 8: a fast wave
    (5, 3.5, 4.5, 3.5, 4.5, 3.5, 4, 6.5, 6.2, 5.6, 5, 5),  # 9: ripples, then a fall
)
POINTS, LENGTH, FULL = 40, 72, 60
SPLIT = (4_000, 1_000, 1_000)
"""Samples that train, choose and report."""


@cache
def samples() -> Samples:
    """4,000 samples to train on, 1,000 to report on and 1,000 to choose by, 40 points each, classes 0 to 9 in turn."""
    train, choosing, reporting = SPLIT
    count = train + reporting + choosing
    of_sample = torch.arange(count, dtype=torch.int64)
    at = torch.zeros(1, dtype=torch.int64)
    shapes = random.uniform(DATA, of_sample, at + 20, 4, xp)[0].numpy()
    noise = random.normal(DATA, of_sample, at + 21, LENGTH + POINTS, xp)[0].numpy()
    x = np.stack([sample(k % 10, shapes[k], noise[k]) for k in range(count)])
    inputs, classes = torch.from_numpy(x), of_sample % 10
    first, report, choose = slice(train), slice(train, train + reporting), slice(train + reporting, count)
    return Samples(inputs[first], classes[first], inputs[choose], classes[choose], inputs[report], classes[report])


def sample(digit: int, shape: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """One sample, `(40,)`, from its class, four uniform and 72 + 40 normal numbers."""
    stretch, scale, shear, shift = shape
    template = np.array(TEMPLATES[digit]) - 5
    width = round(36 + stretch * (FULL - 36))
    grid = np.linspace(0, 1, width)
    wave = np.interp(grid, np.linspace(0, 1, len(template)), template)
    wave = wave * (1 + 0.4 * (2 * scale - 1)) + 0.75 * (2 * shear - 1) * (grid - 0.5) * 2
    signal = np.zeros(LENGTH)
    first = int(shift * (LENGTH - width + 1))
    signal[first : first + width] = wave
    signal = blurred(signal, 1.0) + 0.25 * blurred(noise[:LENGTH], 2.0) / 0.38
    points = np.interp(np.linspace(0, LENGTH - 1, POINTS), np.arange(LENGTH), signal)
    return np.asarray(points + 0.02 * noise[LENGTH:])


def blurred(signal: np.ndarray, width: float) -> np.ndarray:
    """The signal under a Gaussian of that standard deviation, as long as before."""
    reach = np.arange(-4 * int(width), 4 * int(width) + 1)
    kernel = np.exp(-(reach**2) / (2 * width**2))
    return np.convolve(signal, kernel / kernel.sum(), mode="same")


def build(settings: dict[str, Any], device: Device) -> Perceptron:
    """The workload with these settings."""
    return Perceptron(LAYOUTS["hidden_of_mnist1d"](settings), samples(), settings["control"], settings["batch"], device)
