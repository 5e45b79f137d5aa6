"""What HTTP adds to a shard, and how soon a shard is found in a queue of 100,000, with a real server and database."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.workers.coordinator import Coordinator, LocalCoordinator
from app.comparisons.workers.remote.connection import Connection
from app.comparisons.workers.remote.coordinator import HttpCoordinator
from app.comparisons.workers.worker import Worker
from benchmarks.promise import Result
from tests.comparisons import pretend
from tests.comparisons.work_site import WorkSite
from tests.comparisons.workplace import shard, submission

OVERHEAD, CLAIM = 0.050, 0.010
SHARDS = 40
QUEUED, CLAIMS = 100_000, 500


def settings(folder: str) -> ComparisonSettings:
    """The application's own, in a folder of their own, with room in the queue."""
    return ComparisonSettings(var=Path(folder) / "var", max_queued=1000)


def per_shard(store: Store, chosen: ComparisonSettings, coordinator: Coordinator) -> float:
    """Seconds of a shard of 20 steps and 4 runs, from asking for it to its end; the median of many."""
    store.jobs.submit(submission(*(shard(4 * number) for number in range(SHARDS))), 1000)
    worker = Worker(chosen, "one", lambda: pretend.execute, coordinator=coordinator)
    taken = []
    for _ in range(SHARDS):
        began = time.perf_counter()
        lease = coordinator.claim("one")
        assert lease is not None
        assert worker.work(lease)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def overhead() -> tuple[float, float, float]:
    """What a shard takes more over HTTP than with the store beside it, and both."""
    with TemporaryDirectory() as folder:
        site = WorkSite(settings(folder))
        with Store(site.settings.database) as store:
            site.start()
            try:
                with LocalCoordinator(site.settings) as beside:
                    local = per_shard(store, site.settings, beside)
                connection = Connection(site.address, site.token_file("lab"), "one", Event())
                remote = per_shard(store, site.settings, HttpCoordinator(connection))
                connection.close()
            finally:
                site.kill()
    return remote - local, local, remote


def claims(jobs: int) -> list[float]:
    """Seconds of each of many claims from a queue of so many jobs, sorted."""
    with TemporaryDirectory() as folder, Store(settings(folder).database) as store:
        each = QUEUED // jobs
        for _ in range(jobs):
            store.jobs.submit(submission(*(shard(members=1) for _ in range(each))), 1000)
        return sorted(timed(lambda: store.leases.take("one", 60.0)) for _ in range(CLAIMS))


def timed(do: Callable[[], object]) -> float:
    """Seconds that it takes."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def results() -> Iterator[Result]:
    """The overhead of HTTP, and the claim that is slower than 99 of 100."""
    found = min(overhead() for _ in range(3))
    yield Result(
        "a shard over HTTP, more than with the store beside it", found[0], "s", 3, OVERHEAD,
        detail=f"medians of {SHARDS}: {1000 * found[1]:.1f} ms and {1000 * found[2]:.1f} ms",
    )  # fmt: skip
    for jobs in (1, 20):
        taken = claims(jobs)
        yield Result(
            f"a claim from {QUEUED:,} shards of {jobs} job{'s' * (jobs > 1)}, slower than 99 %",
            taken[99 * CLAIMS // 100], "s", 1, CLAIM, detail=f"median {1000 * taken[CLAIMS // 2]:.2f} ms",
        )  # fmt: skip
