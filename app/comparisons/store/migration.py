"""Brings the file of the record to this version: a new one gets its tables, an older one is copied and then changed.

All changes are one transaction, so that a file is of one version or of the other, whenever the program ends. The copy
stays beside it, under a name that says its version; docs/comparisons.md says how to go back to it.
"""

import logging
import os
import sqlite3
from pathlib import Path

from app.comparisons.errors import StoreUnusable
from app.comparisons.store.content import fill
from app.comparisons.store.sqlite_errors import AWAY, unreadable
from app.comparisons.store.tables import CHANGES, TABLES, VERSION, columns, expected

log = logging.getLogger("app.comparisons.store.migration")


def check(path: Path, connection: sqlite3.Connection) -> int:
    """The version of the file, 0 for a new one; `StoreUnusable` for one of a later version or of something else."""
    connection.execute("BEGIN")  # one look at both: another process may be making the tables
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        known = columns(connection)
    finally:
        connection.execute("ROLLBACK")
    if version == 0 and known:
        raise unreadable(path, f"it is a database of something else, with the tables {', '.join(sorted(known))}")
    if version > VERSION:
        raise StoreUnusable(
            f"{path} is a record of version {version}, written by a later version of this program; this one knows"
            f" {VERSION}. Run that later version, or {AWAY}"
        )
    if version == VERSION and (lacking := lacks(known)):
        raise unreadable(path, f"it says that it is of version {version}, but lacks {', '.join(lacking)}")
    return version


def lacks(known: dict[str, set[str]]) -> list[str]:
    """The columns that this version needs and the file has not, as `table.column`."""
    return sorted(
        f"{table}.{column}" for table, names in expected().items() for column in names - known.get(table, set())
    )


def bring_up(path: Path, cursor: sqlite3.Cursor, reader: sqlite3.Connection) -> None:
    """Make the tables those of this version, within the transaction of `cursor`; `reader` sees the file before it."""
    version = int(cursor.execute("PRAGMA user_version").fetchone()[0])
    if version >= VERSION:  # another process was faster
        return
    texts = [CHANGES[each] for each in range(version, VERSION)] if version else [TABLES]
    if version:
        copy = keep_copy(path, version, reader)
        log.warning("%s is of version %d and becomes one of %d; as it was it stays in %s", path, version, VERSION, copy)
    for text in texts:
        for statement in text.split(";\n"):
            cursor.execute(statement)
    if version:
        fill(cursor)
    cursor.execute(f"PRAGMA user_version={VERSION}")


def keep_copy(path: Path, version: int, reader: sqlite3.Connection) -> Path:
    """A whole copy of the file as it is, beside it; it is there entirely or not at all, and replaces none."""
    name = f"{path.stem}.version-{version}"
    names = (f"{name}{'' if number == 1 else f'-{number}'}{path.suffix}" for number in range(1, 1000))
    copy = next(each for each in map(path.with_name, names) if not each.exists())
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        target = sqlite3.connect(unfinished)
        try:
            reader.backup(target)
        finally:
            target.close()
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)
    return copy
