"""Rows: the records of every run, kept as packed float64, NaN where there is no number."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np

from app.runs.shard import Record, Shard
from app.runs.store.leases import Lease, Leases
from app.runs.store.schema import Database
from app.runs.table import Table


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
            )
            for record in records
        ]
        with self.database.write() as cursor:
            self.leases.hold(cursor, lease)
            cursor.executemany(
                "INSERT INTO records (shard, step, train_loss, evaluation, diverged) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (shard, step) DO UPDATE SET train_loss = excluded.train_loss,"
                " evaluation = excluded.evaluation, diverged = excluded.diverged",
                packed,
            )

    def restart(self, lease: Lease, step: int) -> None:
        """Drop what was recorded after `step`, where the shard goes on; everything for -1."""
        with self.database.write() as cursor:
            self.leases.hold(cursor, lease)
            cursor.execute("DELETE FROM records WHERE shard = ? AND step > ?", (lease.shard, step))

    def table(self, job: str) -> Table:
        """All records of a job: one row per run of the plan, one column per recorded step."""
        shards = self.database.read("SELECT id, task FROM shards WHERE job = ? ORDER BY position", job)
        tasks = {row["id"]: Shard.from_json(row["task"]) for row in shards}
        rows = self.database.read(
            "SELECT shard, records.step AS step, train_loss, evaluation, diverged FROM records"
            " JOIN shards ON shards.id = shard WHERE job = ?",
            job,
        )
        steps = np.array(sorted({row["step"] for row in rows}), dtype=np.int64)
        column = {int(step): place for place, step in enumerate(steps)}
        runs = sum(len(task.members) for task in tasks.values())
        table = Table.empty(runs, steps)
        for row in rows:
            members = np.array([member.index for member in tasks[row["shard"]].members])
            place = column[row["step"]]
            table.train_loss[members, place] = np.frombuffer(row["train_loss"])
            if row["evaluation"] is not None:
                table.evaluation[members, place] = np.frombuffer(row["evaluation"])
            table.diverged[members, place] = np.frombuffer(row["diverged"], dtype=np.bool_)
            table.recorded[members, place] = True
        return table


def pack(values: Iterable[float | None]) -> bytes:
    """The numbers as float64 in the byte order of this machine, NaN for None."""
    return array("d", (float("nan") if value is None else value for value in values)).tobytes()
