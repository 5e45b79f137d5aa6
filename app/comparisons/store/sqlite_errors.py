"""What SQLite's errors mean to whoever keeps the record: busy, full, or a file that cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.comparisons.errors import StoreBusy, StoreFull, StoreUnusable

ELSEWHERE = "or name another folder in OPTIMIZER_PLAYGROUND_RUNS_VAR"
AWAY = f"put a copy of it in its place, move it away (then a new record is begun), {ELSEWHERE}"

# A write past a file-size limit or a full disk shows as an I/O error when it happens in the log or its index.
_NO_ROOM = (
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_TRUNCATE,
)
_UNREADABLE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_CLOSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raises `StoreBusy`, `StoreFull` or `StoreUnusable` where SQLite says so of the file; other errors as they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            raise
        plain = code & 0xFF
        if plain == sqlite3.SQLITE_BUSY:
            raise StoreBusy("the record of the runs is being written by another process; try again soon") from error
        if code in (sqlite3.SQLITE_FULL, *_NO_ROOM):
            raise StoreFull("the disk has no room for the record of the runs") from error
        if plain in _UNREADABLE:
            raise unreadable(path, str(error)) from error
        if plain in _CLOSED:
            raise closed(path, str(error)) from error
        if plain == sqlite3.SQLITE_IOERR:
            said = (
                f"the record of the runs, {path}, could not be read or written: {error}; look at its disk, {ELSEWHERE}"
            )
            raise StoreUnusable(said) from error
        raise


def unreadable(path: Path, why: str) -> StoreUnusable:
    """The file is damaged, or no record."""
    return StoreUnusable(f"{path} is not a readable record of the runs ({why}); {AWAY}")


def closed(path: Path, why: str) -> StoreUnusable:
    """The file or its folder may not be opened or written."""
    return StoreUnusable(
        f"the record of the runs, {path}, cannot be opened and written ({why}); let the user that runs this program"
        f" write the file and its folder, {ELSEWHERE}"
    )
