"""Keeps workers running for what waits, and takes back what dead, silent or stubborn ones held.

The scheduler decides nothing about results and holds nothing in memory that matters: killed and started again it goes
on from the record. Several of them may run over one database.
"""

import logging
import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from app.comparisons.errors import EngineFailure, StoreBusy, StoreFull
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.attempts import TIMED_OUT
from app.comparisons.store.leases import Held
from app.comparisons.workers import checkpoints
from app.comparisons.workers.endings import ending
from app.comparisons.workers.engines.base import FAILED, Engine
from app.comparisons.workers.silence import Silence

log = logging.getLogger("app.comparisons.workers.scheduler")

PAUSE_AFTER_FAILURE = 1.0
LONGEST_PAUSE = 30.0
PATIENCE = 1.0
"""Seconds the scheduler waits for a write lock, less than others: it is the one that can end who holds it."""
AFTER_KILL = 2.0


@dataclass
class Launched:
    """A worker of this scheduler, and since when it was seen to hold what it holds; times are the scheduler's own."""

    took: bool = False
    """Whether it was seen with a shard."""
    lease: tuple[int, float | None] | None = None
    """The shard that it holds, and when that was leased by the record."""
    began: float = 0.0
    cancelled: float | None = None
    """When the end of the job was first seen to be asked for."""
    asked: bool = False

    def sees(self, held: Held, now: float) -> None:
        """Note what it holds now."""
        self.took = True
        if self.lease != (held.shard, held.leased_at):
            self.lease, self.began, self.cancelled, self.asked = (held.shard, held.leased_at), now, None, False
        if held.cancel_asked is not None and self.cancelled is None:
            self.cancelled = now


@dataclass
class Scheduler:
    """One scheduler over one engine."""

    settings: ComparisonSettings
    store: Store
    engine: Engine
    now: Callable[[], float] = time.monotonic
    """Measures what lasts too long; the time of day of the record may be put forward and back."""
    name: str = field(default_factory=lambda: f"{os.getpid()}-{uuid.uuid4().hex[:6]}")
    _workers: dict[str, Launched] = field(default_factory=dict)
    _count: int = 0
    _pause: float = 0.0
    _paused_until: float = 0.0
    _seen: float = float("-inf")
    _silence: Silence = field(default_factory=Silence)

    def start(self) -> None:
        """Clean up after those that are gone: leases that ran out, jobs beyond the number kept, their checkpoints."""
        self.store.leases.take_back_expired(self.settings.retries)
        self.store.jobs.forget(self.settings.keep_jobs)
        checkpoints.clear(self.settings.checkpoints, self.store.jobs.unfinished())
        self.store.ends.prune(self.settings.keep_ends_bytes, self.settings.keep_ends_seconds)

    def run(self, over: Event) -> None:
        """Work until `over` is set, then stop the workers: they give their shards back with a checkpoint."""
        started = False
        try:
            while not over.wait(self.settings.poll_seconds):
                try:
                    if not started:
                        self.start()
                        started = True
                    self.tick()
                except (StoreFull, StoreBusy) as error:
                    log.error("%s", error)
                    over.wait(self.settings.poll_seconds)
        finally:
            self.close()

    def tick(self) -> None:
        """One look at everything."""
        silent = self._end_silent()
        now = time.monotonic()
        if now - self._seen >= self.settings.heartbeat_seconds:
            self.store.workers.seen(self.name, self.engine.capacity())
            self._seen = now
        self.store.leases.take_back_expired(self.settings.retries, silent)
        self._take_back_from_ended()
        held = {each.owner: each for each in self.store.leases.held()}
        for owner, lease in held.items():
            if owner in self._workers:
                self._workers[owner].sees(lease, self.now())
                self._stop_where_asked(owner, self._workers[owner])
        self._launch(idle=sum(owner not in held for owner in self._workers))

    def _end_silent(self) -> list[Held]:
        """End workers whose leases ran out. Before any write: one that was paused in a write holds the lock."""
        now = self.store.database.clock()
        held = self.store.leases.held()
        silent = self._silence.look(held, self.now(), self.settings.lease_seconds)
        for lease in held:
            if (lease.expires <= now or lease in silent) and lease.owner in self._workers:
                self.engine.stop(lease.owner, force=True)
        return silent

    def _take_back_from_ended(self) -> None:
        """Take back at once what a worker held that has ended, rather than wait for its lease to run out."""
        for owner, worker in list(self._workers.items()):
            status = self.engine.alive(owner)
            if status["alive"]:
                continue
            del self._workers[owner]
            code = status["exit"]
            reason, detail = ending(code)
            taken = self.store.leases.take_back_from(owner, status["reason"] or reason, detail, self.settings.retries)
            worked = worker.took or taken
            if code in (0, FAILED) or worked:
                self._pause = 0.0
            else:
                # It never took a shard: starting the next one at once would only fail as fast.
                self._pause = min(LONGEST_PAUSE, max(PAUSE_AFTER_FAILURE, 2 * self._pause))
                self._paused_until = time.monotonic() + self._pause
                log.error("a worker ended before it took any work (%s); the next starts in %g s", detail, self._pause)

    def _stop_where_asked(self, owner: str, worker: Launched) -> None:
        """Ask a worker to end, then end it, when its job was cancelled or its time is over."""
        now = self.now()
        late = now - worker.began - self.settings.shard_seconds
        since = late if worker.cancelled is None else max(late, now - worker.cancelled)
        if since > self.settings.stop_seconds:
            self.engine.stop(owner, force=True)
            if worker.cancelled is None:
                detail = f"it took longer than {self.settings.shard_seconds:g} s and did not stop when asked"
                self.store.leases.take_back_from(owner, TIMED_OUT, detail, self.settings.retries)
        elif since > self.settings.stop_seconds / 10 and not worker.asked:
            worker.asked = True
            self.engine.stop(owner, force=False)

    def _launch(self, idle: int) -> None:
        if time.monotonic() < self._paused_until:
            return
        wanted = min(self.engine.capacity() - len(self._workers), self.store.leases.waiting() - idle)
        for _ in range(wanted):
            self._count += 1
            owner = f"{self.name}-{self._count}"
            order = {"owner": owner, "settings": self.settings.model_dump(mode="json")}
            try:
                self._workers[self.engine.launch(order)] = Launched()
            except EngineFailure as failure:
                log.error("%s", failure)
                self._paused_until = time.monotonic() + PAUSE_AFTER_FAILURE
                return

    def close(self) -> None:
        """Stop the workers: asked first, ended after `stop_seconds`; what they held waits again."""
        for force, seconds in ((False, self.settings.stop_seconds), (True, AFTER_KILL)):
            for owner in self._workers:
                self.engine.stop(owner, force=force)
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline and any(self.engine.alive(owner)["alive"] for owner in self._workers):
                time.sleep(self.settings.poll_seconds / 4)
        try:
            self._take_back_from_ended()
            self.store.workers.gone(self.name)
        except (StoreFull, StoreBusy) as error:
            log.error("%s", error)  # what was held is taken back when its lease runs out
