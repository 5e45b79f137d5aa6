"""What a worker has to tell its server, in order: it is sent by a thread of its own, so that the training goes on.

While the network is away it is kept, up to a number of bytes; then the training waits. A checkpoint that is not on its
way yet makes room for the next one. Once something was refused for good, everybody who brings more is told why.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.comparisons.errors import ComparisonError
from app.comparisons.workers.remote.messages import Records, Report

MOST = 256 * 1024 * 1024
"""Bytes that are kept; one checkpoint may be larger."""

AT_ONCE = 500_000
"""Bytes of records, before they are compressed, that are put together into one parcel."""


@dataclass(frozen=True)
class Parcel:
    """One report, and for a checkpoint its content."""

    report: Report
    size: int
    content: bytes | None = None


class Outbox:
    """Sends parcels one after the other by `send`, which returns once the server has it, or raises for good."""

    def __init__(self, send: Callable[[Parcel], None], most: int = MOST):
        self.send = send
        self.most = most
        self._waiting: deque[Parcel] = deque()
        self._bytes = 0
        self._busy = False
        self._over = False
        self._failure: ComparisonError | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    @property
    def failure(self) -> ComparisonError | None:
        """Why nothing is sent any more."""
        return self._failure

    def put(self, parcel: Parcel) -> None:
        """Bring a parcel; waits where too much waits already, and raises why nothing is sent any more."""
        with self._changed:
            if parcel.content is not None:
                self._make_room()
            self._changed.wait_for(lambda: self._failure or not self._bytes or self._bytes + parcel.size <= self.most)
            if self._failure is not None:
                raise self._failure
            self._waiting.append(parcel)
            self._bytes += parcel.size
            self._changed.notify_all()

    def flush(self) -> None:
        """Return once all was sent; raises why it was not."""
        with self._changed:
            self._changed.wait_for(lambda: self._failure or not (self._waiting or self._busy))
            if self._failure is not None:
                raise self._failure

    def close(self) -> None:
        """Send nothing more; what waits is lost."""
        with self._changed:
            self._over = True
            self._waiting.clear()
            self._changed.notify_all()

    def _make_room(self) -> None:
        """Checkpoints that wait are of no use once there is a newer one."""
        kept = deque(each for each in self._waiting if each.content is None)
        self._bytes -= sum(each.size for each in self._waiting) - sum(each.size for each in kept)
        self._waiting = kept

    def _next(self) -> Parcel:
        """The first that waits, and records that follow it in the same parcel: each costs a journey."""
        first = self._waiting.popleft()
        while self._waiting and (both := together(first, self._waiting[0])) is not None:
            self._waiting.popleft()
            first = both
        return first

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._over)
                if self._over:
                    return
                parcel = self._next()
                self._busy = True
            failure: ComparisonError | None = None
            try:
                self.send(parcel)
            except ComparisonError as error:
                failure = error
            except Exception as error:  # whatever it is, who waits for the thread has to hear of it
                failure = ComparisonError(f"{type(error).__name__}: {error}")
            with self._changed:
                self._busy = False
                self._bytes -= parcel.size
                self._failure = failure
                self._changed.notify_all()
                if failure is not None:
                    return


def together(first: Parcel, second: Parcel) -> Parcel | None:
    """Both as one parcel, where both are records and few enough; otherwise None."""
    if not isinstance(first.report, Records) or not isinstance(second.report, Records):
        return None
    size = first.size + second.size
    return None if size > AT_ONCE else Parcel(Records(records=first.report.records + second.report.records), size)
