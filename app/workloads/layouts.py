"""The tensors of workloads whose options say how large they are: functions of the settings, without torch.

A card names one of `LAYOUTS`, so that planner and pages know sizes that the workload itself, which needs torch, builds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Shapes = dict[str, tuple[int, ...]]


def layers(*widths: int) -> Shapes:
    """The shapes of fully connected layers between these widths: `w1, b1, w2, b2, ...`, weights (outputs, inputs)."""
    shapes: Shapes = {}
    for layer, (inputs, outputs) in enumerate(pairwise(widths), start=1):
        shapes |= {f"w{layer}": (outputs, inputs), f"b{layer}": (outputs,)}
    return shapes


@dataclass(frozen=True)
class Hidden:
    """Fully connected layers with as many hidden ones as the option `depth` says, each of `width` units."""

    inputs: int
    outputs: int

    def __call__(self, settings: Mapping[str, Any]) -> Shapes:
        """The shapes with these settings."""
        return layers(self.inputs, *[settings["width"]] * settings["depth"], self.outputs)


@dataclass(frozen=True)
class Square:
    """One square matrix, its sides the option `width`."""

    name: str

    def __call__(self, settings: Mapping[str, Any]) -> Shapes:
        """The shape with these settings."""
        return {self.name: (settings["width"], settings["width"])}


LAYOUTS: Mapping[str, Hidden | Square] = {
    "hidden_of_digits": Hidden(64, 10),
    "hidden_of_mnist1d": Hidden(40, 10),
    "square": Square("memory"),
}


def matrices(shapes: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """The names of the tensors that matrix rules take: those of two axes but the last, unless it is the only one."""
    found = [name for name, sides in shapes.items() if len(sides) == 2]
    return tuple(found[:-1] or found)
