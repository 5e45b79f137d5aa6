"""How many runs a shard has room for: on a GPU by the memory that its worker found free, else as the settings say.

A worker on a GPU leaves a file for its card in `var/devices`, which the planner reads; neither needs the other.
"""

import json
import re
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from app.comparisons.settings import ComparisonSettings

SHARE = 0.5
"""Of the free memory of a card, what a shard may take by its estimate: evaluations and compiled steps take more."""
MOST = 16_384
"""Runs of a shard at most: beyond that a card is busy, and less is done again after a crash."""
REMEMBERED = 7 * 24 * 3600.0
"""Seconds after which a card that was not seen again is forgotten."""


@dataclass(frozen=True)
class Found:
    """The card of a slot as its worker found it."""

    device: str
    free: int
    """Bytes."""
    seen: float
    """Seconds since 1970."""


def runs_per_shard(per_run: float, free: int, most: int = MOST) -> int:
    """Runs of so many bytes each that a card with so many bytes free trains together; one at least."""
    return max(1, min(most, int(SHARE * free / max(1.0, per_run))))


def limits(per_run: float, settings: ComparisonSettings, found: Iterable[Found]) -> tuple[int, int]:
    """Runs of a shard, and its bytes, at most: by the smallest card, or by the settings where there is none.

    `per_run` is the estimate of a run in bytes. A person who has set a limit is obeyed.
    """
    free = min((each.free for each in found), default=None)
    if free is None:
        return settings.members_per_shard, settings.max_shard_bytes
    given = settings.model_fields_set
    members = runs_per_shard(per_run, free)
    if "members_per_shard" in given:
        members = min(members, settings.members_per_shard)
    return members, settings.max_shard_bytes if "max_shard_bytes" in given else free


def leave(settings: ComparisonSettings, slot: str, device: str, free: int) -> None:
    """Leave what was found in the slot of that name; nothing where it cannot be written."""
    folder = settings.var / "devices"
    path = folder / f"{re.sub(r'[^A-Za-z0-9-]', '_', slot)[:80] or 'gpu'}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(asdict(Found(device, free, time.time()))), encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        return


def cards(settings: ComparisonSettings) -> list[Found]:
    """The cards that workers of this machine found lately; a file that is none of these is passed over."""
    folder: Path = settings.var / "devices"
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            card = Found(str(told["device"]), int(told["free"]), float(told["seen"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if card.free > 0 and abs(time.time() - card.seen) < REMEMBERED:
            found.append(card)
    return found
