"""The tables, the connection and the transaction.

A shard's `state` is `leased` while a worker holds it, but whether it *runs* is decided by `expires` alone: nothing is
shown as running whose worker has gone silent, even before anyone has swept it up.

A job with a `parent` is a slice of the loss landscape of that comparison; it goes when the comparison goes.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.comparisons.errors import StoreBusy, StoreFull

VERSION = 3
PATIENCE = 10.0
"""Seconds to wait for another process to end its write."""

TABLES = """
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES jobs (id) ON DELETE CASCADE,
    digest TEXT NOT NULL UNIQUE,
    spec TEXT NOT NULL,
    plan TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'finished', 'failed', 'cancelled')),
    cancel_asked REAL,
    reason TEXT,
    detail TEXT,
    created REAL NOT NULL,
    started REAL,
    ended REAL
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, created);
CREATE INDEX jobs_by_parent ON jobs (parent, created);

CREATE TABLE shards (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    task TEXT NOT NULL,
    members INTEGER NOT NULL,
    steps INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'leased', 'finished', 'failed', 'cancelled')),
    epoch INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    expires REAL NOT NULL DEFAULT 0,
    leased_at REAL,
    not_before REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    checkpoint INTEGER NOT NULL DEFAULT 0,
    step INTEGER NOT NULL DEFAULT 0,
    rate REAL NOT NULL DEFAULT 0,
    reason TEXT,
    detail TEXT,
    result TEXT,
    UNIQUE (job, position)
) STRICT;
CREATE INDEX shards_by_state ON shards (state, not_before);

CREATE TABLE records (
    shard INTEGER NOT NULL REFERENCES shards (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    train_loss BLOB NOT NULL,
    evaluation BLOB,
    diverged BLOB NOT NULL,
    choosing BLOB,
    error BLOB,
    hits BLOB,
    UNIQUE (shard, step)
) STRICT;

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE INDEX events_by_job ON events (job, id);

CREATE TABLE workers (name TEXT PRIMARY KEY, slots INTEGER NOT NULL, seen REAL NOT NULL) STRICT;
"""


CHANGES = {
    1: """
ALTER TABLE jobs ADD COLUMN parent TEXT REFERENCES jobs (id) ON DELETE CASCADE;
CREATE INDEX jobs_by_parent ON jobs (parent, created)
""",
    2: """
ALTER TABLE records ADD COLUMN choosing BLOB;
ALTER TABLE records ADD COLUMN error BLOB;
ALTER TABLE records ADD COLUMN hits BLOB
""",
}
"""By version, what makes its tables those of the next one."""


class Database:
    """One connection that writes and one that reads, safe to share between threads.

    Transactions are serial; a read never waits for one, whoever holds the write lock and for however long.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time, patience: float = PATIENCE):
        self.clock = clock
        self._writing, self._reading = threading.RLock(), threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer, self._reader = (connection(path, patience) for _ in range(2))
        self._write_ahead()
        # FULL: a submission that was answered, and the rows before a checkpoint, survive a power cut.
        self._writer.execute("PRAGMA synchronous=FULL")
        self._writer.execute("PRAGMA foreign_keys=ON")
        while (version := self._version()) < VERSION:
            with self.write() as cursor:
                if self._version() == version:  # another process may have been faster
                    for statement in (CHANGES[version] if version else TABLES).split(";\n"):
                        cursor.execute(statement)
                    cursor.execute(f"PRAGMA user_version={version + 1 if version else VERSION}")
        if self._version() != VERSION:
            raise RuntimeError(f"{path} has tables of version {self._version()}, this program knows {VERSION}")

    def _version(self) -> int:
        return int(self._pragma("user_version"))

    def _pragma(self, words: str) -> Any:
        with self._writing, _told():
            return self._writer.execute(f"PRAGMA {words}").fetchone()[0]

    def _write_ahead(self) -> None:
        """Change to the write-ahead log; SQLite does not wait for others here as it does elsewhere."""
        deadline = time.monotonic() + 10
        while self._pragma("journal_mode") != "wal":
            try:
                self._pragma("journal_mode=WAL")
            except StoreBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Cursor]:
        """A transaction that holds the write lock from its start; rolled back when an exception leaves it."""
        with self._writing, _told():
            cursor = self._writer.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    cursor.execute("ROLLBACK")
                raise

    def read(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of one query, as they were committed last; within a transaction ask its cursor."""
        with self._reading, _told():
            return self._reader.execute(query, values).fetchall()

    def close(self) -> None:
        """Close both connections."""
        with self._writing, self._reading:
            self._reader.close()
            self._writer.close()

    def tell(self, cursor: sqlite3.Cursor, job: str, kind: str, message: str) -> None:
        """Note an event of a job, within the transaction of `cursor`."""
        cursor.execute(
            "INSERT INTO events (job, kind, message, at) VALUES (?, ?, ?, ?)", (job, kind, message, self.clock())
        )


def connection(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to the file, which waits `patience` seconds for a lock."""
    # Autocommit, because transactions are opened by hand: sqlite3 would open them too late.
    opened = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    opened.row_factory = sqlite3.Row
    return opened


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise StoreBusy("the record of the runs is being written by another process; try again soon") from error
        if error.sqlite_errorcode in (sqlite3.SQLITE_FULL, *_NO_ROOM):
            raise StoreFull("the disk has no room for the record of the runs") from error
        raise


# A write past a file-size limit or a full disk shows as an I/O error when it happens in the log or its index.
_NO_ROOM = (
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_TRUNCATE,
)


def loads(text: str | None) -> Any:
    """The value of a JSON column, None for an empty one."""
    return None if text is None else json.loads(text)
