"""The results as they are kept: `app/comparisons/training/peers.json`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.comparisons import training

PATH = Path(training.__file__).with_name("peers.json")


@dataclass(frozen=True)
class Row:
    """One pair and dtype: the greatest difference over all drawn runs, and how much is agreement."""

    peer: str
    version: str
    rule: str
    name: str
    settings: str
    dtype: str
    runs: int
    steps: int
    difference: float
    tolerance: float
    agrees: bool
    why: str


def read(path: Path = PATH) -> dict[str, Any]:
    """What is stored; empty lists where nothing is."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {"rows": [], "apart": [], "missing": {}, "others": {}, "notes": {}} | found


def write(
    rows: Iterable[Row],
    apart: Iterable[Mapping[str, str]],
    missing: Mapping[str, str],
    others: Mapping[str, Mapping[str, Iterable[str]]],
    notes: Mapping[str, str],
    path: Path = PATH,
) -> None:
    """Keeps the rows; those of peers that are not installed here stay as they were, and are said to be missing.

    `others` is what a peer has that is no rule here, by peer and by what it is; `notes` how a peer is run.
    """
    before = read(path)
    new = [asdict(row) for row in rows]
    measured = {row["peer"] for row in new}
    kept = [row for row in before["rows"] if row["peer"] not in measured]
    content = {
        "rows": sorted(new + kept, key=_key),
        "apart": list(apart),
        "missing": dict(missing),
        "others": {peer: {what: sorted(names) for what, names in kinds.items()} for peer, kinds in others.items()},
        "notes": dict(notes),
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("peer", "rule", "name", "settings", "dtype"))
