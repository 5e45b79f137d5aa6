"""Jobs: submitted once, watched, cancelled, settled when their last shard is over."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.comparisons.errors import QueueFull
from app.comparisons.planning.growing import Origin
from app.comparisons.shard import Shard, Task
from app.comparisons.store.ends import Ends
from app.comparisons.store.growing import queue
from app.comparisons.store.moves import extend
from app.comparisons.store.schema import Database, loads
from app.comparisons.store.views import Event, JobView, ShardView

PLAIN = ("id", "parent", "created", "started", "ended", "cancel_asked", "reason", "detail", "name", "removed")
UNDOABLE = 7 * 24 * 3600.0
"""Seconds for which a removed comparison is kept: it goes for good when another is removed after that."""
JSON = ("result", "source", "expires")
"""Of a shard, what is no value as it stands."""
COLUMNS = ", ".join((*PLAIN, "spec", "plan", "state", "origin"))


@dataclass(frozen=True)
class Submission:
    """What is queued: the identity, the two texts a person sees again, and the work."""

    digest: str
    spec: str
    plan: str
    shards: Sequence[Task]
    parent: str | None = None
    """The comparison that this is a slice of."""
    origins: Mapping[int, Origin] = field(default_factory=dict)
    """By place among the shards where runs are from that were trained before."""

    @property
    def id(self) -> str:
        """The name of the job: the first 16 digits of its digest."""
        return self.digest[:16]

    @property
    def noun(self) -> str:
        """What it is called in sentences."""
        return "comparison" if self.parent is None else "slice"


class Jobs:
    """The jobs of one database."""

    def __init__(self, database: Database):
        self.database = database

    def submit(self, submission: Submission, max_queued: int) -> bool:
        """Queue the job; whether it is new. One that failed or was cancelled is taken up again where it stopped.

        `QueueFull` when `max_queued` jobs are open already.
        """
        now = self.database.clock()
        with self.database.write() as cursor:
            known = cursor.execute("SELECT state FROM jobs WHERE id = ?", (submission.id,)).fetchone()
            cursor.execute("UPDATE jobs SET removed = NULL WHERE id = ?", (submission.id,))
            if known is not None and known["state"] in ("open", "finished"):
                return False
            waiting = cursor.execute("SELECT count(*) FROM jobs WHERE state = 'open'").fetchone()[0]
            if waiting >= max_queued:
                raise QueueFull(max_queued, _retry_after(cursor))
            if known is not None:
                self._revive(cursor, submission.id)
                return False
            cursor.execute(
                "INSERT INTO jobs (id, parent, digest, spec, plan, created) VALUES (?, ?, ?, ?, ?, ?)",
                (submission.id, submission.parent, submission.digest, submission.spec, submission.plan, now),
            )
            Ends(self.database.path).begin(submission.id)
            queue(self.database, cursor, submission.id, 0, submission.shards, submission.origins)
            self.database.tell(cursor, submission.id, "queued", f"The {submission.noun} waits for a worker.")
            settle(self.database, cursor, submission.id)  # all of it may be there already
            return True

    def _revive(self, cursor: sqlite3.Cursor, job: str) -> None:
        cursor.execute(
            "UPDATE jobs SET state = 'open', cancel_asked = NULL, reason = NULL, detail = NULL, ended = NULL"
            " WHERE id = ?",
            (job,),
        )
        cursor.execute(
            "UPDATE shards SET state = 'queued', failures = 0, interruptions = 0, not_before = 0, reason = NULL,"
            " detail = NULL WHERE job = ? AND state IN ('failed', 'cancelled')",
            (job,),
        )
        self.database.tell(cursor, job, "queued", "It is taken up again; what was finished is kept.")

    def cancel(self, job: str) -> bool:
        """Ask for the end of a job; False where there is none. One that is over already stays as it is."""
        with self.database.write() as cursor:
            found = cursor.execute("SELECT state, cancel_asked FROM jobs WHERE id = ?", (job,)).fetchone()
            if found is None:
                return False
            if found["state"] == "open" and found["cancel_asked"] is None:
                cursor.execute("UPDATE jobs SET cancel_asked = ? WHERE id = ?", (self.database.clock(), job))
                cursor.execute("UPDATE shards SET state = 'cancelled' WHERE job = ? AND state = 'queued'", (job,))
                self.database.tell(cursor, job, "cancelling", "Workers stop at the end of their step.")
                settle(self.database, cursor, job)
            return True

    def get(self, job: str) -> JobView | None:
        """The job as it is seen now, None where there is none."""
        rows = self.database.read(f"SELECT {COLUMNS} FROM jobs WHERE id = ?", job)
        return self._view(rows[0]) if rows else None

    def full_id(self, beginning: str) -> str | None:
        """The one comparison whose id begins so; None where there is none, or several."""
        rows = self.database.read(
            "SELECT id FROM jobs WHERE parent IS NULL AND substr(id, 1, ?) = ? LIMIT 2", len(beginning), beginning
        )
        return str(rows[0]["id"]) if len(rows) == 1 and beginning else None

    def recent(self, limit: int = 50) -> list[JobView]:
        """The newest comparisons, newest first."""
        rows = self.database.read(
            f"SELECT {COLUMNS} FROM jobs WHERE parent IS NULL AND removed IS NULL ORDER BY created DESC, id LIMIT ?",
            limit,
        )
        return [self._view(row) for row in rows]

    def rename(self, job: str, name: str | None) -> None:
        """Give a job a name of its own, or with None take it away."""
        with self.database.write() as cursor:
            cursor.execute("UPDATE jobs SET name = ? WHERE id = ?", (name, job))

    def remove(self, job: str) -> None:
        """Leave a job out of the lists; until `UNDOABLE` seconds later `restore` brings it back, then it is deleted."""
        now = self.database.clock()
        with self.database.write() as cursor:
            cursor.execute("UPDATE jobs SET removed = coalesce(removed, ?) WHERE id = ?", (now, job))
            cursor.execute("DELETE FROM jobs WHERE removed < ? AND state != 'open'", (now - UNDOABLE,))

    def restore(self, job: str) -> None:
        """Bring a removed job back into the lists."""
        with self.database.write() as cursor:
            cursor.execute("UPDATE jobs SET removed = NULL WHERE id = ?", (job,))

    def slices(self, job: str) -> list[JobView]:
        """The slices of a comparison, newest first."""
        rows = self.database.read(f"SELECT {COLUMNS} FROM jobs WHERE parent = ? ORDER BY created DESC, id", job)
        return [self._view(row) for row in rows]

    def _view(self, row: sqlite3.Row) -> JobView:
        shards = self.database.read(
            "SELECT id, position, members, steps, state, owner, expires, failures, interruptions, checkpoint, step,"
            " rate, reason, detail, result, source FROM shards WHERE job = ? ORDER BY position",
            row["id"],
        )
        now = self.database.clock()
        return JobView(
            **{name: row[name] for name in PLAIN},
            spec=loads(row["spec"]),
            plan=loads(row["plan"]),
            origin=loads(row["origin"]),
            stored=row["state"],
            shards=tuple(
                ShardView(
                    **{name: each[name] for name in each.keys() if name not in JSON},  # noqa: SIM118
                    alive=each["state"] == "leased" and each["expires"] > now,
                    result=loads(each["result"]),
                    source=loads(each["source"]),
                )
                for each in shards
            ),
        )

    def events(self, job: str, after: int = 0) -> list[Event]:
        """What happened to a job since the event `after`, oldest first."""
        rows = self.database.read("SELECT id, kind, message, at FROM events WHERE job = ? AND id > ?", job, after)
        return [Event(**dict(row)) for row in rows]

    def measured(self, limit: int = 100) -> list[tuple[Shard, float]]:
        """The newest finished shards that were executed in one go, with the seconds they took; newest first."""
        rows = self.database.read(
            "SELECT task, json_extract(result, '$.seconds') AS seconds FROM shards JOIN jobs ON jobs.id = job"
            " WHERE shards.state = 'finished' AND epoch = 1 AND source IS NULL AND parent IS NULL"
            " ORDER BY shards.id DESC LIMIT ?",
            limit,
        )
        return [(Shard.from_json(row["task"]), row["seconds"]) for row in rows if row["seconds"]]

    def unfinished(self) -> list[str]:
        """The jobs that may still need their checkpoints: open ones, and those that can be taken up again."""
        return [row["id"] for row in self.database.read("SELECT id FROM jobs WHERE state != 'finished'")]

    def forget(self, keep: int, parent: str | None = None) -> list[str]:
        """Remove the oldest comparisons that are over, or slices of `parent`, all but `keep`; the removed ones."""
        with self.database.write() as cursor:
            old = cursor.execute(
                "SELECT id FROM jobs WHERE state != 'open' AND parent IS ? ORDER BY created DESC LIMIT -1 OFFSET ?",
                (parent, keep),
            ).fetchall()
            cursor.executemany("DELETE FROM jobs WHERE id = ?", [(row["id"],) for row in old])
        return [row["id"] for row in old]


def settle(database: Database, cursor: sqlite3.Cursor, job: str) -> None:
    """End the job if none of its shards waits or is held, and no grid has to be moved."""
    states = {
        row["state"]: row
        for row in cursor.execute(
            "SELECT state, reason, detail FROM shards WHERE job = ? ORDER BY position DESC", (job,)
        )
    }
    if "queued" in states or "leased" in states:
        return
    asked = cursor.execute("SELECT cancel_asked FROM jobs WHERE id = ?", (job,)).fetchone()["cancel_asked"]
    reason = detail = None
    if asked is not None and states.keys() != {"finished"}:
        state, message = "cancelled", "Cancelled. What was recorded until then is kept."
    elif "failed" in states:
        reason, detail = states["failed"]["reason"], states["failed"]["detail"]
        state, message = "failed", f"Failed ({reason}): {detail}"
    elif extend(database, cursor, job):
        settle(database, cursor, job)  # what it was moved to may be there already
        return
    else:
        state, message = "finished", "All runs are over."
    cursor.execute(
        "UPDATE jobs SET state = ?, reason = ?, detail = ?, ended = ? WHERE id = ?",
        (state, reason, detail, database.clock(), job),
    )
    database.tell(cursor, job, state, message)


def _retry_after(cursor: sqlite3.Cursor) -> int:
    """Seconds until one of the waiting jobs may be over: what the oldest still needs, by its own plan."""
    row = cursor.execute(
        "SELECT jobs.plan AS plan, sum(members * step) * 1.0 / sum(members * steps) AS done FROM jobs"
        " JOIN shards ON shards.job = jobs.id WHERE jobs.state = 'open' GROUP BY jobs.id ORDER BY created LIMIT 1"
    ).fetchone()
    if row is None:
        return 1
    plan = loads(row["plan"])
    seconds = float(plan.get("whole_seconds", plan.get("seconds", 0.0))) * float(1 - row["done"])
    return max(1, min(600, round(seconds)))
