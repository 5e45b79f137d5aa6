"""All tensors of a shard that change while it trains, and their way into bytes and back."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from app.comparisons.errors import BadCheckpoint
from app.comparisons.training.fetching import fetched
from app.comparisons.training.namespace import xp
from app.comparisons.training.routing import ParameterGroup
from app.workloads.workload import Tensors, Workload

LOOKS = 50
"""Evaluations of a run, beside that of its start, by which goals are found where a step's losses do not show them."""


@dataclass
class Population:
    """Runs side by side. Everything is changed in place; nothing else of a shard changes.

    `params` are `(runs, *shape)` by tensor; `states` `(runs, ...)` by `group.tensor.state`, shared states of a rule of
    scope `model` by `group..state`; `t` is `(1,)`, the steps made; `died` `(runs,)`, after how many steps a run was
    first seen not finite, -1 while it is well.
    """

    params: Tensors
    states: Tensors
    t: Tensor
    died: Tensor
    hits: Tensor
    """`(goals, runs)`, int64: after how many steps a goal of the workload was first reached, -1 before it is."""
    looks: Tensor
    """`(looks, runs)`: the metric whenever goals were looked at, infinite where it is not finite, -infinity before; a
    longer run, which looks at fewer of those steps, finds its goals by them. No rows where losses show the metric."""

    def tensors(self) -> Tensors:
        """All of them in one mapping."""
        own = {f"params/{name}": value for name, value in self.params.items()}
        own |= {f"states/{name}": value for name, value in self.states.items()}
        return own | {"t": self.t, "died": self.died, "hits": self.hits, "looks": self.looks}

    def clone(self) -> "Population":
        """A copy that shares no memory."""
        return Population(
            {name: value.clone() for name, value in self.params.items()},
            {name: value.clone() for name, value in self.states.items()},
            self.t.clone(),
            self.died.clone(),
            self.hits.clone(),
            self.looks.clone(),
        )

    def save(self) -> bytes:
        """Everything, as bytes: NumPy's npz format, without pickle."""
        buffer = io.BytesIO()
        arrays: dict[str, Any] = fetched(self.tensors())
        np.savez(buffer, **arrays)
        return buffer.getvalue()

    def load(self, data: bytes) -> None:
        """Put in place what `save` wrote; `BadCheckpoint` where names, shapes or types differ."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                arrays = {name: torch.from_numpy(stored[name]) for name in stored.files}
        except (ValueError, OSError, EOFError, KeyError) as error:
            raise BadCheckpoint(f"not a checkpoint: {error}") from error
        own = self.tensors()
        if arrays.keys() != own.keys():
            raise BadCheckpoint(f"a checkpoint of another shard: it holds {', '.join(sorted(arrays))}")
        for name, value in arrays.items():
            if value.shape != own[name].shape or value.dtype != own[name].dtype:
                raise BadCheckpoint(f"{name} is {tuple(own[name].shape)}, the checkpoint has {tuple(value.shape)}")
        for name, value in arrays.items():
            own[name].copy_(value)


def populate(workload: Workload, groups: Sequence[ParameterGroup], seeds: Tensor, hypers: Tensors) -> Population:
    """The population before the first step."""
    params = {name: value.contiguous() for name, value in workload.start(seeds).items()}
    states: Tensors = {}
    for group in groups:
        if group.rule.scope == "model":
            listed = [params[name] for name in group.names]
            made = group.rule.init(listed, xp, **group.rule.wanted(group.rule.init, settings(group, hypers, 1)))
            for state, value in made.items():
                keyed = zip(group.names, value, strict=True) if isinstance(value, list) else [("", value)]
                states |= {f"{group.key}.{name}.{state}": array for name, array in keyed}
            continue
        for name in group.names:
            p = params[name]
            made = group.rule.init(p, xp, **group.rule.wanted(group.rule.init, settings(group, hypers, p.ndim)))
            states |= {f"{group.key}.{name}.{state}": array for state, array in made.items()}
    died = torch.full((len(seeds),), -1, dtype=workload.device.dtype, device=workload.device.torch_device)
    looked = bool(workload.goals) and workload.seen(died) is None
    # Cloned, because a rule may start two states, or a state and a parameter, from one array.
    return Population(
        params,
        {name: value.clone() for name, value in states.items()},
        torch.zeros(1, dtype=workload.device.dtype, device=workload.device.torch_device),
        died,
        torch.full((len(workload.goals), len(seeds)), -1, dtype=torch.int64, device=workload.device.torch_device),
        died.new_full(((LOOKS + 1) * looked, len(seeds)), -torch.inf),
    )


def settings(group: ParameterGroup, hypers: Tensors, axes: int) -> dict[str, object]:
    """The hyperparameters of a group, `(runs, 1, ..., 1)` with that many axes, and its choices."""
    numbers = {
        hyper.name: hypers[f"{group.key}.{hyper.name}"].reshape((-1,) + (1,) * (axes - 1))
        for hyper in group.rule.hypers
    }
    return numbers | group.choices
