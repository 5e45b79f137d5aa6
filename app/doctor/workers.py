"""What workers need: torch, a compiler and, where there are some, GPUs that torch can use."""

import json
import subprocess
import sys
from functools import cache

from app.comparisons.native import compiling
from app.comparisons.versions import DISTRIBUTIONS
from app.comparisons.workers.engines.gpus import gpus
from app.doctor.finding import Finding
from app.doctor.program import installed

ASK = """
import json, torch
cuda = torch.cuda.is_available()
names = [torch.cuda.get_device_name(each) for each in range(torch.cuda.device_count())] if cuda else []
print(json.dumps({"version": torch.__version__, "built": torch.version.cuda, "names": names}))
"""
LONGEST = 120
"""Seconds to load torch, which on a cold disk takes long."""


@cache
def asked() -> dict[str, object] | str:
    """What torch says of itself, asked in a process of its own; a sentence where it does not start."""
    try:
        done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return f"it did not load within {LONGEST} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"])[-1]
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def torch() -> Finding:
    """Whether torch is installed and starts: without it this machine does no comparisons."""
    if installed("torch") is None:
        do = "for comparisons on this machine: pip install 'optimizer-playground[torch]'"
        return Finding("torch", "less", "it is not installed: pages work, comparisons wait for workers elsewhere", do)
    found = asked()
    if isinstance(found, str):
        return Finding("torch", "wrong", f"it is installed and does not start: {found}", "install it again")
    return Finding("torch", "ok", f"torch {found['version']}")


def data() -> Finding:
    """Whether the libraries are here that data of workloads come from: a worker elsewhere must have the same ones."""
    missing = [name for name in DISTRIBUTIONS.values() if installed(name) is None]
    if missing:
        said = f"{', '.join(missing)} is not installed: workers on other machines, which have it, are refused"
        return Finding("data", "less", said, f"pip install {' '.join(missing)}, of the version that the workers have")
    return Finding("data", "ok", ", ".join(f"{name} {installed(name)}" for name in DISTRIBUTIONS.values()))


def compiler() -> Finding:
    """Whether there is a C++ compiler, which long comparisons on a CPU are faster by."""
    found = compiling.compiler()
    if found is None:
        said = "there is none: comparisons on the CPU run uncompiled, several times as slowly"
        return Finding("compiler", "less", said, "install g++ (Debian: apt-get install g++)")
    return Finding("compiler", "ok", found)


def gpu() -> Finding:
    """Whether torch can use the GPUs of this machine."""
    here = gpus()
    if not here:
        return Finding("GPU", "ok", "none; comparisons run on the CPU")
    if installed("torch") is None:
        return Finding("GPU", "less", f"{len(here)} here, and no torch to use them")
    found = asked()
    names = [] if isinstance(found, str) else found["names"]
    if not names:
        built = None if isinstance(found, str) else found["built"]
        do = "install a build of torch for CUDA" if built is None else "look at the driver: nvidia-smi"
        return Finding("GPU", "wrong", f"{len(here)} here, and torch can use none of them", do)
    return Finding("GPU", "ok", ", ".join(map(str, names if isinstance(names, list) else [names])))
