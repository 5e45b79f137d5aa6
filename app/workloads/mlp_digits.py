"""A small network on digits: 64 pixels, 16 hidden units, 10 classes, 1,210 numbers. Thousands of them train at once.

Options make it wider and deeper.
"""

from typing import Any

from app.workloads.card import CONTROL, Card, Option, accuracies
from app.workloads.classifier import Perceptron
from app.workloads.digits import LICENCE, SPLIT, digits
from app.workloads.layouts import LAYOUTS
from app.workloads.workload import Device

CARD = Card(
    name="mlp_digits",
    title="Small network on digits",
    summary="One hidden layer, of 16 units if nothing else is said: the smallest that behaves like deep learning.",
    metric="accuracy on 180 digits held back",
    better="higher",
    target=0.94,
    steps=300,
    licence=LICENCE,
    control="the classes of the training digits",
    parameters=1210,
    layout="hidden_of_digits",
    matrices=("w1",),
    batch=64,
    judged=1437,
    split=SPLIT,
    goals=accuracies(0.5, 0.98),
    options=(
        Option("batch", 64, "samples per step", (), 1, 1024),
        Option("width", 16, "units of each hidden layer", (), 2, 512),
        Option("depth", 1, "hidden layers", (), 1, 6),
        CONTROL,
    ),
)


def build(settings: dict[str, Any], device: Device) -> Perceptron:
    """The workload with these settings."""
    return Perceptron(LAYOUTS["hidden_of_digits"](settings), digits(), settings["control"], settings["batch"], device)
