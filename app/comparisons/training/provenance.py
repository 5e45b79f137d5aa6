"""What a result was made with: versions of all that made it, the device, the kind of step and the date."""

import platform
from datetime import UTC, datetime

import torch

from app.comparisons.errors import BadCheckpoint
from app.comparisons.shard import Shard
from app.comparisons.versions import execution_version, library_version, rule_version, workload_version


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


def made_with(made_by: dict[str, str], kind: str, device: torch.device) -> dict[str, str]:
    """Those fingerprints, the program and its libraries, the device by name, the kind of step, and the time (UTC)."""
    cuda = device.type == "cuda"
    return made_by | {
        "program": library_version("optimizer-playground"),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": library_version("numpy"),
        "device": torch.cuda.get_device_name(device) if cuda else f"cpu ({platform.machine()})",
        "step": kind,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }
