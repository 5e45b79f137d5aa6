"""What shards of the same shape share: the workload with its data, the routing, the step and its program."""

from collections.abc import Hashable
from dataclasses import dataclass

import torch

from app.comparisons.errors import BadShard
from app.comparisons.shard import Shard
from app.comparisons.training import blocks, routing
from app.comparisons.training.program import Program, kept
from app.comparisons.training.step import make_step
from app.workloads import catalog
from app.workloads.card import BadOption
from app.workloads.workload import Device, Workload


@dataclass(frozen=True)
class Structure:
    """What shards of the same shape share."""

    workload: Workload
    groups: tuple[routing.ParameterGroup, ...]
    notices: tuple[str, ...]
    program: Program
    block: int
    """How many runs the compiled step takes at once."""


def device_of(shard: Shard) -> Device:
    """Precision and device of a shard's backend; `BadShard` where the device is not there."""
    if shard.backend == "reference":
        return Device(torch.float64, torch.device("cpu"))
    if shard.device == "cuda" and not torch.cuda.is_available():
        raise BadShard("device 'cuda' was asked for and this machine has none; possible: auto, cpu")
    cuda = shard.device != "cpu" and torch.cuda.is_available()
    precision = "float32" if shard.precision == "tf32" and not cuda else shard.precision
    return Device(torch.float32, torch.device("cuda" if cuda else "cpu"), precision)


def structure_of(shard: Shard, device: Device) -> Structure:
    """The structure of a shard, the same object as before for a shard that differs in numbers and seeds only."""

    def make() -> Structure:
        try:
            workload = catalog.build(shard.workload, shard.options, device)
        except BadOption as error:
            raise BadShard(str(error)) from error
        groups, notices = routing.parameter_groups(shard, catalog.modules()[shard.workload].CARD, workload)
        runs = len(shard.members)
        block = blocks.size_of(workload, runs) if shard.backend == "compiled" else runs
        return Structure(
            workload, groups, notices, Program(make_step(workload, groups, device.torch_device.type == "cuda")), block
        )

    return kept(key_of(shard, device), make)


def key_of(shard: Shard, device: Device) -> Hashable:
    """What shards of one structure have in common."""
    named = tuple(tuple(sorted(given.items())) for given in (shard.options, shard.choices))
    # Every schedule is one program: what it multiplies by comes in from outside.
    around = (shard.decay, shard.sam, shard.modifiers, shard.schedule is not None)
    return (shard.workload, shard.rule, shard.graphs, *around, named, len(shard.members), device)
