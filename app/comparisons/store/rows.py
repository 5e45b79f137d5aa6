"""Rows: the records of every run, kept as packed float64, NaN where there is no number."""

import json
from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.comparisons.errors import OutOfOrder
from app.comparisons.shard import Record, Shard
from app.comparisons.store.leases import Lease, Leases
from app.comparisons.store.schema import Database
from app.comparisons.store.table import Table


class Rows:
    """The records of one database."""

    def __init__(self, database: Database):
        self.database = database
        self.leases = Leases(database)

    def put(self, lease: Lease, records: Sequence[Record]) -> None:
        """Keep the records of a shard, all or none; a step that comes again replaces what was there."""
        packed = [
            (
                lease.shard,
                record.step,
                pack(record.train_loss),
                None if record.evaluation is None else pack(record.evaluation),
                bytes(record.diverged),
                *_end(record),
            )
            for record in records
        ]
        with self.database.write() as cursor:
            self.leases.require(cursor, lease)
            cursor.executemany(
                "INSERT INTO records (shard, step, train_loss, evaluation, diverged, choosing, error, hits)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (shard, step) DO UPDATE SET train_loss = excluded.train_loss,"
                " evaluation = excluded.evaluation, diverged = excluded.diverged, choosing = excluded.choosing,"
                " error = excluded.error, hits = excluded.hits",
                packed,
            )

    def restart(self, lease: Lease, step: int) -> None:
        """Drop what was recorded after `step`, where the shard goes on; everything for -1."""
        with self.database.write() as cursor:
            self.leases.require(cursor, lease)
            cursor.execute("DELETE FROM records WHERE shard = ? AND step > ?", (lease.shard, step))
            # What it was to go on from could not be used: then all of it is its own.
            cursor.execute(
                "UPDATE shards SET source = NULL WHERE id = ? AND json_extract(source, '$.steps') > ?",
                (lease.shard, step),
            )

    def require_last(self, lease: Lease) -> None:
        """`OutOfOrder` where the record of the shard's last step is missing, without which it is not finished."""
        found = self.database.read(
            "SELECT 1 FROM records JOIN shards ON shards.id = shard WHERE shard = ? AND records.step = steps",
            lease.shard,
        )
        if not found:
            raise OutOfOrder(f"shard {lease.position + 1} cannot be finished: the record of its last step is missing")

    def partial(self, shard: int, most: int) -> tuple[Shard, NDArray[np.int64], NDArray[np.float64]]:
        """One shard, up to `most` of its recorded steps, the first and the last among them, and the losses there.

        Losses are `(runs, steps)`, infinite from where a run diverged.
        """
        task = Shard.from_json(self.database.read("SELECT task FROM shards WHERE id = ?", shard)[0]["task"])
        known = [row["step"] for row in self.database.read("SELECT step FROM records WHERE shard = ?", shard)]
        known.sort()
        places = np.unique(np.linspace(0, len(known) - 1, min(most, len(known))).round().astype(np.int64))
        steps = np.array([known[place] for place in places], dtype=np.int64)
        wanted = question_marks(len(steps))
        rows = self.database.read(
            f"SELECT step, train_loss, diverged FROM records WHERE shard = ? AND step IN ({wanted})",
            shard,
            *steps.tolist(),
        )
        # A record may have been dropped between the two questions, by a worker that goes on from a checkpoint.
        by_step = {row["step"]: row for row in rows}
        steps = np.array([step for step in steps.tolist() if step in by_step], dtype=np.int64)
        losses = np.full((len(task.members), len(steps)), np.inf)
        for place, step in enumerate(steps.tolist()):
            loss = np.frombuffer(by_step[step]["train_loss"])
            gone = np.frombuffer(by_step[step]["diverged"], dtype=np.bool_)
            losses[:, place] = np.where(gone | ~np.isfinite(loss), np.inf, loss)
        return task, steps, losses

    def tasks(self, job: str) -> list[Shard]:
        """The shards of a comparison as they were queued, in the order of their positions."""
        rows = self.database.read("SELECT task FROM shards WHERE job = ? ORDER BY position", job)
        return [Shard.from_json(row["task"]) for row in rows]

    def table(self, job: str) -> Table:
        """All records of a job: one row per run of the plan, one column per recorded step."""
        shards = self.database.read("SELECT id, task, result FROM shards WHERE job = ? ORDER BY position", job)
        tasks = {row["id"]: Shard.from_json(row["task"]) for row in shards}
        rows = self.database.read(
            "SELECT shard, records.step AS step, train_loss, evaluation, diverged, choosing, error, hits FROM records"
            " JOIN shards ON shards.id = shard WHERE job = ?",
            job,
        )
        steps = np.array(sorted({row["step"] for row in rows}), dtype=np.int64)
        column = {int(step): place for place, step in enumerate(steps)}
        runs = sum(len(task.members) for task in tasks.values())
        table = Table.empty(runs, steps)
        for position, row in enumerate(shards):
            table.shard_of.update(dict.fromkeys((member.index for member in tasks[row["id"]].members), position))
        for row in rows:
            members = np.array([member.index for member in tasks[row["shard"]].members])
            place = column[row["step"]]
            table.train_loss[members, place] = np.frombuffer(row["train_loss"])
            if row["evaluation"] is not None:
                table.evaluation[members, place] = np.frombuffer(row["evaluation"])
            table.diverged[members, place] = np.frombuffer(row["diverged"], dtype=np.bool_)
            table.recorded[members, place] = True
            if row["choosing"] is not None:
                looked = np.frombuffer(row["choosing"])
                table.validation[members, place] = np.where(np.isnan(looked), np.inf, looked)
            if row["hits"] is not None:
                table.choosing[members] = np.frombuffer(row["choosing"])
                table.error[members] = np.frombuffer(row["error"])
                hits = np.array(array("q", row["hits"]), dtype=np.int64)
                hits = hits.reshape(len(members), len(hits) // len(members))
                table.hits.update(zip(members.tolist(), hits, strict=True))
        for row in shards:
            if row["result"] is not None:
                runs_of = [member.index for member in tasks[row["id"]].members]
                table.put_profile(runs_of, json.loads(row["result"]).get("profile"))
        return table


def _end(record: Record) -> tuple[bytes | None, ...]:
    """The columns that not every record has: the metric on the samples that choose, and of the last one the rest."""
    end = record.end
    if end is None:
        return None if record.validation is None else pack(record.validation), None, None
    return pack(end.choosing), pack(end.error), array("q", (step for hits in end.hits for step in hits)).tobytes()


def question_marks(count: int) -> str:
    """So many question marks for a query."""
    return ", ".join("?" * count)


def pack(values: Sequence[float | None]) -> bytes:
    """The numbers as float64 in the byte order of this machine, NaN for None; no number is looked at by Python."""
    return np.array(values, dtype=np.float64).tobytes()
