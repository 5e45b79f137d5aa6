"""Leases: a worker holds a shard for as long as its heartbeats come, and only the holder may write about it.

Each lease has an epoch, counted up per shard. Every write names its epoch and happens in one transaction with the check
that the lease is that one and has not run out; otherwise `LeaseLost`. So a worker that was paused, cut off or declared
dead cannot change anything when it comes back.

Writes that come over a network may come twice or in another order. They are numbered from 1 under each lease, and one
that was made before is `Repeated`, whatever has become of the lease since.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.comparisons.errors import LeaseLost, OutOfOrder, Repeated, TooManyShards
from app.comparisons.settings import Retries
from app.comparisons.shard import Finished, Shard
from app.comparisons.store.attempts import DUE, INTERRUPTED, put_back, unfinished
from app.comparisons.store.content import stored_content
from app.comparisons.store.jobs import settle
from app.comparisons.store.schema import Database


@dataclass(frozen=True)
class Lease:
    """The right to work on one shard, as JSON-friendly data."""

    shard: int
    epoch: int
    owner: str
    job: str
    position: int
    members: int
    task: str
    parent: str | None = None
    """The comparison that this is a slice of; None where the task is a shard."""
    sequence: int | None = None
    """The number of the write that is made under it; None where a write cannot come twice."""

    @property
    def work(self) -> Shard:
        """The shard to train."""
        return Shard.from_json(self.task)


HELD = (
    "SELECT shards.id AS shard, job, owner, leased_at, expires, cancel_asked FROM shards"
    " JOIN jobs ON jobs.id = job WHERE shards.state = 'leased'"
)


@dataclass(frozen=True)
class Held:
    """A lease as the scheduler sees it: who holds it, since when, and whether its end was asked for."""

    shard: int
    job: str
    owner: str
    leased_at: float
    expires: float
    cancel_asked: float | None


class Leases:
    """The leases of one database."""

    def __init__(self, database: Database):
        self.database = database

    def take(self, owner: str, seconds: float, claim: int = 0, most: int | None = None) -> Lease | None:
        """The next shard of the oldest job, held for `seconds`; None when nothing waits.

        `claim` counts the questions of an owner whose answers may be lost, and is kept with the shard. `most` is how
        many the owner and others with its token may hold at a time; `TooManyShards` where they do.
        """
        now = self.database.clock()
        if not self.waiting(1):  # a read first: idle workers then never ask for the write lock
            return None
        with self.database.write() as cursor:
            # The job first, then its shard: by these indexes nothing is sorted, however much waits.
            found = cursor.execute(
                "SELECT shards.id AS shard, epoch + 1 AS epoch, job, position, members, task, parent"
                " FROM shards INDEXED BY shards_by_job JOIN jobs ON jobs.id = job"
                f" WHERE shards.state = 'queued' AND {DUE} AND job = (SELECT id FROM jobs WHERE state = 'open'"
                " AND EXISTS (SELECT 1 FROM shards INDEXED BY shards_by_job WHERE job = jobs.id"
                f" AND shards.state = 'queued' AND {DUE}) ORDER BY created, id LIMIT 1) ORDER BY position LIMIT 1",
                {"now": now},
            ).fetchone()
            if found is None:
                return None
            if most is not None:
                require_room(cursor, holder_of(owner), most, now)
            lease = Lease(owner=owner, **dict(found))
            cursor.execute(
                "UPDATE shards SET state = 'leased', epoch = ?, owner = ?, expires = ?, leased_at = ?, rate = 0,"
                " claim = ?, sequence = 0 WHERE id = ?",
                (lease.epoch, owner, now + seconds, now, claim, lease.shard),
            )
            cursor.execute("UPDATE jobs SET started = coalesce(started, ?) WHERE id = ?", (now, lease.job))
            self.database.tell(cursor, lease.job, "started", f"Shard {lease.position + 1} has a worker.")
            return lease

    def waiting(self, most: int = 1000) -> int:
        """How many shards could be taken now; of more than `most` only so many are counted."""
        query = f"SELECT count(*) FROM (SELECT 1 FROM shards WHERE state = 'queued' AND {DUE} LIMIT {most:d})"
        return int(self.database.read(query, now=self.database.clock())[0][0])

    def require(self, cursor: sqlite3.Cursor, lease: Lease) -> float:
        """The time at which the lease stood, or `LeaseLost`; within the transaction of the write it guards.

        A write with a number is counted there: one that was made before is `Repeated`, one too early `OutOfOrder`.
        """
        now = self.database.clock()
        found = cursor.execute(
            "SELECT state = 'leased' AND expires > ? AS stands, sequence FROM shards"
            " WHERE id = ? AND epoch = ? AND owner = ?",
            (now, lease.shard, lease.epoch, lease.owner),
        ).fetchone()
        if found is not None and lease.sequence is not None and lease.sequence <= found["sequence"]:
            raise Repeated(f"write {lease.sequence} under epoch {lease.epoch} was made before")
        if found is None or not found["stands"]:
            raise lost(lease)
        if lease.sequence is not None:
            if lease.sequence > found["sequence"] + 1:
                raise OutOfOrder(f"write {lease.sequence} came where {found['sequence'] + 1} is the next")
            cursor.execute("UPDATE shards SET sequence = ? WHERE id = ?", (lease.sequence, lease.shard))
        return now

    def beat(self, lease: Lease, seconds: float, step: int, rate: float) -> None:
        """Extend the lease to `seconds` from now, and note how far the shard is and how fast (run steps per second)."""
        with self.database.write() as cursor:
            # From when it was seen to stand: who is paused between the two lines must not wake up with it renewed.
            now = self.require(cursor, lease)
            cursor.execute(
                "UPDATE shards SET expires = ?, step = ?, rate = ? WHERE id = ?",
                (now + seconds, step, rate, lease.shard),
            )

    def wanted(self, lease: Lease) -> bool:
        """Whether the work should go on: the lease stands and nobody asked for the job's end."""
        return bool(
            self.database.read(
                "SELECT 1 FROM shards JOIN jobs ON jobs.id = job WHERE shards.id = ? AND epoch = ? AND owner = ?"
                " AND shards.state = 'leased' AND expires > ? AND cancel_asked IS NULL",
                lease.shard,
                lease.epoch,
                lease.owner,
                self.database.clock(),
            )
        )

    def note(self, lease: Lease, kind: str, message: str) -> None:
        """Tell those who watch the job something about it."""
        with self.database.write() as cursor:
            self.require(cursor, lease)
            self.database.tell(cursor, lease.job, kind, f"Shard {lease.position + 1}: {message}")

    def checkpointed(self, lease: Lease, step: int) -> None:
        """Note that the shard can be resumed from `step`: failures and interruptions before it no longer count."""
        with self.database.write() as cursor:
            self.require(cursor, lease)
            cursor.execute(
                "UPDATE shards SET failures = 0, interruptions = 0, checkpoint = ? WHERE id = ? AND checkpoint < ?",
                (step, lease.shard, step),
            )

    def finish(self, lease: Lease, result: Finished) -> None:
        """The shard made all its steps."""
        told = result.to_json()
        content = None if lease.parent else self._content(lease.shard, told.get("made_with") or {})
        with self.database.write() as cursor:
            self.require(cursor, lease)
            cursor.execute(
                "UPDATE shards SET state = 'finished', step = steps, rate = 0, reason = NULL, detail = NULL,"
                " result = ?, content = ? WHERE id = ?",
                (json.dumps(told, allow_nan=False), content, lease.shard),
            )
            self.database.tell(cursor, lease.job, "part", f"Shard {lease.position + 1} is finished.")
            settle(self.database, cursor, lease.job)

    def _content(self, shard: int, made_with: Mapping[str, Any]) -> str | None:
        rows = self.database.read("SELECT task FROM shards WHERE id = ?", shard)
        return stored_content(rows[0]["task"], made_with) if rows else None

    def release(self, lease: Lease) -> None:
        """Give the shard back unfinished, without blame: it waits again, or is cancelled where that was asked."""
        with self.database.write() as cursor:
            self.require(cursor, lease)
            put_back(self.database, cursor, lease.shard, lease.job)

    def fail(self, lease: Lease, reason: str, detail: str, retries: Retries) -> None:
        """The holder reports that it could not go on."""
        with self.database.write() as cursor:
            self.require(cursor, lease)
            unfinished(self.database, cursor, lease.shard, reason, detail, retries)

    def take_back_from(self, owner: str, reason: str, detail: str, retries: Retries) -> int:
        """Take back what a worker held that is known to be dead; how many shards."""
        query = "SELECT id FROM shards INDEXED BY leased_by_owner WHERE state = 'leased' AND owner = ?"
        if not self.database.read(query, owner):
            return 0
        with self.database.write() as cursor:
            held = cursor.execute(query, (owner,)).fetchall()
            for row in held:
                unfinished(self.database, cursor, row["id"], reason, detail, retries)
        return len(held)

    def take_back_expired(self, retries: Retries, silent: Collection[Held] = ()) -> list[str]:
        """Take back every lease that ran out, and those of `silent` that are still as they were seen; their owners."""
        now = self.database.clock()
        query = "SELECT id, owner, expires FROM shards INDEXED BY leased_by_end WHERE state = 'leased'"
        if not silent:  # as a server asks at every claim: then nothing is read of the leases that stand
            query = f"{query} AND expires <= :now"
        known = {(each.shard, each.expires) for each in silent}

        def over(row: sqlite3.Row) -> bool:
            return row["expires"] <= now or (row["id"], row["expires"]) in known

        if not any(map(over, self.database.read(query, now=now))):
            return []
        with self.database.write() as cursor:
            expired = [row for row in cursor.execute(query, {"now": now}).fetchall() if over(row)]
            for row in expired:
                unfinished(self.database, cursor, row["id"], INTERRUPTED, "the worker went silent", retries)
        return [row["owner"] for row in expired]

    def held(self) -> list[Held]:
        """All leases, those that ran out included."""
        return [Held(**dict(row)) for row in self.database.read(HELD)]

    def held_of(self, shard: int) -> Held | None:
        """The lease of one shard, None where nobody has one."""
        rows = self.database.read(f"{HELD} AND shards.id = ?", shard)
        return Held(**dict(rows[0])) if rows else None


def holder_of(owner: str) -> str:
    """Whose token a worker on another machine has: its name is the holder's and that of its process."""
    return owner.partition("/")[0]


def require_room(cursor: sqlite3.Cursor, holder: str, most: int, now: float) -> None:
    """`TooManyShards` where the workers with that holder's token hold `most` shards already."""
    query = (
        "SELECT count(*) FROM shards INDEXED BY leased_by_owner"
        " WHERE state = 'leased' AND owner > ? AND owner < ? AND expires > ?"
    )
    # The names that begin with `holder/`; 0 is the sign after the slash.
    held = int(cursor.execute(query, (f"{holder}/", f"{holder}0", now)).fetchone()[0])
    if held >= most:
        shards = f"{most} shard{'s' * (most != 1)}"
        raise TooManyShards(f"the token {holder} may hold {shards} at a time and holds {held}")


def lost(lease: Lease) -> LeaseLost:
    """What is raised where the lease does not stand."""
    return LeaseLost(f"shard {lease.position + 1} of {lease.job} is no longer held under epoch {lease.epoch}")
