"""A wider and deeper network on digits: 64, 128, 64, 10 units, 17,226 numbers, two hidden matrices."""

from typing import Any

from app.workloads.card import CONTROL, Card, Option, accuracies
from app.workloads.classifier import Perceptron
from app.workloads.digits import LICENCE, SPLIT, digits
from app.workloads.layouts import layers
from app.workloads.workload import Device

CARD = Card(
    name="mlp_digits_wide",
    title="Wider network on digits",
    summary="Hidden layers of 128 and 64 units, with matrices large enough for matrix rules to matter.",
    metric="accuracy on 180 digits held back",
    better="higher",
    target=0.96,
    steps=300,
    licence=LICENCE,
    control="the classes of the training digits",
    parameters=17_226,
    matrices=("w1", "w2"),
    batch=64,
    judged=1437,
    split=SPLIT,
    goals=accuracies(0.5, 0.99),
    options=(Option("batch", 64, "samples per step", (), 1, 1024), CONTROL),
)


def build(settings: dict[str, Any], device: Device) -> Perceptron:
    """The workload with these settings."""
    return Perceptron(layers(64, 128, 64, 10), digits(), settings["control"], settings["batch"], device)
