"""Leases of workers on other machines, whose questions and answers may be lost, late, or somebody else's."""

from dataclasses import replace

from app.comparisons.errors import LeaseLost, OutOfOrder, Repeated
from app.comparisons.store.leases import Lease, lost
from app.comparisons.store.schema import Database


class RemoteLeases:
    """The leases of one database, as they are asked for from elsewhere."""

    def __init__(self, database: Database):
        self.database = database

    def take_again(self, owner: str, seconds: float, claim: int) -> Lease | None:
        """What `owner` holds already: an answer to it was lost. None where it holds nothing.

        To the same `claim` it is the same lease; to a later one it is a new lease, under which nothing was written.
        """
        now = self.database.clock()
        query = (
            "SELECT shards.id AS shard, epoch, owner, job, position, members, task, parent, claim"
            " FROM shards INDEXED BY leased_by_owner JOIN jobs ON jobs.id = job"
            " WHERE shards.state = 'leased' AND owner = ? AND expires > ?"
        )
        if not self.database.read(query, owner, now):
            return None
        with self.database.write() as cursor:
            found = cursor.execute(query, (owner, now)).fetchone()
            if found is None:
                return None
            told = dict(found)
            before = told.pop("claim")
            if claim == before:
                return Lease(**told)
            if claim < before:
                raise OutOfOrder(f"claim {claim} of {owner} came after claim {before}")
            cursor.execute(
                "UPDATE shards SET epoch = epoch + 1, claim = ?, sequence = 0, expires = ? WHERE id = ?",
                (claim, now + seconds, told["shard"]),
            )
            return Lease(**{**told, "epoch": told["epoch"] + 1})

    def regain(self, lease: Lease, seconds: float) -> Lease:
        """A new lease for a holder that was cut off, if nobody has held the shard since; `LeaseLost` otherwise.

        What it wrote stands, and its writes go on being counted: so it can send what it made meanwhile.
        """
        now = self.database.clock()
        with self.database.write() as cursor:
            changed = cursor.execute(
                "UPDATE shards SET state = 'leased', epoch = epoch + 1, expires = ? WHERE id = ? AND epoch = ?"
                " AND owner = ? AND (state = 'queued' OR (state = 'leased' AND expires <= ?))"
                " AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = job AND jobs.state = 'open' AND cancel_asked IS NULL)",
                (now + seconds, lease.shard, lease.epoch, lease.owner, now),
            ).rowcount
            if not changed:
                raise lost(lease)
            self.database.tell(cursor, lease.job, "started", f"Shard {lease.position + 1} has its worker again.")
            return replace(lease, epoch=lease.epoch + 1)

    def named(self, shard: int, epoch: int, owner: str) -> Lease:
        """The lease of those three names, without its task; `LeaseLost` where there is no such shard."""
        rows = self.database.read(
            "SELECT job, position, members, parent FROM shards JOIN jobs ON jobs.id = job WHERE shards.id = ?", shard
        )
        if not rows:
            raise LeaseLost(f"there is no shard {shard} any more")
        return Lease(shard=shard, epoch=epoch, owner=owner, task="", **dict(rows[0]))

    def require_standing(self, lease: Lease) -> None:
        """`LeaseLost` where the lease does not stand now."""
        standing = self.database.read(
            "SELECT 1 FROM shards WHERE id = ? AND epoch = ? AND owner = ? AND state = 'leased' AND expires > ?",
            lease.shard,
            lease.epoch,
            lease.owner,
            self.database.clock(),
        )
        if not standing:
            raise lost(lease)

    def require_next(self, lease: Lease) -> None:
        """Raise what `require` would for the write that the lease numbers; nothing is written."""
        rows = self.database.read(
            "SELECT sequence FROM shards WHERE id = ? AND epoch = ? AND owner = ?",
            lease.shard,
            lease.epoch,
            lease.owner,
        )
        if not rows:
            raise lost(lease)
        if lease.sequence is not None and lease.sequence <= rows[0]["sequence"]:
            raise Repeated(f"write {lease.sequence} under epoch {lease.epoch} was made before")
