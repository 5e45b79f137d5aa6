"""Tensors of a device as arrays of this machine: all by one wait, from a GPU into one pinned buffer."""

from typing import Any

import torch

from app.workloads.workload import Tensors

ALIGNED = 16
"""Every array begins at a multiple of so many bytes."""


def fetched(tensors: Tensors) -> dict[str, Any]:
    """The arrays by name, `(*shape)` each; those of a processor share the memory of their tensors."""
    cuda = next((each.device for each in tensors.values() if each.device.type == "cuda"), None)
    if cuda is None:
        return {name: value.numpy() for name, value in tensors.items()}
    arrays = into_one(tensors, pinned=True)
    torch.cuda.current_stream(cuda).synchronize()
    return arrays


def into_one(tensors: Tensors, pinned: bool) -> dict[str, Any]:
    """The arrays in one buffer, to which the copies are begun; those from a GPU are there once its stream is."""
    places, size = {}, 0
    for name, value in tensors.items():
        places[name] = size
        size += -(-value.nbytes // ALIGNED) * ALIGNED
    buffer = torch.empty(size, dtype=torch.uint8, pin_memory=pinned)
    arrays = {}
    for name, value in tensors.items():
        own = buffer[places[name] : places[name] + value.nbytes].view(value.dtype).reshape(value.shape)
        own.copy_(value, non_blocking=True)
        arrays[name] = own.numpy()
    return arrays
