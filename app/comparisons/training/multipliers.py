"""What a schedule multiplies learning rates by, step by step: a table, so that no step is compiled anew."""

import torch
from descent.errors import DescentError
from descent.schedules.named import named
from torch import Tensor

from app.comparisons.errors import BadShard
from app.comparisons.shard import Shard
from app.workloads.workload import Device


def multipliers(shard: Shard, device: Device) -> Tensor | None:
    """The table, `(steps, 1)`, computed by `descent` in float64; None without a schedule. `BadShard` for a bad one."""
    if shard.schedule is None:
        return None
    try:
        given = shard.schedule
        found = named(given["name"]).multipliers(shard.steps, given["settings"], given["horizon"])
    except DescentError as error:
        raise BadShard(str(error)) from error
    except (KeyError, TypeError) as error:
        raise BadShard(f"a schedule has a name, settings and a horizon: {error}") from error
    return torch.tensor(found, dtype=torch.float64).to(device.torch_device, device.dtype)[:, None]
