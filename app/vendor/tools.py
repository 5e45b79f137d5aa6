"""Runs the tools that set-up leans on: pip, esbuild, node."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.vendor.errors import SourceFailed


def run(command: Sequence[str], *, cwd: Path, seconds: float) -> None:
    """Runs the command to its end; `SourceFailed` says in its own words why it failed."""
    # node may be the one that set-up installed beside this Python; esbuild's launcher asks for it too.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=os.environ | {"PATH": path},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceFailed(f"{Path(command[0]).name} was not done within {seconds:.0f} s") from error
    except OSError as error:
        raise SourceFailed(f"{Path(command[0]).name} does not start: {error.strerror}") from error
    if done.returncode:
        raise SourceFailed(
            f"{Path(command[0]).name} ended with {done.returncode}: {_reason(done.stderr or done.stdout)}"
        )


def _reason(said: str) -> str:
    """The first and the last complaint in what a tool said: pip gives the cause first and the consequence last."""
    lines = [line.strip()[:300] for line in said.splitlines() if line.strip()]
    complaints = [line for line in lines if re.search(r"ERROR|Error\b", line)] or lines[-1:]
    return "; ".join(dict.fromkeys(complaints[:1] + complaints[-1:]))
