"""What becomes of a shard that was not finished: it waits for another attempt, is given up, or is cancelled.

Two counts, for two sorts of ends. A *failure* is the shard's own: it raised, ran out of memory, crashed its process. An
*interruption* came from outside: its process was killed, its machine restarted, the record was locked. So a machine
that restarts every hour ends no job, and a job that breaks every time ends soon. Both begin anew at every new
checkpoint, and interruptions without one in between have a limit, too: a shard that never comes any further is not
tried for ever.
"""

import sqlite3

from app.comparisons.settings import Retries
from app.comparisons.store.jobs import settle
from app.comparisons.store.schema import Database

CRASHED = "crashed"
INTERRUPTED = "interrupted"
OUT_OF_MEMORY = "out of memory"
TIMED_OUT = "timed out"
DISK_FULL = "disk full"
UNFIT = "not possible"

LONGEST_WAIT = 600.0
"""Seconds before another attempt at most, by whatever count."""
DUE = f"(not_before <= :now OR not_before > :now + {LONGEST_WAIT})"
"""Whether a shard may be tried again. A time that no wait reaches was written before the clock was put back."""


def put_back(database: Database, cursor: sqlite3.Cursor, shard: int, job: str) -> None:
    """The shard waits again, without blame, or is cancelled where that was asked."""
    asked = cursor.execute("SELECT cancel_asked FROM jobs WHERE id = ?", (job,)).fetchone()["cancel_asked"]
    state = "queued" if asked is None else "cancelled"
    cursor.execute("UPDATE shards SET state = ?, rate = 0 WHERE id = ?", (state, shard))
    settle(database, cursor, job)


def unfinished(
    database: Database, cursor: sqlite3.Cursor, shard: int, reason: str, detail: str, retries: Retries
) -> None:
    """Count one failure or one interruption, by its reason: the shard is tried again after a while, or given up."""
    row = cursor.execute(
        "SELECT job, position, failures, interruptions, checkpoint, cancel_asked FROM shards"
        " JOIN jobs ON jobs.id = job WHERE shards.id = ?",
        (shard,),
    ).fetchone()
    if row["cancel_asked"] is not None:
        put_back(database, cursor, shard, row["job"])
        return
    blameless = reason == INTERRUPTED
    column, most = ("interruptions", retries.interruptions) if blameless else ("failures", retries.failures)
    count = row[column] + 1
    final = count >= most or reason in (TIMED_OUT, UNFIT)
    if final and blameless:
        detail = f"{count} times at step {row['checkpoint']}, without coming any further; at last {detail}"
    wait = min(LONGEST_WAIT, retries.seconds * 2 ** (count - 1))
    cursor.execute(
        f"UPDATE shards SET state = ?, {column} = ?, not_before = ?, reason = ?, detail = ?, rate = 0 WHERE id = ?",
        ("failed" if final else "queued", count, database.clock() + wait, reason, detail, shard),
    )
    what = "is given up" if final else f"goes on from step {row['checkpoint']}" if blameless else "is tried again"
    after = f"interruption {count}" if blameless else f"failure {count} of {most}"
    database.tell(
        cursor,
        row["job"],
        "part" if final else "retry",
        f"Shard {row['position'] + 1} {what} after {after} ({reason}: {detail}).",
    )
    settle(database, cursor, row["job"])
