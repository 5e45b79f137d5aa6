"""One lease of a worker whose server is elsewhere: its epoch, which changes when it was cut off, and its writes."""

import hashlib
import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from app.comparisons.errors import BadCheckpoint, LeaseLost, ServerAway, Unwelcome
from app.comparisons.store.leases import Lease
from app.comparisons.workers.remote.connection import Connection, Hopeful
from app.comparisons.workers.remote.messages import PIECE, Checkpoint, Fail, Report
from app.comparisons.workers.remote.outbox import Outbox, Parcel

log = logging.getLogger("app.comparisons.workers.remote")

HOPELESS = (LeaseLost, ServerAway, Unwelcome)
"""After these the server cannot be told anything about the shard."""
TRIES = 3
"""How often a checkpoint is sent whole under one lease before it is given up."""
MOST_LEASES = 100
"""Under how many leases a checkpoint is begun again, each of which was had because the one before was lost."""

Answer = TypeVar("Answer")


class Holding:
    """The right to work on one shard, as the worker has it; safe to share between threads."""

    def __init__(self, connection: Connection, lease: Lease, hopeful: Hopeful, max_body_bytes: int):
        self.connection = connection
        self.lease = lease
        self.hopeful = hopeful
        self.piece = max(1, min(PIECE, max_body_bytes * 9 // 10))
        self.lost: LeaseLost | None = None
        self._epoch = lease.epoch
        self._sequence = 0
        self._concluding = False
        self._regaining = threading.Lock()
        self.outbox = Outbox(self._send)

    def under(self, epoch: int) -> str:
        """The path of what is asked under the lease with that epoch."""
        return f"/leases/{self.lease.shard}/{epoch}"

    def asked(self, ask: Callable[[str], Answer], beside: bool = False) -> Answer:
        """What `ask` gives, called with the path of the lease: again, where a new lease could be had for a lost one.

        `beside` the work, as a heartbeat asks, it is no loss that the lease is over once the end of the shard is said.
        """
        while True:
            epoch = self._epoch
            try:
                return ask(self.under(epoch))
            except LeaseLost as error:
                if beside and self._concluding:
                    raise
                self._regain(epoch, error)

    def _regain(self, epoch: int, lost: LeaseLost) -> None:
        """Take the shard up again where nobody has held it since; otherwise it is lost."""
        with self._regaining:
            if self.lost is not None:
                raise self.lost
            if self._epoch != epoch:  # another thread has done it
                return
            try:
                answer = self.connection.say("POST", f"{self.under(epoch)}/regain", None, self.hopeful)
            except LeaseLost:
                self.lost = lost
                log.warning("%s; what was made of it since is left", lost)
                raise lost from None
            self._epoch = int(answer.json()["epoch"])
            log.warning("shard %d of %s is held again and goes on", self.lease.position + 1, self.lease.job)

    def report(self, report: Report) -> None:
        """Have the report sent, in its turn."""
        self._put(Parcel(report, len(report.model_dump_json())))

    def keep(self, data: bytes, step: int) -> None:
        """Have a checkpoint sent, in its turn."""
        report = Checkpoint(step=step, size=len(data), digest=hashlib.sha256(data).hexdigest())
        self._put(Parcel(report, len(data), data))

    def _put(self, parcel: Parcel) -> None:
        if self.lost is not None:
            raise self.lost
        self.outbox.put(parcel)

    def conclude(self, report: Report) -> None:
        """Say what has become of the shard, after all that waits; the lease is over then."""
        failure = self.outbox.failure
        self._concluding = True
        try:
            if isinstance(report, Fail) and failure is not None and not isinstance(failure, HOPELESS):
                self._write(report)  # what could not be sent is why it failed
                return
            self.report(report)
            self.outbox.flush()
        finally:
            self.outbox.close()

    def _send(self, parcel: Parcel) -> None:
        if parcel.content is None:
            self._write(parcel.report)
            return
        assert isinstance(parcel.report, Checkpoint)
        damaged = 0
        for _ in range(MOST_LEASES):
            epoch = self._epoch
            try:
                self._send_pieces(parcel.content, parcel.report)
                self._write(parcel.report)
                return
            except BadCheckpoint as error:
                # Under another lease the pieces that were there are gone, and that is no damage.
                damaged += epoch == self._epoch
                if damaged == TRIES:
                    log.warning("the checkpoint of step %d is left out: %s", parcel.report.step, error)
                    return
        log.warning("the checkpoint of step %d is left out: no lease lasts until it is sent", parcel.report.step)

    def _send_pieces(self, content: bytes, report: Checkpoint) -> None:
        for offset in range(0, max(1, len(content)), self.piece):
            piece = content[offset : offset + self.piece]

            def put(lease: str, piece: bytes = piece, offset: int = offset) -> None:
                path = f"{lease}/checkpoint/{report.step}"
                self.connection.send("PUT", path, piece, self.hopeful, params={"offset": offset})

            self.asked(put)

    def _write(self, report: Report) -> None:
        number = self._sequence + 1
        self.asked(lambda lease: self.connection.say("PUT", f"{lease}/reports/{number}", report, self.hopeful))
        self._sequence = number
