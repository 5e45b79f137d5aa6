"""The heartbeat of a worker: a thread of its own, so that a long step or a compilation is not taken for death."""

import os
import threading
import time
from types import TracebackType
from typing import Literal, Self

from app.comparisons.errors import LeaseLost, ServerAway, StoreBusy, StoreFull, StoreUnusable, Unwelcome
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store.leases import Lease
from app.comparisons.workers.coordinator import Coordinator

Why = Literal["cancelled", "lost", "timed out", "orphaned", "asked"]


class Heartbeat:
    """Extends one lease again and again, notices when the work should stop, and says why (`why`)."""

    def __init__(
        self,
        coordinator: Coordinator,
        settings: ComparisonSettings,
        lease: Lease,
        ask: threading.Event,
        supervisor: int | None,
    ):
        self.coordinator = coordinator
        self.settings = settings
        self.lease = lease
        self.ask = ask
        """Set from outside, by a signal: end after this step."""
        self.supervisor = supervisor
        """The process that must be our parent; None where nobody supervises."""
        self.members = lease.members
        self.step = 0
        self.why: Why | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        """Start the thread."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop the thread; it is over when this returns."""
        self._over.set()
        self._thread.join()

    def stop(self) -> bool:
        """Whether the work should end at this step; asked by the step loop."""
        return self.why is not None or self.ask.is_set()

    def _run(self) -> None:
        started = last_beat = time.monotonic()
        last_step: int | None = None
        with self.coordinator.apart() as coordinator:
            while not self._over.wait(self.settings.poll_seconds):
                now = time.monotonic()
                try:
                    if self.why is None:
                        self.why = self._reason(coordinator, now - started)
                    if now - last_beat >= self.settings.heartbeat_seconds or last_step is None:
                        step = self.step
                        made = 0 if last_step is None else max(0, step - last_step)
                        rate = made * self.members / (now - last_beat)
                        coordinator.beat(self.lease, step, rate)
                        last_beat, last_step = now, step
                except (LeaseLost, Unwelcome):  # of the latter the work hears when it writes
                    self.why = "lost"
                    return
                except (StoreFull, StoreBusy, StoreUnusable, ServerAway):
                    continue  # the next beat may do better; if none does, the lease runs out

    def _reason(self, coordinator: Coordinator, seconds: float) -> Why | None:
        standing = coordinator.standing(self.lease)
        if standing != "wanted":
            return standing
        if seconds > self.settings.shard_seconds:
            return "timed out"
        if self.supervisor is not None and os.getppid() != self.supervisor:
            return "orphaned"
        return None
