"""The products of networks in the precision that was asked for, as far as it is a setting of the whole process."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from app.comparisons.shard import Shard
from app.workloads.workload import Device

NO_TF32 = "TF32 is a precision of GPUs: the products of this part are float32."


@contextmanager
def process_wide(device: Device) -> Iterator[None]:
    """Let float32 products of a GPU be TF32 where that was asked for, and nowhere else; as before afterwards.

    Left alone, torch takes TF32 for convolutions and float32 for all other products.
    """
    if device.torch_device.type != "cuda":
        yield
        return
    rounded = device.precision == "tf32"
    products, convolutions = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32
    torch.set_float32_matmul_precision("high" if rounded else "highest")
    torch.backends.cudnn.allow_tf32 = rounded
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(products)
        torch.backends.cudnn.allow_tf32 = convolutions


def named(device: Device) -> str:
    """What a result says of its arithmetic: `float64`, `float32`, or that of its products, `tf32` or `bfloat16`."""
    return "float64" if device.dtype == torch.float64 else device.precision


def notice(shard: Shard, device: Device) -> str | None:
    """What a person is told where another precision was asked for than there is."""
    return NO_TF32 if shard.precision == "tf32" and device.precision != "tf32" else None
