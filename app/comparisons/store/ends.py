"""The states in which finished shards ended: from there a comparison with more steps goes on.

One is the last checkpoint of its shard, moved here instead of removed, under a name that says which runs it is of. They
are kept for a stated time and up to a stated size, and whatever is not here any more is trained again from the start.
"""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

ENDING = ".checkpoint"


class Ends:
    """Those that lie beside one record."""

    def __init__(self, record: Path):
        self.folder = record.with_name("ends")
        self.checkpoints = record.with_name("checkpoints")
        """Where shards have the checkpoints that they go on from: a folder for each, by job and position."""

    def there(self, end: str) -> bool:
        """Whether the state of that name (`planning.content.end_of`) is here."""
        return self._path(end).is_file()

    def keep(self, file: Path, end: str, most: int, seconds: float) -> None:
        """Move the last checkpoint of a shard here; the oldest go, that none is older and all have no more bytes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self._path(end)
        file.replace(target)
        os.utime(target)
        self.prune(most, seconds)

    def begin(self, job: str) -> None:
        """Remove the checkpoints of a job of that name that was deleted: its shards may have held other runs."""
        shutil.rmtree(self.checkpoints / job, ignore_errors=True)

    def lay(self, end: str, steps: int, job: str, position: int) -> bool:
        """Have a shard begin with that state, after so many steps; False where it is not here any more."""
        folder = self.checkpoints / job / str(position)
        target = folder / f"{steps:010d}-000000{ENDING}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            try:
                os.link(self._path(end), target)
            except FileNotFoundError:
                raise
            except OSError:  # a file system without links
                shutil.copyfile(self._path(end), target)
        except OSError:
            return False
        return True

    def prune(self, most: int, seconds: float) -> None:
        """Remove those that are older, and the oldest beyond so many bytes."""
        found = []
        for each in self.folder.glob(f"*{ENDING}"):
            with suppress(OSError):  # another process was faster
                known = each.stat()
                found.append((known.st_mtime, known.st_size, each))
        size, now = 0, time.time()
        for at, bytes_, each in sorted(found, reverse=True):
            size += bytes_
            if size > most or now - at > seconds:
                with suppress(OSError):
                    each.unlink()

    def _path(self, end: str) -> Path:
        return self.folder / f"{end}{ENDING}"
