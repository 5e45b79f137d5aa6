"""What a result was made with: versions of all that made it, its data, the device, the kind of step and the date."""

import hashlib
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import torch

from app.comparisons.errors import BadCheckpoint
from app.comparisons.shard import Shard
from app.comparisons.training.precision import named
from app.comparisons.versions import execution_version, library_version, rule_version, workload_version
from app.workloads.workload import Device, Workload

CPUINFO = Path("/proc/cpuinfo")


def versions(shard: Shard) -> dict[str, str]:
    """The fingerprints of rule, workload and execution; taken before the first step, in case the source changes."""
    return {
        "rule": rule_version(shard.rule),
        "workload": workload_version(shard.workload, shard.options),
        "execution": execution_version(),
    }


def stamped(saved: bytes, made_by: dict[str, str]) -> bytes:
    """The bytes of a checkpoint behind a line that says which versions made it."""
    return " ".join(made_by.values()).encode() + b"\n" + saved


def unstamped(data: bytes, made_by: dict[str, str]) -> bytes:
    """The bytes behind that line; `BadCheckpoint` where other versions made them, for one run has one version."""
    stamp, end, saved = data.partition(b"\n")
    if not end:
        raise BadCheckpoint("not a checkpoint: it does not begin with the versions that made it")
    if stamp != " ".join(made_by.values()).encode():
        raise BadCheckpoint("the checkpoint was made with an earlier version of the rule, the workload or the training")
    return saved


def data_hash(workload: Workload) -> str:
    """SHA-256 of every tensor that the workload holds, as it is trained on; `none` for one that holds none.

    The precision is part of it, so that the two backends have hashes of their own.
    """
    digest, found = hashlib.sha256(), False
    for name, tensor in _tensors("", vars(workload)):
        found = True
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest() if found else "none"


def _tensors(name: str, value: object) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors in an attribute, by name: alone, or in dicts, lists and tuples."""
    if isinstance(value, torch.Tensor):
        yield name, value
    elif isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from _tensors(f"{name}.{key}", value[key])
    elif isinstance(value, list | tuple):
        for place, each in enumerate(value):
            yield from _tensors(f"{name}.{place}", each)


def processor() -> str:
    """The processor by its name, as the kernel or Python says it."""
    try:
        lines = CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(iter(named), "") or platform.processor() or platform.machine()


def made_with(made_by: dict[str, str], kind: str, at: Device, data: str | None = None) -> dict[str, str]:
    """Those fingerprints, the program and its libraries, data, machine, arithmetic, kind of step, the time (UTC)."""
    device = at.torch_device
    cuda = device.type == "cuda"
    made = made_by | {
        "program": library_version("optimizer-playground"),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": library_version("numpy"),
        "device": torch.cuda.get_device_name(device) if cuda else f"cpu ({platform.machine()})",
        "processor": processor(),
        "arithmetic": named(at),
        "step": kind,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return made | ({"data": data} if data is not None else {})
