"""What a worker finds of its GPU before the first shard: left for the planner, which has no torch."""

import os

import torch

from app.comparisons.planning.room import leave
from app.comparisons.settings import ComparisonSettings


def probe(settings: ComparisonSettings) -> None:
    """Leave the name and the free memory of this worker's GPU; nothing where it has none."""
    if not torch.cuda.is_available():
        return
    slot = os.environ.get("CUDA_VISIBLE_DEVICES", "") or "gpu"
    leave(settings, slot, torch.cuda.get_device_name(), torch.cuda.mem_get_info()[0])
