"""Logistic regression on digits: one matrix and one bias, a convex loss."""

from typing import Any

from app.workloads.card import CONTROL, Card, Option, accuracies
from app.workloads.classifier import Perceptron
from app.workloads.digits import LICENCE, SPLIT, digits
from app.workloads.layouts import layers
from app.workloads.workload import Device

CARD = Card(
    name="logistic_digits",
    title="Logistic regression on digits",
    summary="Ten classes from 64 pixels by one linear map: convex, quick, and sensitive to the learning rate.",
    metric="accuracy on 180 digits held back",
    better="higher",
    target=0.95,
    steps=300,
    licence=LICENCE,
    control="the classes of the training digits",
    parameters=650,
    matrices=("w1",),
    batch=64,
    judged=1437,
    split=SPLIT,
    goals=accuracies(0.5, 0.98),
    options=(Option("batch", 64, "samples per step", (), 1, 1024), CONTROL),
)


def build(settings: dict[str, Any], device: Device) -> Perceptron:
    """The workload with these settings."""
    return Perceptron(layers(64, 10), digits(), settings["control"], settings["batch"], device)
