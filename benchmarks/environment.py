"""On what, with what and beside what a benchmark ran."""

import os
import platform
from pathlib import Path

import numpy
import torch


def environment() -> str:
    """Processor, cores, load, versions and accelerator, one line each."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    cuda = torch.cuda.get_device_name() if torch.cuda.is_available() else "none"
    return "\n".join(
        (
            f"processor  {_processor()}, {os.cpu_count()} cores, load {load:.1f} before",
            f"python     {platform.python_version()} on {platform.platform()}",
            f"versions   torch {torch.__version__}, NumPy {numpy.__version__}",
            f"threads    {torch.get_num_threads()}",
            f"cuda       {cuda}",
        )
    )


def _processor() -> str:
    """The processor's name where the system tells."""
    try:
        with Path("/proc/cpuinfo").open() as lines:
            return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"
