"""Work done by hand: finished comparisons without torch and without waiting."""

from app.comparisons.shard import Record, Result
from app.comparisons.store import Store


def work(store: Store) -> None:
    """Do all that waits, with made-up numbers: the last member of every shard diverges at step 10."""
    while (lease := store.leases.take("hand", 60.0)) is not None:
        shard = lease.work
        count = len(shard.members)
        records = []
        for step in range(0, shard.steps + 1, shard.record_every):
            bad = (False,) * (count - 1) + (step >= 10,)
            loss = tuple(None if off else 1 / (1 + step + member) for member, off in enumerate(bad))
            records.append(Record(step, loss, loss if step == shard.steps else None, bad, 0.1))
        store.rows.put(lease, records)
        died = (None,) * (count - 1) + (10,)
        store.leases.finish(lease, Result("finished", shard.steps, (), (), died, "reference", "cpu", 1.0))
