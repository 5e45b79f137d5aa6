"""The record of comparisons, the disk below it, and whether anybody does what waits in it."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from app.comparisons.errors import Refused
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store.migration import check
from app.comparisons.store.sqlite_errors import ELSEWHERE, told
from app.comparisons.store.tables import VERSION
from app.doctor.finding import Finding

LITTLE, TOO_LITTLE = 2e9, 1e8
"""Bytes: below the first, comparisons with large checkpoints may fail; below the second, any."""


def disk(settings: ComparisonSettings) -> Finding:
    """Whether the folder of comparisons can be written, and how much room there is."""
    folder = existing(settings.var)
    if not os.access(folder, os.W_OK):
        return Finding("disk", "wrong", f"{folder} is read-only", f"let this user write it, {ELSEWHERE}")
    free = shutil.disk_usage(folder).free
    said = f"{free / 1e9:.1f} GB free for {settings.var}"
    do = f"make room, {ELSEWHERE}"
    if free < TOO_LITTLE:
        return Finding("disk", "wrong", said, do)
    return Finding("disk", "less", said, do) if free < LITTLE else Finding("disk", "ok", said)


def existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(each for each in (path, *path.parents) if each.exists())


def record(settings: ComparisonSettings) -> Finding:
    """Whether the record can be read, how large it is, and of which version."""
    path = settings.database
    if not path.exists():
        return Finding("record", "ok", f"{path} is not there yet; the first comparison makes it")
    try:
        with told(path), closing(reading(path)) as opened:
            version = check(path, opened)
            found = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
            count = opened.execute("SELECT count(*) FROM jobs WHERE parent IS NULL").fetchone()[0] if version else 0
    except Refused as error:
        return Finding("record", "wrong", str(error))
    if found != "ok":
        said = f"{path} is damaged: {str(found).splitlines()[-1]}"
        return Finding("record", "wrong", said, "optimizer-playground restore FILE brings a backup back")
    said = f"{path}: {count:,} comparison{'' if count == 1 else 's'}, {path.stat().st_size / 1e6:.1f} MB"
    if version < VERSION:
        do = f"nothing: the next start copies it and makes it one of version {VERSION}"
        return Finding("record", "less", f"{said}, of version {version}", do)
    return Finding("record", "ok", f"{said}, of version {version}")


def waiting(settings: ComparisonSettings) -> Finding:
    """Whether there is somebody to do the shards that wait."""
    path = settings.database
    if not path.exists():
        return Finding("queue", "ok", "nothing waits")
    try:
        with told(path), closing(reading(path)) as opened:
            (shards,) = opened.execute("SELECT count(*) FROM shards WHERE state IN ('queued', 'leased')").fetchone()
            since = time.time() - settings.lease_seconds
            (slots,) = opened.execute("SELECT coalesce(sum(slots), 0) FROM workers WHERE seen > ?", (since,)).fetchone()
    except (Refused, sqlite3.Error) as error:
        return Finding("queue", "wrong", f"it cannot be read: {error}")
    said = f"{shards:,} shard{'' if shards == 1 else 's'} to do, and room for {slots} at a time"
    if shards and not slots:
        return Finding(
            "queue", "less", said, "optimizer-playground serve brings a worker along where torch is installed"
        )
    return Finding("queue", "ok", said if shards else "nothing waits")


def reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
