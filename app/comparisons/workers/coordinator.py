"""What a worker asks for work and reports to: one interface, and the store of this machine behind it.

Everything a worker knows of the record goes through a `Coordinator`; `app.comparisons.workers.remote` has the one that
speaks HTTP. Each write stands under the lease that it names, and is `LeaseLost` once that is no longer its writer's.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

from app.comparisons.planning.content import content_of, end_of, versions_now
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Checkpoints as CheckpointsOfShard
from app.comparisons.shard import Finished, Record
from app.comparisons.store import Store
from app.comparisons.store.leases import Lease
from app.comparisons.workers.checkpoints import Checkpoints

Standing = Literal["wanted", "cancelled", "lost"]
"""Whether the work under a lease should go on, or why not."""

Resumed = Callable[[int, str | None], None]
"""Called with the step that is gone on from (-1: the start) and a sentence if something was wrong with a checkpoint."""


class KeptCheckpoints(CheckpointsOfShard, Protocol):
    """The checkpoints of one shard, which can also be thrown away."""

    def remove(self) -> None:
        """Remove all of them."""

    def over(self) -> None:
        """The shard is over: they are needed no more."""


class Coordinator(Protocol):
    """Hands out shards and takes what becomes of them."""

    def waiting(self) -> bool:
        """Whether asking for a shard may be worth while; changes nothing."""

    def claim(self, owner: str) -> Lease | None:
        """The next shard, held until heartbeats are missing; None when nothing waits."""

    def beat(self, lease: Lease, step: int, rate: float) -> None:
        """Keep the lease, and note how far the shard is and how fast (run steps per second)."""

    def standing(self, lease: Lease) -> Standing:
        """Whether the work should go on."""

    def note(self, lease: Lease, kind: str, message: str) -> None:
        """Tell those who watch the job something about the shard."""

    def restart(self, lease: Lease, step: int) -> None:
        """Drop what was recorded after `step`, where the shard goes on; everything for -1."""

    def records(self, lease: Lease, records: Sequence[Record]) -> None:
        """Keep the records; a step that comes again replaces what was there."""

    def checkpoints(self, lease: Lease, resumed: Resumed) -> KeptCheckpoints:
        """Where the shard keeps its place; `resumed` is called when that is looked up."""

    def finish(self, lease: Lease, result: Finished) -> None:
        """The shard made all its steps."""

    def release(self, lease: Lease) -> None:
        """Give the shard back unfinished, without blame."""

    def fail(self, lease: Lease, reason: str, detail: str) -> None:
        """Report that the shard could not be gone on with."""

    def apart(self) -> "Coordinator":
        """The same for another thread, which may wait for this one; closed by who asked for it."""

    def close(self) -> None:
        """Let go of what it has open."""

    def __enter__(self) -> Self:
        """The coordinator itself."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""


class LocalCoordinator:
    """The coordinator over the store and the checkpoints of this machine."""

    def __init__(self, settings: ComparisonSettings):
        self.settings = settings
        self.store = Store(settings.database)

    def waiting(self) -> bool:
        """Whether a shard can be taken now."""
        return self.store.leases.waiting() > 0

    def claim(self, owner: str) -> Lease | None:
        """The next shard of the oldest job."""
        return self.store.leases.take(owner, self.settings.lease_seconds)

    def beat(self, lease: Lease, step: int, rate: float) -> None:
        """Extend the lease from now."""
        self.store.leases.beat(lease, self.settings.lease_seconds, step, rate)

    def standing(self, lease: Lease) -> Standing:
        """As the record has it."""
        if self.store.leases.wanted(lease):
            return "wanted"
        job = self.store.jobs.get(lease.job)
        return "cancelled" if job is not None and job.cancel_asked is not None else "lost"

    def note(self, lease: Lease, kind: str, message: str) -> None:
        """An event of the job."""
        self.store.leases.note(lease, kind, message)

    def restart(self, lease: Lease, step: int) -> None:
        """Rows beyond the step go."""
        self.store.rows.restart(lease, step)

    def records(self, lease: Lease, records: Sequence[Record]) -> None:
        """Rows, all or none."""
        self.store.rows.put(lease, records)

    def checkpoints(self, lease: Lease, resumed: Resumed) -> KeptCheckpoints:
        """Files in the folder of the shard."""
        found = stored_checkpoints(self.settings, self.store, lease, resumed)
        shard, settings = lease.work, self.settings
        # A schedule that ends with the shard goes on to nowhere.
        if settings.reuse and (shard.schedule is None or shard.schedule["horizon"] != shard.steps):

            def keep(file: Path, step: int) -> None:
                content = content_of(shard, versions_now(shard))
                if step == shard.steps and content is not None:
                    end = end_of(shard, content)
                    self.store.ends.keep(file, end, settings.keep_ends_bytes, settings.keep_ends_seconds)

            found.at_end = keep
        return found

    def finish(self, lease: Lease, result: Finished) -> None:
        """The shard is finished, and its job where it was the last one."""
        self.store.leases.finish(lease, result)

    def release(self, lease: Lease) -> None:
        """The shard waits again, or is cancelled where that was asked."""
        self.store.leases.release(lease)

    def fail(self, lease: Lease, reason: str, detail: str) -> None:
        """One failure or interruption more."""
        self.store.leases.fail(lease, reason, detail, self.settings.retries)

    def apart(self) -> "LocalCoordinator":
        """With connections of its own, so that neither waits for the other's transaction."""
        return LocalCoordinator(self.settings)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        """The coordinator itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()


def stored_checkpoints(settings: ComparisonSettings, store: Store, lease: Lease, resumed: Resumed) -> Checkpoints:
    """The checkpoints of a lease on the disk of the record, each noted there before it becomes valid."""
    return Checkpoints(
        settings.checkpoints / lease.job / str(lease.position),
        lease.epoch,
        settings.checkpoint_steps,
        settings.checkpoint_seconds,
        settings.keep_checkpoints,
        before_save=lambda step: store.leases.checkpointed(lease, step),
        on_load=resumed,
    )
