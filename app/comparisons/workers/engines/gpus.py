"""The GPUs that a process of this machine may use, as `CUDA_VISIBLE_DEVICES` names them; found without torch."""

import os
import re
import shutil
import subprocess
from pathlib import Path

DRIVER = Path("/proc/driver/nvidia/gpus")
"""A folder for each GPU, named by its place on the bus."""
LIST_SECONDS = 20.0
"""So long the driver's own list may take: without its daemon it first wakes every GPU."""
WHOLE = re.compile(r"GPU \d+: .*\(UUID: (GPU-[^)\s]+)\)")
SLICE = re.compile(r"\s+MIG .*\(UUID: (MIG-[^)\s]+)\)")


def gpus() -> list[str]:
    """Those that `CUDA_VISIBLE_DEVICES` names; else all by their UUIDs, slices of a GPU (MIG) each for itself.

    Where the driver gives no list they are numbers in the order of the bus (`order`).
    """
    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    if named is not None:
        return [name for name in named.split(",") if name not in ("", "-1")]
    return listed(told()) or [str(place) for place, _ in enumerate(folders())]


def order() -> dict[str, str]:
    """What a worker's environment needs so that a number means the same GPU: CUDA counts from the fastest by itself.

    Numbers that were given to us are left in the order that they were given in.
    """
    return {} if "CUDA_VISIBLE_DEVICES" in os.environ else {"CUDA_DEVICE_ORDER": "PCI_BUS_ID"}


def listed(text: str) -> list[str]:
    """The UUIDs in what `nvidia-smi -L` prints. A GPU that is cut into slices cannot be used as a whole."""
    found: list[list[str]] = []
    cut: list[bool] = []
    for line in text.splitlines():
        whole, piece = WHOLE.match(line), SLICE.match(line)
        if whole:
            found.append([whole[1]])
            cut.append(False)
        elif piece and found:
            found[-1] = [*(found[-1] if cut[-1] else []), piece[1]]
            cut[-1] = True
    return [uuid for uuids in found for uuid in uuids]


def told() -> str:
    """What the driver's program lists; empty where there is none or it fails."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return ""
    try:
        done = subprocess.run([program, "-L"], capture_output=True, text=True, timeout=LIST_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def folders() -> list[Path]:
    """The GPUs that the driver has, in the order of the bus."""
    return sorted(DRIVER.iterdir()) if DRIVER.is_dir() else []
