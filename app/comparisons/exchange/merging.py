"""Finished comparisons of another record, taken into this one with their slices; the same job is never there twice.

The other file is copied and the copy brought to this version, so that it stays as it is. A comparison is taken only if
its numbers can be read as a page would read them.
"""

import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from descent.errors import DescentError

from app.comparisons.errors import BadFile, ComparisonError, StoreUnusable
from app.comparisons.results import report
from app.comparisons.results.made_with import earlier
from app.comparisons.results.summary import summarise
from app.comparisons.shard import Backend
from app.comparisons.store import Store, migration
from app.comparisons.store.arrivals import COLUMNS, Arrival, Arrivals
from app.comparisons.store.views import IMPORTED, JobView
from app.workloads.card import BadOption

BACKENDS = (*get_args(Backend), IMPORTED)
MAGIC = b"SQLite format 3\x00"


@dataclass
class Merged:
    """What became of each comparison of the other record, by id."""

    taken: list[str] = field(default_factory=list)
    slices: int = 0
    known: list[str] = field(default_factory=list)
    """Here already, whatever their state."""
    unfinished: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    """With why."""
    earlier: int = 0
    """Of those taken: made with an earlier version of something than this program has."""


def is_record(path: Path) -> bool:
    """Whether a file begins as every SQLite database does."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror or error}") from error


def merge(path: Path, into: Store) -> Merged:
    """Take what is finished in the record at `path`; `BadFile` where it is no record that this version can read."""
    if into.database.path.exists() and path.resolve() == into.database.path.resolve():
        raise BadFile(f"{path} is the record of this site itself; name another one")
    with tempfile.TemporaryDirectory(prefix="merge-") as folder:
        copy = Path(folder) / "other.sqlite3"
        try:
            with (
                closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
            with _quiet(migration.log), Store(copy) as other:
                other.database.look_through()
                return _merge(other, Arrivals(into.database))
        except (sqlite3.Error, StoreUnusable) as error:
            raise BadFile(
                f"{path.name} is no record that can be merged: {error}".replace(str(copy), path.name)
            ) from error


@contextmanager
def _quiet(log: logging.Logger) -> Iterator[None]:
    """Nothing is logged meanwhile: where a copy of the copy stays is nobody's business."""
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _merge(other: Store, here: Arrivals) -> Merged:
    found = Merged()
    rows = other.database.read("SELECT id FROM jobs WHERE parent IS NULL AND removed IS NULL ORDER BY created, id")
    for job in [str(row["id"]) for row in rows]:
        view = other.jobs.get(job)
        if view is None:
            continue
        if here.known(job) is not None:
            found.known.append(job)
        elif view.state != "finished":
            found.unfinished.append(job)
        elif why := _unreadable(other, view):
            found.unreadable[job] = why
        elif here.take(_arrival(other, job)):
            found.taken.append(job)
            found.earlier += earlier(view) is not None
            for each in other.jobs.slices(job):
                if each.state == "finished" and here.known(each.id) is None:
                    found.slices += here.take(_arrival(other, each.id))
    return found


def _unreadable(other: Store, view: JobView) -> str | None:
    """Why the pages could not show it; None where they can."""
    try:
        if view.spec["backend"] not in BACKENDS:
            return f"its backend is {str(view.spec['backend'])[:40]!r}"
        report.page(view, summarise(view, other.rows.table(view.id)))
        earlier(view)
    except (ComparisonError, BadOption, DescentError, LookupError, ValueError, TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"[:200]
    if not str(other.database.read("SELECT digest FROM jobs WHERE id = ?", view.id)[0][0]).startswith(view.id):
        return "its id is not the beginning of its digest"
    return None


def _arrival(other: Store, job: str) -> Arrival:
    """One job as it stands in the other record."""

    def rows(table: str, where: str, value: Any) -> list[dict[str, Any]]:
        names = ", ".join((*COLUMNS[table], *(("id AS number",) if table == "shards" else ())))
        return [dict(row) for row in other.database.read(f"SELECT {names} FROM {table} WHERE {where} = ?", value)]

    (row,) = rows("jobs", "id", job)
    shards = [(shard, rows("records", "shard", shard["number"])) for shard in rows("shards", "job", job)]
    return Arrival(row, shards, rows("events", "job", job))
