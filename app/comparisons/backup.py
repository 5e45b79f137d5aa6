"""One file that holds the record and the checkpoints, made while workers write, and what brings it back.

The file is a zip with `runs.sqlite3` and the checkpoints under the names that they have in the folder of comparisons.
Checkpoints are copied before the record: one that is copied later could be ahead of it, and the losses between the two
would be missing after a restart. The other way round a shard only repeats some steps, as after any interruption.
"""

import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.comparisons.errors import NoBackup, StoreUnusable
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.migration import check
from app.comparisons.store.sqlite_errors import told
from app.comparisons.workers.checkpoints import JOB, NAME

ASIDE = "before-restore"
"""In the names of what was there before."""


@dataclass(frozen=True)
class Held:
    """What a backup holds."""

    comparisons: int
    checkpoints: int
    bytes: int
    """Of the file itself."""


def back_up(settings: ComparisonSettings, file: Path) -> Held:
    """Write the record and its checkpoints to `file`, which is there whole or not at all.

    Raises:
        NoBackup: There is no record, or the file is there already.
        StoreUnusable: The record is damaged, or of a later version.
    """
    if file.exists():
        raise NoBackup(f"{file} is there already; name another file, or remove it first")
    if not settings.database.is_file():
        raise NoBackup(f"{settings.database} is not there: no comparison was handed in, so there is nothing to keep")
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            checkpoints = sum(_add(archive, path, settings.var) for path in _checkpoints(settings.checkpoints))
            with _copy(settings.database) as copy:
                comparisons = _looked_through(copy)
                archive.write(copy, settings.database.name)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return Held(comparisons, checkpoints, file.stat().st_size)


def restore(settings: ComparisonSettings, file: Path) -> tuple[Held, list[Path]]:
    """Put what a backup holds in place; what was there is moved aside, and named.

    Raises:
        NoBackup: The file is no backup, or somebody works with the record now.
        StoreUnusable: Its record is damaged, or of a later version.
    """
    if not file.is_file():
        raise NoBackup(f"{file} is not there")
    if settings.database.is_file() and (slots := _at_work(settings)):
        raise NoBackup(f"{slots} workers use {settings.database} now; end the site and every worker first")
    settings.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var, prefix=".restore-") as folder:
        unpacked = Path(folder)
        names = _unpack(file, unpacked, settings)
        record = unpacked / settings.database.name
        held = Held(_looked_through(record), len(names) - 1, file.stat().st_size)
        aside = _move_aside(settings)
        if (unpacked / settings.checkpoints.name).is_dir():
            (unpacked / settings.checkpoints.name).replace(settings.checkpoints)
        record.replace(settings.database)  # last: without it the folder is one without comparisons
    return held, aside


def _checkpoints(folder: Path) -> Iterator[Path]:
    """The checkpoints that are there; whatever else lies among them is somebody else's."""
    for path in sorted(folder.glob("*/*/*")):
        if _is_checkpoint(path.relative_to(folder).parts):
            yield path


def _is_checkpoint(parts: tuple[str, ...]) -> bool:
    """Whether a path below the folder of checkpoints is one: job, position of the shard, step."""
    return len(parts) == 3 and bool(JOB.fullmatch(parts[0]) and parts[1].isdigit() and NAME.fullmatch(parts[2]))


def _add(archive: zipfile.ZipFile, path: Path, root: Path) -> bool:
    """Whether the file was still there: a newer one may have taken its place."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    archive.writestr(path.relative_to(root).as_posix(), data, zipfile.ZIP_STORED)
    return True


@contextmanager
def _copy(database: Path) -> Iterator[Path]:
    """The record as it is at one moment, in a file of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".backup-") as folder:
        copy = Path(folder) / database.name
        with told(database), closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        yield copy


def _looked_through(record: Path) -> int:
    """The number of comparisons in a record; `StoreUnusable` where it is none that this version can use."""
    with told(record), closing(sqlite3.connect(record)) as opened:
        opened.isolation_level = None
        check(record, opened)
        return int(opened.execute("SELECT count(*) FROM jobs WHERE parent IS NULL").fetchone()[0])


def _at_work(settings: ComparisonSettings) -> int:
    """Slots of the schedulers and workers that live; nobody works with a record that cannot be used."""
    try:
        with Store(settings.database) as store:
            return store.workers.slots(settings.lease_seconds)
    except StoreUnusable:
        return 0


def _unpack(file: Path, folder: Path, settings: ComparisonSettings) -> list[str]:
    """The names of what was unpacked; nothing but a record and checkpoints is."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            foreign = [name for name in names if not _belongs(name, settings)]
            if settings.database.name not in names or foreign:
                what = f"it holds {foreign[0]!r}" if foreign else f"it holds no {settings.database.name}"
                raise NoBackup(f"{file} is no backup of comparisons: {what}")
            damaged = archive.testzip()
            if damaged is not None:
                raise NoBackup(f"{file} is damaged: {damaged} fails its checksum")
            archive.extractall(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise NoBackup(f"{file} is no backup of comparisons: {error}") from error
    return names


def _belongs(name: str, settings: ComparisonSettings) -> bool:
    """Whether a backup may hold a file of that name."""
    parts = PurePosixPath(name).parts
    return name == settings.database.name or (
        parts[:1] == (settings.checkpoints.name,) and "/".join(parts) == name and _is_checkpoint(parts[1:])
    )


def _move_aside(settings: ComparisonSettings) -> list[Path]:
    """What was there, under names that say so."""
    if not settings.database.exists() and not settings.checkpoints.exists():
        return []
    moment = time.strftime("%Y%m%d-%H%M%S")
    names = (f"{ASIDE}-{moment}{'' if number == 1 else f'-{number}'}" for number in range(1, 1000))
    aside = next(each for each in (settings.var / name for name in names) if not each.exists())
    aside.mkdir()
    record = settings.database
    for each in (record, record.with_name(f"{record.name}-wal"), record.with_name(f"{record.name}-shm")):
        if each.exists():
            shutil.move(each, aside / each.name)
    if settings.checkpoints.exists():
        shutil.move(settings.checkpoints, aside / settings.checkpoints.name)
    return [aside]
