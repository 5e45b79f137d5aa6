"""The connections to the file of the record, and the transaction.

A shard's `state` is `leased` while a worker holds it, but whether it *runs* is decided by `expires` alone: nothing is
shown as running whose worker has gone silent, even before anyone has swept it up.

A job with a `parent` is a slice of the loss landscape of that comparison; it goes when the comparison goes.
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.comparisons.errors import StoreBusy
from app.comparisons.store.migration import bring_up, check
from app.comparisons.store.sqlite_errors import closed, told, unreadable
from app.comparisons.store.tables import VERSION

PATIENCE = 10.0
"""Seconds to wait for another process to end its write."""
LONGEST_CHECK = 5.0
"""Seconds for which a file is looked through at the start; a larger one is not looked through to its end."""


class Database:
    """One connection that writes and one that reads, safe to share between threads.

    Transactions are serial; a read never waits for one, whoever holds the write lock and for however long.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time, patience: float = PATIENCE):
        self.clock = clock
        self.path = path
        self._writing, self._reading = threading.RLock(), threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise closed(path, f"{path.parent}: {error.strerror}") from error
        refused = [each for each in (path, path.parent) if each.exists() and not os.access(each, os.R_OK | os.W_OK)]
        if refused:
            raise closed(path, f"{refused[0]} is read-only")
        with told(path):
            self._writer = connection(path, patience)
            self._reader = connection(path, patience)
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        with told(self.path):
            check(self.path, self._reader)
        self._write_ahead()
        # FULL: a submission that was answered, and the rows before a checkpoint, survive a power cut.
        self._writer.execute("PRAGMA synchronous=FULL")
        self._writer.execute("PRAGMA foreign_keys=ON")
        if self._pragma("user_version") < VERSION:
            with self.write() as cursor:
                bring_up(self.path, cursor, self._reader)
        with told(self.path):
            check(self.path, self._reader)

    def look_through(self, seconds: float = LONGEST_CHECK) -> None:
        """`StoreUnusable` where the file is damaged somewhere; a large one is looked through for so long only."""
        deadline = time.monotonic() + seconds
        with self._reading, told(self.path):
            self._reader.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
            try:
                found = self._reader.execute("PRAGMA quick_check(1)").fetchone()[0]
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                    return
                raise
            finally:
                self._reader.set_progress_handler(None, 0)
        if found != "ok":
            raise unreadable(self.path, str(found).splitlines()[-1])

    def _pragma(self, words: str) -> Any:
        with self._writing, told(self.path):
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
        with self._writing, told(self.path):
            cursor = self._writer.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    cursor.execute("ROLLBACK")
                raise

    def read(self, query: str, *values: Any, **named: Any) -> list[sqlite3.Row]:
        """All rows of one query, as they were committed last; within a transaction ask its cursor."""
        with self._reading, told(self.path):
            return self._reader.execute(query, named or values).fetchall()

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


def loads(text: str | None) -> Any:
    """The value of a JSON column, None for an empty one."""
    return None if text is None else json.loads(text)
