"""A worker process: takes shards one after the other, executes them, and reports under its lease.

    python -m app.comparisons.workers.worker '{"owner": "...", "settings": {...}}'
    python -m app.comparisons.workers.worker '{"owner": "...", "server": {"address": "https://...", ...}}'

It is started by an engine and ends when there has been nothing to do for a while, when it is asked to (SIGTERM: the
shard is given back at its next step, with a checkpoint), or when whoever started it is gone.
"""

import errno
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, Protocol

from descent.errors import DescentError

from app.comparisons.errors import (
    BadAnswer,
    BadCheckpoint,
    BadShard,
    LeaseLost,
    ServerAway,
    StoreBusy,
    StoreFull,
    StoreUnusable,
    Unwelcome,
)
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Checkpoints as CheckpointsProtocol
from app.comparisons.shard import Record, Result, Shard, Sink, Stop
from app.comparisons.slices.task import SliceResult, SliceTask
from app.comparisons.store.attempts import CRASHED, DISK_FULL, INTERRUPTED, OUT_OF_MEMORY, TIMED_OUT, UNFIT
from app.comparisons.store.leases import Lease
from app.comparisons.workers.coordinator import Coordinator, LocalCoordinator
from app.comparisons.workers.engines.base import FAILED, NO_ROOM, UNWELCOME
from app.comparisons.workers.heartbeat import Heartbeat
from app.log import about, begin
from app.workloads.card import BadOption

log = logging.getLogger("app.comparisons.workers.worker")


class Execute(Protocol):
    """What trains a shard: `app.comparisons.training.execute.execute`."""

    def __call__(self, shard: Shard, checkpoints: CheckpointsProtocol, sink: Sink, stop: Stop) -> Result:
        """Train the shard to its end, or to the step at which `stop` says so."""


class Compute(Protocol):
    """What computes a slice of the loss landscape: `app.comparisons.slices.compute.compute`."""

    def __call__(self, task: SliceTask, progress: Callable[[int], None], stop: Stop) -> SliceResult:
        """Compute the slice, or as much of it as there is time for until `stop` says so."""


class Report:
    """The sink of one lease: records to the coordinator, the step to the heartbeat."""

    def __init__(self, coordinator: Coordinator, lease: Lease, heartbeat: Heartbeat):
        self.coordinator = coordinator
        self.lease = lease
        self.heartbeat = heartbeat

    def records(self, records: Sequence[Record]) -> None:
        """Keep the records under the lease."""
        self.coordinator.records(self.lease, records)

    def progress(self, step: int) -> None:
        """Let the next heartbeat say how far it is."""
        self.heartbeat.step = step


class Worker:
    """One worker of one coordinator, that of this machine where none is given."""

    def __init__(
        self,
        settings: ComparisonSettings,
        owner: str,
        execute: Callable[[], Execute],
        supervisor: int | None = None,
        compute: Callable[[], Compute] | None = None,
        coordinator: Coordinator | None = None,
        ask: threading.Event | None = None,
    ):
        self.settings = settings
        self.owner = owner
        self.load_execute = execute
        """Called when there is work, so that an idle worker does not import torch."""
        self.load_compute = compute or torch_compute
        """The same for a slice."""
        self.supervisor = supervisor
        self.ask = ask or threading.Event()
        self.coordinator: Coordinator = LocalCoordinator(settings) if coordinator is None else coordinator

    def run(self) -> int:
        """Take shards until there is nothing to do or the end was asked for; the exit status."""
        try:
            return self._run()
        except StoreFull as full:
            log.error("%s", full)
            return NO_ROOM
        except Unwelcome as error:
            log.error("%s", error)
            return UNWELCOME
        except (StoreBusy, StoreUnusable, ServerAway, BadAnswer) as error:
            log.error("%s", error)
            return FAILED

    def _run(self) -> int:
        idle_since = time.monotonic()
        while not self.ask.is_set() and not self._orphaned():
            lease = None
            if self.coordinator.waiting():
                # Before there is a lease: while torch is imported, no heartbeat comes for longer than a lease lasts.
                self.load_execute()
                lease = self.coordinator.claim(self.owner)
            if lease is None:
                if time.monotonic() - idle_since > self.settings.idle_seconds:
                    break
                self.ask.wait(self.settings.poll_seconds)
                continue
            if not self.work(lease):
                return FAILED
            idle_since = time.monotonic()
        return 0

    def _orphaned(self) -> bool:
        return self.supervisor is not None and os.getppid() != self.supervisor

    def work(self, lease: Lease) -> bool:
        """Execute one shard; whether this process is fit for another."""
        with about(worker=self.owner, job=lease.job, shard=lease.position + 1):
            log.info("shard %d of %s is begun", lease.position + 1, lease.job)
            fit = self._work(lease)
            log.info("shard %d of %s is left", lease.position + 1, lease.job)
            return fit

    def _work(self, lease: Lease) -> bool:
        with Heartbeat(self.coordinator, self.settings, lease, self.ask, self.supervisor) as heartbeat:
            try:
                result = self._execute(lease, heartbeat) if lease.parent is None else self._slice(lease, heartbeat)
            except LeaseLost as lost:
                log.warning("%s", lost)
                return True
            except (ServerAway, Unwelcome):
                raise
            except Exception as error:
                reason, detail = failure_of(error)
                log.exception("shard %d of %s: %s", lease.position + 1, lease.job, reason)
                self._fail(lease, reason, detail)
                return reason == UNFIT
        return self._conclude(lease, heartbeat, result)

    def _execute(self, lease: Lease, heartbeat: Heartbeat) -> Result:
        shard = lease.work

        def resumed(step: int, damage: str | None) -> None:
            self.coordinator.restart(lease, step)
            heartbeat.step = max(step, 0)
            if damage is not None:
                self.coordinator.note(lease, "checkpoint", damage)

        checkpoints = self.coordinator.checkpoints(lease, resumed)
        report = Report(self.coordinator, lease, heartbeat)
        execute = self.load_execute()
        try:
            result = execute(shard, checkpoints, report, heartbeat.stop)
        except BadCheckpoint as error:
            self.coordinator.note(lease, "checkpoint", f"{error}; it starts again.")
            checkpoints.remove()
            result = execute(shard, checkpoints, report, heartbeat.stop)
        if result.outcome == "finished":
            self.coordinator.finish(lease, result)
            checkpoints.over()
        return result

    def _slice(self, lease: Lease, heartbeat: Heartbeat) -> SliceResult:
        """Compute a slice. It keeps no checkpoint: a second attempt begins anew and ends with the same numbers."""

        def progress(step: int) -> None:
            heartbeat.step = step

        result = self.load_compute()(SliceTask.from_json(lease.task), progress, heartbeat.stop)
        if result.outcome == "finished":
            self.coordinator.finish(lease, result)
        return result

    def _conclude(self, lease: Lease, heartbeat: Heartbeat, result: Result | SliceResult) -> bool:
        if result.outcome == "finished":
            return True
        try:
            if heartbeat.why == "timed out":
                self._fail(lease, TIMED_OUT, f"it took longer than {self.settings.shard_seconds:g} s")
            else:
                self.coordinator.release(lease)
        except LeaseLost as lost:
            log.warning("%s", lost)
        return True

    def _fail(self, lease: Lease, reason: str, detail: str) -> None:
        try:
            self.coordinator.fail(lease, reason, detail)
        except LeaseLost as lost:
            log.warning("%s", lost)


def failure_of(error: Exception) -> tuple[str, str]:
    """The word for what went wrong, and a sentence of at most 300 characters."""
    detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return OUT_OF_MEMORY, detail
    full = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    if isinstance(error, StoreFull) or (isinstance(error, OSError) and error.errno in full):
        return DISK_FULL, detail
    if isinstance(error, StoreBusy | StoreUnusable):
        return INTERRUPTED, detail
    if isinstance(error, BadShard | BadOption | DescentError):
        return UNFIT, detail
    return CRASHED, detail


def torch_execute() -> Execute:
    """The real execution; imports torch."""
    from app.comparisons.training.execute import execute

    return execute


def torch_compute() -> Compute:
    """The real computation of slices; imports torch."""
    from app.comparisons.slices.compute import compute

    return compute


def here(settings: ComparisonSettings) -> Execute:
    """The real execution, after the planner of this machine was told what GPU there is."""
    from app.comparisons.training.probing import probe

    probe(settings)
    return torch_execute()


def main(arguments: Sequence[str], execute: Callable[[], Execute] = torch_execute) -> int:
    """Run a worker from its order in JSON; the exit status."""
    order: dict[str, Any] = json.loads(arguments[0])
    ask = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ask.set())
    signal.signal(signal.SIGINT, lambda *_: ask.set())
    if "server" in order:
        return serve_elsewhere(order, execute, ask)
    settings = ComparisonSettings.model_validate(order["settings"])
    load = cache(lambda: here(settings)) if execute is torch_execute else execute
    return Worker(settings, order["owner"], load, order.get("supervisor"), ask=ask).run()


def serve_elsewhere(order: dict[str, Any], execute: Callable[[], Execute], ask: threading.Event) -> int:
    """Run a worker for a server on another machine; the exit status."""
    # Only here: the HTTP library comes with the extra for workers.
    from app.comparisons.workers.remote.connection import Connection
    from app.comparisons.workers.remote.coordinator import HttpCoordinator

    supervisor, place = order.get("supervisor"), order["server"]
    if order.get("together"):
        threading.Thread(target=end_with, args=(supervisor,), daemon=True).start()
        supervisor = None
    elif supervisor is not None:
        threading.Thread(target=leave_with, args=(supervisor, ask), daemon=True).start()
    authority = Path(place["authority"]) if place.get("authority") else None
    try:
        connection = Connection(place["address"], Path(place["token_file"]), order["owner"], ask, authority)
        coordinator = HttpCoordinator(connection)
    except Unwelcome as error:
        log.error("%s", error)
        return UNWELCOME
    except (ServerAway, BadAnswer) as error:
        log.error("%s", error)
        return FAILED
    settings = coordinator.settings()
    if "idle_seconds" in place:
        settings = settings.model_copy(update={"idle_seconds": place["idle_seconds"]})
    return Worker(settings, order["owner"], execute, supervisor, coordinator=coordinator, ask=ask).run()


def leave_with(parent: int, ask: threading.Event) -> None:
    """Set `ask` once the parent is another: who waits for a server that is away would not see it otherwise."""
    while not ask.wait(1.0):
        if os.getppid() != parent:
            ask.set()


def end_with(parent: int) -> None:
    """End the process as soon as the parent is another. Whoever ended that, perhaps for memory, wants this gone too."""
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(FAILED)


def exit_at_once(status: int) -> NoReturn:
    """End the process at once: the compiler's thread, whose work nobody waits for any more, may need half a minute."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    begin("%(asctime)s %(name)s %(message)s")
    exit_at_once(main(sys.argv[1:]))
