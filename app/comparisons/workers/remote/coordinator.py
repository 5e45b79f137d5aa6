"""The coordinator over HTTP: a worker on another machine asks a server for shards and reports to it."""

import time
from collections.abc import Sequence

from pydantic import TypeAdapter

from app.comparisons.errors import LeaseLost
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Finished, Record, Result
from app.comparisons.slices.task import SliceResult
from app.comparisons.store.leases import Lease
from app.comparisons.versions import all_versions, library_version
from app.comparisons.workers.coordinator import KeptCheckpoints, Resumed, Standing
from app.comparisons.workers.remote.checkpoints import RemoteCheckpoints
from app.comparisons.workers.remote.connection import Connection
from app.comparisons.workers.remote.holding import Holding
from app.comparisons.workers.remote.messages import (
    PROTOCOL,
    Assigned,
    Beat,
    Claim,
    Fail,
    Finish,
    FinishSlice,
    Hello,
    Note,
    Records,
    Release,
    Report,
    Restart,
    Welcome,
    versions_digest,
)

ASSIGNED, WELCOME = TypeAdapter(Assigned), TypeAdapter(Welcome)
NUMBERS = 40_000
"""Numbers in one message at most: as text they are about a megabyte, and less than half of it compressed."""


class HttpCoordinator:
    """The coordinator of one worker, which holds one shard at a time; safe to share between its threads.

    Once the worker was asked to end, the server is waited for only so long as a worker may take to stop.
    """

    def __init__(self, connection: Connection):
        self.connection = connection
        self.ask = connection.ask
        self._asked_at: float | None = None
        self._number = 0
        self._holding: Holding | None = None
        self.welcome = self._hello()

    def _hello(self) -> Welcome:
        said = Hello(protocol=PROTOCOL, program=library_version("optimizer-playground"), versions=all_versions())
        answer = self.connection.say("POST", "/hello", said, lambda: not self.ask.is_set())
        return WELCOME.validate_json(answer.content)

    def settings(self) -> ComparisonSettings:
        """Those of the server, as far as they concern a worker, which waits for work without end."""
        names = Welcome.model_fields.keys() & ComparisonSettings.model_fields.keys()
        told = self.welcome.model_dump(include=set(names))
        return ComparisonSettings().model_copy(update={**told, "idle_seconds": float("inf")})

    def _hopeful(self) -> bool:
        """Whether there is time to try again: without end, or as long as a worker may take to stop."""
        if not self.ask.is_set():
            return True
        self._asked_at = time.monotonic() if self._asked_at is None else self._asked_at
        return time.monotonic() - self._asked_at < self.welcome.stop_seconds

    def waiting(self) -> bool:
        """The question for a shard itself finds out."""
        return True

    def claim(self, owner: str) -> Lease | None:
        """The next shard; a question whose answer was lost is asked again under the same number."""
        self._number += 1
        said = Claim(number=self._number, versions=versions_digest(all_versions()))
        answer = self.connection.say("POST", "/claim", said, lambda: not self.ask.is_set())
        if answer.status_code == 204:
            return None
        if self._holding is not None:
            self._holding.outbox.close()
        lease = Lease(owner=owner, **ASSIGNED.validate_json(answer.content).model_dump())
        self._holding = Holding(self.connection, lease, self._hopeful, self.welcome.max_body_bytes)
        return lease

    def _held(self, lease: Lease) -> Holding:
        holding = self._holding
        if holding is None or (holding.lease.shard, holding.lease.epoch) != (lease.shard, lease.epoch):
            raise LeaseLost(f"shard {lease.position + 1} of {lease.job} is not what this worker holds")
        if holding.lost is not None:
            raise holding.lost
        return holding

    def beat(self, lease: Lease, step: int, rate: float) -> None:
        """A sign of life, tried once: the next one comes soon."""
        said = Beat(step=step, rate=rate)
        self._held(lease).asked(lambda path: self.connection.once("POST", f"{path}/beat", said), beside=True)

    def standing(self, lease: Lease) -> Standing:
        """As the server has it; what was cut off is taken up again where that is possible."""

        def ask(path: str) -> Standing:
            found: Standing = self.connection.once("GET", f"{path}/standing").json()["standing"]
            if found == "lost":
                raise LeaseLost(f"shard {lease.position + 1} of {lease.job} is no longer held by this worker")
            return found

        try:
            return self._held(lease).asked(ask, beside=True)
        except LeaseLost:
            return "lost"

    def note(self, lease: Lease, kind: str, message: str) -> None:
        """An event of the job."""
        assert kind == "checkpoint"
        self._held(lease).report(Note(about="checkpoint", message=message[:500]))

    def restart(self, lease: Lease, step: int) -> None:
        """Rows beyond the step go."""
        self._held(lease).report(Restart(step=step))

    def records(self, lease: Lease, records: Sequence[Record]) -> None:
        """Rows, in messages that are not too large."""
        each = max(1, NUMBERS // (3 * lease.members))
        for first in range(0, len(records), each):
            self._held(lease).report(Records(records=tuple(records[first : first + each])))

    def checkpoints(self, lease: Lease, resumed: Resumed) -> KeptCheckpoints:
        """Kept by the server."""
        holding = self._held(lease)
        seconds = self.welcome.remote_checkpoint_seconds
        return RemoteCheckpoints(holding, self.welcome.checkpoint_steps, seconds, resumed, self.ask.is_set)

    def finish(self, lease: Lease, result: Finished) -> None:
        """The shard is finished once the server has all of it."""
        self._conclude(lease, finished(result))

    def release(self, lease: Lease) -> None:
        """The shard waits again, or is cancelled where that was asked."""
        self._conclude(lease, Release())

    def fail(self, lease: Lease, reason: str, detail: str) -> None:
        """One failure or interruption more."""
        self._conclude(lease, Fail.model_validate({"reason": reason, "detail": detail[:400]}))

    def _conclude(self, lease: Lease, report: Report) -> None:
        self._held(lease).conclude(report)
        self._holding = None

    def apart(self) -> "HttpCoordinator":
        """The same one: its threads wait for nothing of each other."""
        return self

    def close(self) -> None:
        """Nothing: the connection is closed by who opened it."""

    def __enter__(self) -> "HttpCoordinator":
        """The coordinator itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""


def finished(result: Finished) -> Report:
    """The message that says so."""
    if isinstance(result, Result):
        return Finish(result=result)
    assert isinstance(result, SliceResult)
    return FinishSlice(
        seconds=result.seconds,
        slice=dict(result.found),
        made_with=tuple((label, dict(made)) for label, made in result.made_with),
    )
