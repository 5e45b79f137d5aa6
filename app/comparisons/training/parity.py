"""Does torch do what NumPy does? Every rule, step by step, by the very path that large runs take.

    optimizer-playground refresh adam      writes Adam's row of app/comparisons/training/parity.json

At each step both begin from the same numbers: NumPy's parameters and states, the same gradients and inputs. NumPy goes
through `descent.stepper`, torch through the execution's step on float64. The difference is relative to the larger of 1
and the number itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from descent import registry
from descent.stepper import Progress, begin
from descent.stepper import advance as advance_numpy
from torch import Tensor

from app.comparisons.training.inputs import draw_inputs, further_inputs
from app.comparisons.training.population import Population, populate
from app.comparisons.training.routing import ParameterGroup, parameter_group
from app.comparisons.training.step import advance, make_step
from app.workloads.compatibility import SUPPLIED
from app.workloads.workload import BATCH, START, Device, Tensors, Workload

STEPS = 6
TOLERANCE = 1e-12
DECOMPOSING = 1e-7
"""For rules that decompose matrices: eigenvectors have no sign of their own, so only what comes out is compared."""


@dataclass(frozen=True)
class Row:
    """One rule's line: the largest difference over all steps, and whether it is within the tolerance."""

    rule: str
    scope: str
    compared: str
    steps: int
    difference: float
    tolerance: float

    @property
    def equal(self) -> bool:
        """Whether torch does what NumPy does."""
        return self.difference <= self.tolerance


class Given(Workload):
    """Gradients that are handed in: drawn numbers plus half the parameters, so that there is some curvature."""

    def __init__(self, shapes: Mapping[str, tuple[int, ...]], device: Device):
        self.shapes, self.device = shapes, device

    def start(self, seeds: Tensor) -> Tensors:
        """Standard normal numbers."""
        return {
            name: self.device.normal(START, seeds, at, shape) for at, (name, shape) in enumerate(self.shapes.items())
        }

    def gradients(self, params: Tensors, batch: Tensors) -> tuple[Tensor, Tensors]:
        """Loss 0 and the gradients of this step."""
        first = next(iter(params.values()))
        losses = torch.zeros(len(first), dtype=self.device.dtype, device=first.device)
        return losses, {name: batch[name] + 0.5 * p for name, p in params.items()}

    def evaluate(self, params: Tensors) -> Tensor:
        """Nothing is measured here."""
        return self.gradients(params, params)[0]


REFERENCE = Device(torch.float64, torch.device("cpu"))


def compare(name: str, device: Device = REFERENCE) -> Row:
    """The row of one rule with its defaults, on three runs of two matrices, and of a vector where it takes one.

    Torch computes on `device` and in its precision, NumPy in float64.
    """
    rule = registry.rule(name)
    decomposes, noise_first = "decomposition" in rule.rounding, "first step" in rule.rounding
    shapes: dict[str, tuple[int, ...]] = {"tall": (4, 3), "wide": (2, 3)}
    shapes |= {} if rule.scope == "matrix" else {"vector": (5,)}
    workload = Given(shapes, device)
    numeric = {hyper.name for hyper in rule.hypers}
    choices = {key: value for key, value in rule.defaults.items() if key not in numeric}
    groups = (parameter_group("rule", rule, tuple(shapes), choices),)
    seeds = torch.arange(3, device=device.torch_device)
    # Both sides hold hyperparameters as arrays; the learning rate differs between the runs.
    scale = {"lr": np.array([1.0, 0.9, 0.8])}
    spread = {hyper.name: hyper.default * scale.get(hyper.name, np.ones(3)) for hyper in rule.hypers}
    hypers = {f"rule.{key}": device.array(value) for key, value in spread.items()}
    step = make_step(workload, groups)
    population = populate(workload, groups, seeds, hypers)
    progress = begin(rule, [wide(p) for p in population.params.values()], spread | choices, np)
    difference = 0.0
    for count in range(STEPS):
        batch = {key: device.normal(BATCH, seeds, 10 * count + at, shapes[key]) for at, key in enumerate(shapes)}
        drawn = {key: value[0] for key, value in draw_inputs(workload, groups, seeds, count, 1).items()}
        inputs = further_inputs(workload, groups[0], population.params, batch, drawn)
        grads = workload.gradients(population.params, batch)[1]
        progress = advance_numpy(
            rule,
            progress,
            [wide(g) for g in grads.values()],
            spread | choices,
            np,
            {key: [wide(arrays[one]) for one in shapes] for key, arrays in inputs.items() if key in SUPPLIED},
        )
        advance(step, population, hypers, batch, drawn)
        numpy_params, numpy_states = expected(progress, groups[0])
        found = [apart(population.params[key], value) for key, value in numpy_params.items()]
        if not decomposes:
            found += [apart(population.states[key], value) for key, value in numpy_states.items()]
        if count > 0 or not noise_first:
            difference = max(difference, *found)
        follow(population, numpy_params, numpy_states)
    compared = "parameters" if decomposes else "parameters and states"
    compared += ", from the second step on" if noise_first else ""
    tolerance = DECOMPOSING if decomposes else TOLERANCE
    return Row(name, rule.scope, compared, STEPS, difference, tolerance)


def expected(progress: Progress, one: ParameterGroup) -> tuple[dict[str, Any], dict[str, Any]]:
    """NumPy's parameters and states under the names of a population."""
    states = {
        f"{one.key}.{name}.{state}": value
        for name, own in zip(one.names, progress.states, strict=True)
        for state, value in (own or {}).items()
    }
    shared = {f"{one.key}..{state}": value for state, value in progress.shared.items()}
    return dict(zip(one.names, progress.params, strict=True)), states | shared


def wide(found: Tensor) -> Any:
    """The numbers as NumPy's, in float64 where they are no whole numbers or flags, in memory of their own."""
    whole = found.to("cpu", torch.float64) if found.is_floating_point() else found.cpu()
    return whole.numpy().copy()


def apart(found: Tensor, wanted: Any) -> float:
    """The largest difference relative to the larger of 1 and the number; infinity for NaN on one side only."""
    got, want = wide(found), np.broadcast_to(wanted, found.shape)
    equal = (got == want) | (np.isnan(got) & np.isnan(want))
    with np.errstate(invalid="ignore"):
        gap = np.where(equal, 0.0, np.abs(got - want) / np.maximum(1.0, np.abs(want)))
    return float(np.where(np.isnan(gap), np.inf, gap).max())


def follow(population: Population, params: dict[str, Any], states: dict[str, Any]) -> None:
    """Put NumPy's numbers in place, so that the next step begins equal."""
    for own, given in ((population.params, params), (population.states, states)):
        for key, value in given.items():
            own[key].copy_(torch.from_numpy(np.broadcast_to(value, own[key].shape).copy()))
