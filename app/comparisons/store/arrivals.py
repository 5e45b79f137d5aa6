"""Comparisons that come finished: runs of other programs, and those of another record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from sqlite3 import Cursor
from typing import Any

from app.comparisons.store.schema import Database

Row = Mapping[str, Any]
COLUMNS = {
    "jobs": (
        "id", "parent", "digest", "spec", "plan", "state", "reason", "detail", "created", "started", "ended", "name",
        "origin",
    ),
    "shards": (
        "job", "position", "task", "members", "steps", "state", "epoch", "failures", "interruptions", "checkpoint",
        "step", "rate", "reason", "detail", "result", "content", "source",
    ),
    "records": ("shard", "step", "train_loss", "evaluation", "diverged", "choosing", "error", "hits"),
    "events": ("job", "kind", "message", "at"),
}  # fmt: skip
"""What is kept of a row that arrives; the rest has its usual value, for nobody works on it."""


@dataclass(frozen=True)
class Arrival:
    """A finished comparison or slice as rows of the tables; `id` is the beginning of its digest."""

    job: Row
    shards: Sequence[tuple[Row, Sequence[Row]]]
    """Each with its records."""
    events: Sequence[Row] = field(default_factory=tuple)

    @property
    def id(self) -> str:
        """The name of the job."""
        return str(self.job["digest"])[:16]


class Arrivals:
    """What arrives in one database."""

    def __init__(self, database: Database):
        self.database = database

    def known(self, job: str) -> str | None:
        """The state of a job that is here already; None where it is not."""
        rows = self.database.read("SELECT state FROM jobs WHERE id = ?", job)
        return str(rows[0]["state"]) if rows else None

    def take(self, arrival: Arrival) -> bool:
        """Keep it whole, in one transaction; False, and nothing changes, where a job of that name is here already."""
        with self.database.write() as cursor:
            # One that was removed is back in the lists, as when it is handed in again.
            cursor.execute("UPDATE jobs SET removed = NULL WHERE id = ?", (arrival.id,))
            if cursor.execute("SELECT 1 FROM jobs WHERE id = ?", (arrival.id,)).fetchone():
                return False
            _insert(cursor, "jobs", {**arrival.job, "id": arrival.id})
            for shard, records in arrival.shards:
                number = _insert(cursor, "shards", {**shard, "job": arrival.id})
                for record in records:
                    _insert(cursor, "records", {**record, "shard": number})
            for event in arrival.events:
                _insert(cursor, "events", {**event, "job": arrival.id})
        return True


def _insert(cursor: Cursor, table: str, row: Row) -> int | None:
    """The number of the row that is now in the table."""
    names = [name for name in COLUMNS[table] if name in row]
    marks = ", ".join("?" * len(names))
    cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [row[name] for name in names])
    return cursor.lastrowid
