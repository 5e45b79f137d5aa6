"""Files of others as one comparison: which reader takes them, and what was said of them."""

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.comparisons.errors import BadFile
from app.comparisons.exchange import tables, tensorboard
from app.comparisons.exchange.assembling import Described, assemble
from app.comparisons.exchange.runs import Runs
from app.comparisons.exchange.tables import Columns
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store.arrivals import Arrival

LONGEST = 120
"""Letters of a title or a metric."""


@dataclass(frozen=True)
class Asked:
    """What a person says of files with runs."""

    files: Sequence[Path]
    better: str
    metric: str = ""
    train_loss: str = ""
    target: float | None = None
    title: str = ""
    names: str = ""
    columns: Columns | None = None
    until: int | None = None
    common: bool = False


def comparison(asked: Asked, settings: ComparisonSettings, now: float) -> Arrival:
    """The comparison that these files hold; `BadFile` says what is wrong with which."""
    if asked.better not in ("lower", "higher"):
        raise BadFile(
            "say which values are better: --better lower, as for a loss, or --better higher, as for an accuracy"
        )
    for name, text in (("--title", asked.title), ("--metric", asked.metric), ("--train-loss", asked.train_loss)):
        if len(text) > LONGEST or not text.isprintable():
            raise BadFile(f"{name} has at most {LONGEST} letters")
    if asked.target is not None and not math.isfinite(asked.target):
        raise BadFile("--target is a finite number")
    try:
        names = re.compile(asked.names)
    except re.error as error:
        raise BadFile(f"--names is no regular expression: {error}") from error
    kind, (runs, metric, notices) = _read(asked, names)
    has_losses = any(curve.losses for curve in runs.values())
    described = Described(
        title=asked.title or asked.files[0].stem[:LONGEST],
        metric=metric,
        better=asked.better,
        kind=kind,
        files=tuple(path.name for path in asked.files),
        sha256=tuple(_sha256(path) for path in asked.files),
        target=asked.target,
        curve="training loss" if has_losses else None,
        notices=tuple(notices),
    )
    return assemble(runs, described, settings, now, until=asked.until, common=asked.common)


def _read(asked: Asked, names: re.Pattern[str]) -> tuple[str, tuple[Runs, str, list[str]]]:
    """What the files are, and their runs, the metric and notices; `BadFile` where they are of several kinds."""
    events = [path for path in asked.files if tensorboard.holds_events(path)]
    if events:
        if len(events) < len(asked.files):
            raise BadFile("one comparison is imported from files of one kind: these are event files and others")
        return "TensorBoard", tensorboard.read(events, asked.metric or None, asked.train_loss or None, names)
    plain = [path for path in asked.files if tables.is_plain(tables.header(path))]
    if not plain:
        found = tables.charts(asked.files, asked.metric or None, asked.train_loss or None, names, asked.columns)
        return "W&B", found
    if len(plain) < len(asked.files):
        raise BadFile(
            f"one comparison is imported from files of one kind: {plain[0].name} is a plain CSV, others are not"
        )
    runs: Runs = {}
    for path in plain:
        tables.plain(path, runs)
    return "CSV", (runs, asked.metric or "value", [])


def _sha256(path: Path) -> str:
    """Of a file, or of all files below a folder with their names."""
    digest = hashlib.sha256()
    for each in [path] if path.is_file() else sorted(_files(path)):
        if each != path:
            digest.update(each.relative_to(path).as_posix().encode() + b"\0")
        with each.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*tfevents*") if each.is_file())
