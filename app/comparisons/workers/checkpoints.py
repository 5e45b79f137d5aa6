"""Checkpoints on disk: atomic to write, checked when read, the last few kept.

A file is written under a temporary name, synchronised, renamed, and its folder synchronised; its first bytes are a
checksum over step and content. A file that fails its checksum is passed over for the one before it, and said so. The
name carries the lease's epoch, so that a worker that lost its lease cannot write over a file of its successor.
"""

import hashlib
import itertools
import os
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

NAME = re.compile(r"[0-9]{10}-[0-9]{6,}\.checkpoint")
JOB = re.compile(r"[0-9a-f]{16}")
"""The folder of a job."""
FOREIGN = ".foreign"
"""The ending of what lay where a checkpoint has to be."""
MAGIC = b"OPTIMIZER-PLAYGROUND-CHECKPOINT-1\n"
SUFFIX = ".checkpoint"


class Checkpoints:
    """The checkpoints of one shard under one lease, as `app.comparisons.shard.Checkpoints`."""

    def __init__(
        self,
        folder: Path,
        epoch: int,
        every: int,
        seconds: float,
        keep: int,
        before_save: Callable[[int], None],
        on_load: Callable[[int, str | None], None],
        at_end: Callable[[Path, int], None] | None = None,
    ):
        self.folder = folder
        self.epoch = epoch
        self.every = every
        self.seconds = seconds
        self.keep = keep
        self.before_save = before_save
        """Called with the step before a file becomes valid; what it raises prevents the file."""
        self.on_load = on_load
        """Called with the step that is gone on from (-1: the start) and a sentence if something was wrong."""
        self.at_end = at_end
        """Called with the newest file and its step when the shard is over, to move it; None removes it."""

    def load(self) -> bytes | None:
        """The newest content that passes its checksum, None where there is none."""
        damaged: list[int] = []
        for path in self._files():
            data = read(path)
            if data is not None:
                self.on_load(step_of(path), _damage(damaged, f"step {step_of(path)}"))
                return data
            damaged.append(step_of(path))
            with suppress(OSError):  # it may not be ours to remove; then it is passed over again
                path.unlink()
        self.on_load(-1, _damage(damaged, "the start"))
        return None

    def save(self, data: bytes, step: int) -> None:
        """Keep `data` as the newest checkpoint. OSError when it cannot be written; the older ones then stay."""
        if not self.folder.is_dir():
            _make_way(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{step:010d}-{self.epoch:06d}{SUFFIX}"
        temporary = path.with_suffix(".unfinished")
        for place in (path, temporary):
            if not place.is_file():
                _make_way(place)
        try:
            with temporary.open("wb") as file:
                file.write(MAGIC + _checksum(step, data))
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            self.before_save(step)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        _synchronise(self.folder)
        for old in self._files()[self.keep :]:
            with suppress(OSError):
                old.unlink()

    def over(self) -> None:
        """The shard is over: none is needed any more."""
        newest = next(iter(self._files()), None)
        if newest is not None and self.at_end is not None:
            with suppress(OSError):  # without it a longer comparison begins at the start
                self.at_end(newest, step_of(newest))
        self.remove()

    def remove(self) -> None:
        """Remove all of them."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _files(self) -> list[Path]:
        """The newest first; a folder, or a file of another name, is none of them."""
        if not self.folder.is_dir():
            return []
        found = (each for each in self.folder.iterdir() if NAME.fullmatch(each.name) and each.is_file())
        return sorted(found, reverse=True)


def read(path: Path) -> bytes | None:
    """The content of a checkpoint file, None if it is damaged or gone."""
    try:
        whole = path.read_bytes()
        step = step_of(path)
    except (OSError, ValueError):
        return None
    start = len(MAGIC) + hashlib.sha256().digest_size
    data = whole[start:]
    return data if whole[:start] == MAGIC + _checksum(step, data) else None


def step_of(path: Path) -> int:
    """The step that a checkpoint's name states."""
    return int(path.name.partition("-")[0])


def clear(folder: Path, keep: Iterable[str]) -> None:
    """Remove the checkpoints of all jobs but those in `keep`. What has not the name of a job is somebody else's."""
    wanted = set(keep)
    for each in folder.iterdir() if folder.is_dir() else ():
        if JOB.fullmatch(each.name) and each.name not in wanted:
            shutil.rmtree(each, ignore_errors=True)


def _make_way(path: Path) -> None:
    """Rename what lies where one of our files has to be, a folder or a link to nowhere; nothing if nothing does."""
    if path.is_symlink() or path.exists():
        names = (path.with_name(f"{path.name}{FOREIGN}-{number}") for number in itertools.count(1))
        path.rename(next(name for name in names if not name.exists()))


def _damage(damaged: list[int], instead: str) -> str | None:
    if not damaged:
        return None
    steps = ", ".join(map(str, damaged))
    return f"the checkpoint of step {steps} is damaged (its checksum differs); it goes on from {instead}."


def _checksum(step: int, data: bytes) -> bytes:
    digest = hashlib.sha256(step.to_bytes(8, "big"))
    digest.update(data)
    return digest.digest()


def _synchronise(folder: Path) -> None:
    """Make the rename itself durable; where folders cannot be opened (Windows) there is nothing to do."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
