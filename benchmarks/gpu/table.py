"""The rows of the table and the files that hold it, with date, card and versions."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.environment import environment


@dataclass(frozen=True)
class Row:
    """One measurement; None where there is none, and the detail says why."""

    section: str
    what: str
    value: float | None
    unit: str
    detail: str = ""

    def line(self) -> str:
        """As a line of the table."""
        value = "–" if self.value is None else f"{self.value:.4g}"
        return f"| {self.section} | {self.what} | {value} | {self.unit} | {self.detail} |"


HEAD = "| section | what | value | unit | detail |\n|---|---|---:|---|---|"


def made_on(device: torch.device, tiny: bool) -> dict[str, Any]:
    """Date, card and versions."""
    cuda = device.type == "cuda"
    card = torch.cuda.get_device_properties(device) if cuda else None
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "device": torch.cuda.get_device_name(device) if cuda else f"cpu ({platform.machine()})",
        "memory_bytes": card.total_memory if card else None,
        "capability": f"{card.major}.{card.minor}" if card else None,
        "cuda": torch.version.cuda,
        "torch": torch.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "tiny": tiny,
        "environment": environment(),
    }


def written(folder: Path, made: dict[str, Any], rows: Sequence[Row], seconds: float) -> tuple[Path, Path]:
    """`gpu.md` and `gpu.json` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text, data = folder / "gpu.md", folder / "gpu.json"
    told = f"{made['device']}, torch {made['torch']}, CUDA {made['cuda'] or 'none'}, {made['date']}, {seconds:.0f} s"
    tiny = " Tiny: these are no measurements." if made["tiny"] else ""
    table = "\n".join((HEAD, *(row.line() for row in rows)))
    text.write_text(f"# Measured on {told}\n\n{table}\n\n```\n{made['environment']}\n```\n{tiny}\n", encoding="utf-8")
    held = {"made": made, "seconds": round(seconds, 1), "rows": [asdict(row) for row in rows]}
    data.write_text(json.dumps(held, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    return text, data
