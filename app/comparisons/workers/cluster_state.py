"""How the cluster of a scheduler is, in a file beside the record: a page of another process shows it.

It is no part of the record: once it is told no more, it is taken for nothing.
"""

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

NAME = "cluster.json"


def write(folder: Path, state: dict[str, Any]) -> None:
    """Replace what was there; nothing where the disk has no room, for it is written again soon."""
    temporary = folder / f"{NAME}.{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps({**state, "at": time.time()}), encoding="utf-8")
        temporary.replace(folder / NAME)


def read(folder: Path, seconds: float) -> dict[str, Any] | None:
    """What was written in the last `seconds`; None where nothing was."""
    try:
        found: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if abs(time.time() - found["at"]) < seconds else None


def remove(folder: Path) -> None:
    """The scheduler has left its cluster."""
    with suppress(OSError):
        (folder / NAME).unlink()
