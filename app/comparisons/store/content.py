"""What the runs of finished shards share, kept beside each of them, so that they are found by an index."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from app.comparisons.errors import BadShard
from app.comparisons.planning.content import content_of
from app.comparisons.shard import Shard


def stored_content(task: str, made_with: Mapping[str, Any]) -> str | None:
    """The content of a finished shard by what its result was made with; None where it is found by nobody."""
    try:
        return content_of(Shard.from_json(task), made_with)
    except BadShard:  # of an earlier version
        return None


def fill(cursor: sqlite3.Cursor) -> None:
    """Note it for every finished shard of a record that did not have it, where its versions are known."""
    rows = cursor.execute(
        "SELECT shards.id AS id, task, json_extract(result, '$.made_with') AS made FROM shards"
        " JOIN jobs ON jobs.id = job WHERE shards.state = 'finished' AND parent IS NULL"
    ).fetchall()
    known = ((stored_content(row["task"], json.loads(row["made"] or "{}")), row["id"]) for row in rows)
    cursor.executemany("UPDATE shards SET content = ? WHERE id = ?", known)
