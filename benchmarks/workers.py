"""How soon a comparison ends that was cancelled, and a worker that is told to end, with real processes and database."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.slices.request import PathsRequest
from app.comparisons.store import Store
from app.comparisons.workers.engines.local import LocalEngine
from benchmarks.promise import Result, least_of
from tests.comparisons.by_hand import work
from tests.comparisons.test_execution import SPEC
from tests.comparisons.workplace import PRETEND, over, scheduler, shard, submission, until

REAL = "app.comparisons.workers.worker"
CANCEL, SLICE, END = 1.0, 5.0, 1.0


def settings(folder: str) -> ComparisonSettings:
    """Those of the tests, with the application's own way to cancel."""
    return ComparisonSettings(
        var=Path(folder), poll_seconds=0.03, heartbeat_seconds=0.2, missed_heartbeats=1000, slots=1
    )


def cancelled(module: str) -> float:
    """Seconds from Cancel to the end of a comparison that is being trained."""
    with TemporaryDirectory() as folder:
        chosen = settings(folder)
        service = ComparisonService(chosen)
        with scheduler(chosen, module):
            if module == REAL:
                job = service.submit(SPEC.model_copy(update={"steps": 100_000, "record_every": 1000}))[0].id
            else:
                made = submission(shard(steps=100_000, pause=0.01))
                service.store.jobs.submit(made, 5)
                job = made.id
            until(lambda: service.store.jobs.get(job).shards[0].step > 0)
            service.store.jobs.cancel(job)
            view = until(lambda: over(service.store, job))
        service.close()
        return float(view.ended - view.cancel_asked)


def slice_cancelled() -> float:
    """Seconds from Cancel to the end of a slice of the loss landscape."""
    with TemporaryDirectory() as folder:
        chosen = settings(folder)
        service = ComparisonService(chosen)
        view = service.submit(SPEC.model_copy(update={"steps": 20_000, "record_every": 5000}))[0]
        work(service.store)
        made, _ = service.slice(service.store.jobs.get(view.id), PathsRequest(kind="paths", grid=9))
        with scheduler(chosen, REAL):
            until(lambda: service.store.jobs.get(made.id).shards[0].step > 10)
            service.store.jobs.cancel(made.id)
            done = until(lambda: over(service.store, made.id))
        service.close()
        return float(done.ended - done.cancel_asked)


def told_to_end(straggler: float = 0.0) -> float:
    """Seconds until the process of a worker is gone that was asked to end in the middle of a part."""
    with TemporaryDirectory() as folder, Store(settings(folder).database) as store:
        engine = LocalEngine(1, PRETEND)
        made = submission(shard(steps=100_000, pause=0.01, straggler=straggler))
        store.jobs.submit(made, 5)
        handle = engine.launch({"owner": "one", "settings": settings(folder).model_dump(mode="json")})
        until(lambda: store.jobs.get(made.id).shards[0].step > 0)
        began = time.perf_counter()
        engine.stop(handle, force=False)
        until(lambda: not engine.alive(handle)["alive"])
        taken = time.perf_counter() - began
        engine.close()
        return taken


def results() -> Iterator[Result]:
    """Each, the best of three."""
    yield least_of(lambda: cancelled(PRETEND), "Cancel to the end of a comparison, pretended", "s", CANCEL)
    yield least_of(lambda: cancelled(REAL), "Cancel to the end of a comparison, torch", "s", CANCEL)
    yield least_of(slice_cancelled, "Cancel to the end of a slice", "s", SLICE)
    yield least_of(told_to_end, "a worker that is told to end is gone", "s", END)
    yield least_of(lambda: told_to_end(3600), "the same, though a thread of it goes on", "s", END)
