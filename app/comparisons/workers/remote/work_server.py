"""What a server answers to workers on other machines: the same as the store does to one of its own.

It knows nothing of HTTP. A worker is named by the holder of its token and by its process, so that one token's workers
cannot speak for another's; the lease and its epoch decide what may be written, as they do here.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.comparisons.errors import LeaseLost, OutOfOrder, Repeated, Unwelcome
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Record, Result
from app.comparisons.store import Store
from app.comparisons.store.attempts import CRASHED, DISK_FULL, INTERRUPTED, OUT_OF_MEMORY
from app.comparisons.store.leases import Lease, holder_of
from app.comparisons.store.worker_tokens import of_engine
from app.comparisons.versions import all_versions, library_version
from app.comparisons.workers.checkpoints import Checkpoints
from app.comparisons.workers.coordinator import Resumed, Standing, stored_checkpoints
from app.comparisons.workers.remote.arriving import Arriving
from app.comparisons.workers.remote.messages import (
    PROTOCOL,
    Assigned,
    Beat,
    Checkpoint,
    Claim,
    Ended,
    Fail,
    Finish,
    FinishSlice,
    Forget,
    Hello,
    Note,
    Records,
    Release,
    Report,
    Restart,
    Welcome,
    versions_digest,
)

NAMED = 3
"""Versions that are named where more differ."""
ENDINGS = (CRASHED, INTERRUPTED, OUT_OF_MEMORY, DISK_FULL)
"""Why a process may be gone."""


REFUSALS = 50
"""Refusals that are remembered."""


@dataclass(frozen=True)
class Refusal:
    """A worker that was not taken, why, and when (seconds since 1970)."""

    owner: str
    why: str
    at: float


class WorkServer:
    """Answers to workers over one store; safe to share between threads."""

    def __init__(self, settings: ComparisonSettings, store: Callable[[], Store]):
        self.settings = settings
        self._store = store
        self._seen: dict[str, float] = {}
        self._refusals: list[Refusal] = []
        self._lock = threading.Lock()

    @property
    def store(self) -> Store:
        """The store, opened when it is first needed."""
        return self._store()

    def holder(self, token: str) -> str | None:
        """Whose token it is; None for one that is unknown."""
        return self.store.worker_tokens.holder(token)

    def hello(self, owner: str, said: Hello, max_body_bytes: int) -> Welcome:
        """How the server wants to be asked; `Unwelcome` for a worker that would compute something else."""
        try:
            return self._welcome(said, max_body_bytes)
        except Unwelcome as refusal:
            with self._lock:
                self._refusals = [*self._refusals[1 - REFUSALS :], Refusal(owner, str(refusal), time.time())]
            raise

    def refusals(self) -> dict[str, Refusal]:
        """The last refusal of each holder of a token, as far as it is remembered."""
        with self._lock:
            return {each.owner.partition("/")[0]: each for each in self._refusals}

    def _welcome(self, said: Hello, max_body_bytes: int) -> Welcome:
        if said.protocol != PROTOCOL:
            raise Unwelcome(
                f"this worker speaks version {said.protocol} of the protocol and the server {PROTOCOL}: install the"
                f" server's version of optimizer-playground, {library_version('optimizer-playground')}, on this machine"
            )
        if differing := differences(said.versions):
            raise Unwelcome(
                f"this worker (optimizer-playground {said.program}) would compute something else than its server"
                f" ({library_version('optimizer-playground')}), because they differ in {listed(differing)}: install"
                f" the same program, with the same libraries, on both{libraries(said.versions)}"
            )
        names = Welcome.model_fields.keys() & ComparisonSettings.model_fields.keys()
        told = self.settings.model_dump(include=set(names))
        own = {"poll_seconds": self.settings.remote_poll_seconds, "max_body_bytes": max_body_bytes}
        return Welcome.model_validate(told | own)

    def claim(self, owner: str, asked: Claim) -> Assigned | None:
        """The next shard for that worker, or the one whose answer it has not heard; None when nothing waits.

        `TooManyShards` where its token holds as many as it may.
        """
        if asked.versions != versions_digest(all_versions()):
            raise Unwelcome("the server has become another version of the program: start this worker anew")
        self._alive(owner)
        # Where no scheduler runs beside the server, this is who takes back what silent workers held.
        self.store.leases.take_back_expired(self.settings.retries)
        seconds = self.settings.lease_seconds
        lease = self.store.remote_leases.take_again(owner, seconds, asked.number)
        if lease is None:
            most = self.store.worker_tokens.limit_of(holder_of(owner))
            lease = self.store.leases.take(owner, seconds, asked.number, most)
        if lease is None:
            return None
        return Assigned(
            shard=lease.shard, epoch=lease.epoch, job=lease.job, position=lease.position, members=lease.members,
            task=lease.task, parent=lease.parent,
        )  # fmt: skip

    def beat(self, owner: str, shard: int, epoch: int, said: Beat) -> None:
        """Extend the lease; `LeaseLost` also for a worker that does not stop though it should have long ago."""
        lease = self.store.remote_leases.named(shard, epoch, owner)
        if self._overdue(lease):
            raise LeaseLost(f"shard {lease.position + 1} of {lease.job} was to be stopped, and was not")
        self.store.leases.beat(lease, self.settings.lease_seconds, said.step, said.rate)
        self._alive(owner)

    def _overdue(self, lease: Lease) -> bool:
        held = self.store.leases.held_of(lease.shard)
        if held is None:
            return False
        now, patience = self.store.database.clock(), self.settings.stop_seconds
        if held.cancel_asked is not None and now - held.cancel_asked > patience:
            return True
        return now - held.leased_at > self.settings.shard_seconds + patience

    def standing(self, owner: str, shard: int, epoch: int) -> Standing:
        """Whether the work should go on."""
        try:
            lease = self.store.remote_leases.named(shard, epoch, owner)
        except LeaseLost:
            return "lost"
        if self.store.leases.wanted(lease):
            return "wanted"
        job = self.store.jobs.get(lease.job)
        return "cancelled" if job is not None and job.cancel_asked is not None else "lost"

    def regain(self, owner: str, shard: int, epoch: int) -> int:
        """The epoch under which a worker that was cut off may go on; `LeaseLost` where somebody else has."""
        lease = self.store.remote_leases.named(shard, epoch, owner)
        return self.store.remote_leases.regain(lease, self.settings.lease_seconds).epoch

    def piece(self, owner: str, shard: int, epoch: int, step: int, offset: int, piece: bytes) -> None:
        """Keep a piece of a checkpoint; `LeaseLost` for a lease that does not stand."""
        lease = self._standing_lease(owner, shard, epoch)
        self._arriving(lease, step).put(offset, piece)

    def checkpoint(self, owner: str, shard: int, epoch: int) -> tuple[bytes | None, int, str | None]:
        """The newest checkpoint, its step (-1: there is none) and a sentence where one was damaged."""
        lease = self._standing_lease(owner, shard, epoch)
        found: list[tuple[int, str | None]] = []
        data = self._checkpoints(lease, on_load=lambda step, damage: found.append((step, damage))).load()
        return (data, *found[0])

    def _standing_lease(self, owner: str, shard: int, epoch: int) -> Lease:
        lease = self.store.remote_leases.named(shard, epoch, owner)
        self.store.remote_leases.require_standing(lease)
        return lease

    def report(self, owner: str, shard: int, epoch: int, sequence: int, said: Report) -> None:
        """Write what was said, once: the same number again changes nothing."""
        lease = replace(self.store.remote_leases.named(shard, epoch, owner), sequence=sequence)
        try:
            self._write(lease, said)
        except Repeated:
            return

    def _write(self, lease: Lease, said: Report) -> None:
        leases, rows = self.store.leases, self.store.rows
        match said:
            case Records():
                require_fitting(lease, said.records)
                rows.put(lease, said.records)
            case Restart():
                rows.restart(lease, said.step)
            case Note():
                leases.note(lease, said.about, said.message)
            case Checkpoint():
                self._keep(lease, said)
            case Forget():
                rows.restart(lease, -1)
                self._checkpoints(lease).remove()
            case Finish() | FinishSlice():
                if isinstance(said, FinishSlice) == (lease.parent is None):
                    raise OutOfOrder(f"{said.kind!r} does not end what shard {lease.position + 1} is")
                if isinstance(said, Finish):
                    require_whole(lease, said.result)
                    rows.require_last(lease)
                leases.finish(lease, said)
                self._checkpoints(lease).remove()
            case Release():
                leases.release(lease)
            case Fail():
                leases.fail(lease, said.reason, said.detail, self.settings.retries)

    def _keep(self, lease: Lease, said: Checkpoint) -> None:
        self.store.remote_leases.require_next(lease)
        arriving = self._arriving(lease, said.step)
        self._checkpoints(lease).save(arriving.whole(said.size, said.digest), said.step)
        arriving.remove()

    def ended(self, holder: str, said: Ended) -> None:
        """A process of that worker is gone: what it held is taken back at once."""
        owner = f"{holder}/{said.process}"
        reason = said.reason if said.reason in ENDINGS else INTERRUPTED
        self.store.leases.take_back_from(owner, reason, said.detail, self.settings.retries)
        self.store.workers.gone(owner)

    def _arriving(self, lease: Lease, step: int) -> Arriving:
        return Arriving(self._checkpoints(lease).folder, step, lease.epoch, self.settings.max_checkpoint_bytes)

    def _checkpoints(self, lease: Lease, on_load: Resumed = lambda *_: None) -> Checkpoints:
        return stored_checkpoints(self.settings, self.store, lease, on_load)

    def _alive(self, owner: str) -> None:
        """Note now and then that the worker is there, so that pages count it; a scheduler counts its engine's."""
        if of_engine(owner):
            return
        now = time.monotonic()
        with self._lock:
            if now - self._seen.get(owner, float("-inf")) < self.settings.lease_seconds / 2:
                return
            self._seen[owner] = now
        self.store.workers.seen(owner, 1)


def differences(theirs: dict[str, str]) -> list[str]:
    """The names of what a worker has in another version, or not at all, or alone."""
    ours = all_versions()
    return [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]


def libraries(theirs: dict[str, str]) -> str:
    """Which library each of the two has, where they differ; workloads differ with the library of their data."""
    ours = all_versions()
    names = [name for name in differences(theirs) if name.startswith("library ")]
    each = [
        f"{name.removeprefix('library ')}: here {theirs.get(name, '?')}, there {ours.get(name, '?')}" for name in names
    ]
    return f" ({'; '.join(each)})" if each else ""


def listed(names: Sequence[str]) -> str:
    """The first of the names, and how many there are beside them."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def require_fitting(lease: Lease, records: Sequence[Record]) -> None:
    """`OutOfOrder` for records that are not of this shard: of another number of runs."""
    for record in records:
        widths = {len(record.train_loss), len(record.diverged), len(record.evaluation or record.train_loss)}
        widths.add(len(record.validation or record.train_loss))
        if record.end is not None:
            widths |= {len(record.end.choosing), len(record.end.error), len(record.end.hits)}
        if widths != {lease.members} or record.step < 0:
            raise OutOfOrder(
                f"the record of step {record.step} does not fit shard {lease.position + 1}, which has"
                f" {lease.members} runs"
            )


def require_whole(lease: Lease, result: Result) -> None:
    """`OutOfOrder` for a result that is not the end of this shard."""
    told = result.profile
    uneven = told is not None and (
        len(told.values) != lease.members or any(len(run) != len(told.at) for run in told.values)
    )
    if result.outcome != "finished" or len(result.diverged_at) != lease.members or uneven:
        raise OutOfOrder(
            f"a result of {len(result.diverged_at)} runs that are {result.outcome} does not finish shard"
            f" {lease.position + 1}, which has {lease.members} runs"
        )
