"""Runs that were trained before, as they are found in the record and copied into a comparison that has them too.

They are copies, so that either comparison can be deleted, exported or merged without the other. What was trained, when
and in which comparison stays with them (`source` of a shard), through copies of copies.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from app.comparisons.planning.content import end_of, runs_of
from app.comparisons.planning.growing import Candidate, Find, Origin
from app.comparisons.shard import Shard, Task
from app.comparisons.store.ends import Ends
from app.comparisons.store.schema import Database, loads

LOOKED_AT = 64
"""Finished shards of one content in which runs are looked for, the longest and largest."""
PER_MEMBER = ("train_loss", "evaluation", "diverged_at", "choosing", "values")
"""What a result, or a part of it, holds member by member."""
COPIED = "step, train_loss, evaluation, diverged, choosing, error, hits"


def finder(database: Database, cursor: sqlite3.Cursor | None = None) -> Find:
    """Finds finished shards by what their runs share; within a transaction by its cursor."""
    ends = Ends(database.path)

    def read(query: str, *values: object) -> list[sqlite3.Row]:
        return database.read(query, *values) if cursor is None else cursor.execute(query, values).fetchall()

    def find(content: str, like: Shard) -> Iterator[Candidate]:
        rows = read(
            "SELECT id, steps, task, json_extract(result, '$.diverged_at') AS diverged FROM shards"
            " INDEXED BY finished_by_content WHERE content = ? AND state = 'finished' AND steps <= ?"
            " ORDER BY steps DESC, members DESC, id DESC LIMIT ?",
            content,
            like.steps,
            LOOKED_AT,
        )
        for row in rows:
            task, shorter = Shard.from_json(row["task"]), row["steps"] < like.steps
            # A run whose metric alone was not finite at the end counts as diverged there, and in a longer run does not.
            odd = shorter and row["steps"] in json.loads(row["diverged"])
            if odd or (shorter and not ends.there(end_of(task, content))):
                continue
            yield Candidate(row["id"], task, runs_of(task))

    return find


def queue(
    database: Database,
    cursor: sqlite3.Cursor,
    job: str,
    first: int,
    shards: Sequence[Task],
    origins: Mapping[int, Origin],
) -> None:
    """Put shards into a job, from position `first` on: those with an origin with what was trained, the rest to run.

    Where the shard that an origin names is gone, everything is run.
    """
    for place, shard in enumerate(shards):
        origin = origins.get(place)
        if (
            origin is None
            or not isinstance(shard, Shard)
            or not _copy(database, cursor, job, first + place, shard, origin)
        ):
            cursor.execute(
                "INSERT INTO shards (job, position, task, members, steps) VALUES (?, ?, ?, ?, ?)",
                (job, first + place, shard.to_json(), shard.width, shard.steps),
            )


def _copy(database: Database, cursor: sqlite3.Cursor, job: str, position: int, shard: Shard, origin: Origin) -> bool:
    """Insert the shard with the records of its origin; False where that is not there any more."""
    row = cursor.execute(
        "SELECT shards.id AS id, job, task, members, result, content, source, name, plan FROM shards"
        " JOIN jobs ON jobs.id = job WHERE shards.id = ? AND shards.state = 'finished' AND steps = ? AND content = ?",
        (origin.shard, origin.steps, origin.content),
    ).fetchone()
    if row is None:
        return False
    task = Shard.from_json(row["task"])
    # Of a shard that was deleted since the plan another one may have the number.
    there = dict(enumerate(runs_of(task)))
    if [there.get(place) for place in origin.places] != runs_of(shard):
        return False
    whole = origin.steps == shard.steps
    if not whole:
        end = end_of(task, row["content"])
        if not Ends(database.path).lay(end, origin.steps, job, position):
            return False
    result = loads(row["result"])
    source = loads(row["source"])
    if source is None or source["steps"] < origin.steps:
        source = {
            "job": row["job"],
            "title": row["name"] or loads(row["plan"])["sentence"].partition(", about ")[0],
            "date": result["made_with"].get("date", ""),
            "steps": origin.steps,
        }
    state = "finished" if whole else "queued"
    cursor.execute(
        "INSERT INTO shards (job, position, task, members, steps, state, step, checkpoint, content, source, result)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            job, position, shard.to_json(), shard.width, shard.steps, state, origin.steps,
            0 if whole else origin.steps, row["content"] if whole else None, json.dumps(source),
            json.dumps(_result(result, origin.places), allow_nan=False) if whole else None,
        ),
    )  # fmt: skip
    number = cursor.lastrowid
    # The record of the end of a shorter run, where there is one here, is made anew when it goes on from there.
    which = "shard = ? AND (step % ? = 0 OR step = ?)"
    asked = (row["id"], shard.record_every, shard.steps)
    if origin.places == tuple(range(row["members"])):
        cursor.execute(
            f"INSERT INTO records (shard, {COPIED}) SELECT ?, {COPIED} FROM records WHERE {which}",
            (number, *asked),
        )
        return True
    marks = ", ".join("?" * (COPIED.count(",") + 2))
    records = cursor.execute(f"SELECT {COPIED} FROM records WHERE {which}", asked).fetchall()
    cursor.executemany(
        f"INSERT INTO records (shard, {COPIED}) VALUES ({marks})",
        [(number, *_picked(record, row["members"], list(origin.places))) for record in records],
    )
    return True


def _result(result: Mapping[str, Any], places: Sequence[int]) -> dict[str, Any]:
    """The result for the members at these places."""

    def picked(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {inner: picked(inner, each) for inner, each in value.items()}
        return [value[place] for place in places] if name in PER_MEMBER and value else value

    return {name: picked(name, value) for name, value in result.items()}


def _picked(record: sqlite3.Row, members: int, places: list[int]) -> tuple[Any, ...]:
    """The columns of a record for the members at these places."""

    def numbers(packed: bytes | None) -> bytes | None:
        return None if packed is None else np.frombuffer(packed)[places].tobytes()

    hits = record["hits"]
    if hits is not None:
        hits = np.array(array("q", hits), dtype=np.int64).reshape(members, -1)[places].tobytes()
    return (
        record["step"],
        numbers(record["train_loss"]),
        numbers(record["evaluation"]),
        np.frombuffer(record["diverged"], dtype=np.bool_)[places].tobytes(),
        numbers(record["choosing"]),
        numbers(record["error"]),
        hits,
    )
