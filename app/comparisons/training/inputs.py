"""What some rules need beside the gradient: an estimate of the Hessian's diagonal, noise, the rows touched."""

from collections.abc import Sequence

import torch
from array_api_compat import torch as xp
from descent import random
from torch import Tensor
from torch.func import grad

from app.comparisons.training.routing import ParameterGroup
from app.workloads.workload import INPUT, Tensors, Workload

SCHEDULE = "schedule"
"""Among what is drawn for a step, the multiplier of its learning rates, `(1,)`; a name that no other draw has."""


def draw_inputs(workload: Workload, groups: Sequence[ParameterGroup], seeds: Tensor, first: int, count: int) -> Tensors:
    """Random numbers for the rules' inputs at the steps `first` to `first + count`.

    `probe.tensor` is ±1 for the Hessian estimate, `noise.tensor` standard normal, each `(count, runs, *shape)`.
    """
    steps = torch.arange(first, first + count, dtype=torch.int64, device=seeds.device)
    drawn = {}
    names = list(workload.shapes)
    for group in groups:
        for name in group.names:
            shape = workload.shapes[name]
            numbers = int(torch.Size(shape).numel())
            # Each tensor has a stream of its own, so that none repeats another's numbers.
            stream = INPUT + 8 * (1 + names.index(name))
            if "hessian" in group.rule.inputs:
                word = random.words(stream, seeds, steps, numbers, xp)[0]
                drawn[f"probe.{name}"] = (2 * (word & 1) - 1).to(workload.device.dtype).reshape(count, -1, *shape)
            if "noise" in group.rule.inputs:
                normal = random.normal(stream, seeds, steps, numbers, xp)
                drawn[f"noise.{name}"] = normal.to(workload.device.dtype).reshape(count, -1, *shape)
    return drawn


def further_inputs(
    workload: Workload, group: ParameterGroup, params: Tensors, batch: Tensors, drawn: Tensors
) -> dict[str, Tensors]:
    """The arrays of each further input of the group's rule, by input, then tensor."""
    inputs: dict[str, Tensors] = {}
    if "hessian" in group.rule.inputs:
        inputs["hessian"] = hutchinson(workload, params, batch, {name: drawn[f"probe.{name}"] for name in params})
    if "noise" in group.rule.inputs:
        inputs["noise"] = {name: drawn[f"noise.{name}"] for name in group.names}
    if "rows" in group.rule.inputs:
        touched = workload.touched(batch)
        inputs["rows"] = {name: touched.get(name, torch.ones_like(params[name])) for name in group.names}
    return inputs


def hutchinson(workload: Workload, params: Tensors, batch: Tensors, probes: Tensors) -> Tensors:
    """The products u ⊙ (H u) per tensor, whose mean over random signs u is the Hessian's diagonal. Hutchinson 1989.

    H u is the gradient of ⟨∇f, u⟩; the sum over runs mixes nothing, because each run's term has parameters of its own.
    (Forward mode would need less memory, but warns of its own deprecated parts on first use in torch 2.13.)
    """

    def along(at: Tensors) -> Tensor:
        grads = workload.gradients(at, batch)[1]
        return torch.stack([(grads[name] * probes[name]).sum() for name in grads]).sum()

    products: Tensors = grad(along)(params)
    return {name: probes[name] * product for name, product in products.items()}
