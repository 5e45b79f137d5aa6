"""Tensors that a rule steps one by one, stepped as one: fewer and larger operations, which is what a GPU wants.

A rule never mixes runs, so tensors of one shape are more runs of one tensor: (k·runs, *shape). A rule of single entries
does not see which tensor an entry is of, so there all tensors are one row of numbers: (runs, total).
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import torch
from torch import Tensor

from app.comparisons.training.routing import ParameterGroup
from app.workloads.workload import Tensors

Update = Callable[[Tensor, Tensor, Tensors, dict[str, Any]], tuple[Tensor, Tensors]]
"""From a tensor, its gradient, its states and settings of as many axes to what is added and the new states."""


def bundles(group: ParameterGroup, shapes: dict[str, tuple[int, ...]], states: dict[str, Tensors]) -> list[list[str]]:
    """Which tensors go together: all of a rule of entries whose states are of entries, else those of one shape."""
    names = list(group.names)
    if group.rule.scope == "element" and all(
        value.shape[1:] == shapes[name] for name in names for value in states[name].values()
    ):
        return [names]
    alike: dict[tuple[int, ...], list[str]] = {}
    for name in names:
        alike.setdefault(shapes[name], []).append(name)
    return list(alike.values())


def together(
    names: Sequence[str],
    params: Tensors,
    grads: Tensors,
    states: dict[str, Tensors],
    columns: Callable[[int, int], dict[str, Any]],
    inputs: dict[str, Tensors],
    update: Update,
) -> tuple[Tensors, dict[str, Tensors]]:
    """Step these tensors as one; updates and new states by name.

    `columns(axes, times)` are the settings for tensors of so many axes, each of the runs so many times over.
    """
    first = params[names[0]]
    same = all(params[name].shape == first.shape for name in names)
    join = _stacked if same else _flat
    axes, times = (first.ndim, len(names)) if same else (2, 1)
    own = columns(axes, times) | {kind: join([arrays[name] for name in names]) for kind, arrays in inputs.items()}
    old = {kind: join([states[name][kind] for name in names]) for kind in states[names[0]]}
    added, fresh = update(join([params[name] for name in names]), join([grads[name] for name in names]), old, own)
    apart = _unstacked if same else _unflat
    shapes = [params[name].shape for name in names]
    updates = dict(zip(names, apart(added, shapes), strict=True))
    found: dict[str, Tensors] = {name: {} for name in names}
    for kind, value in fresh.items():
        for name, each in zip(names, apart(value, shapes), strict=True):
            found[name][kind] = each
    return updates, found


def _stacked(tensors: list[Tensor]) -> Tensor:
    return torch.cat(tensors)


def _unstacked(tensor: Tensor, shapes: Sequence[torch.Size]) -> list[Tensor]:
    return list(tensor.chunk(len(shapes)))


def _flat(tensors: list[Tensor]) -> Tensor:
    return torch.cat([each.flatten(start_dim=1) for each in tensors], dim=1)


def _unflat(tensor: Tensor, shapes: Sequence[torch.Size]) -> list[Tensor]:
    pieces = torch.split(tensor, [prod(shape[1:]) for shape in shapes], dim=1)
    return [piece.reshape(shape) for piece, shape in zip(pieces, shapes, strict=True)]
