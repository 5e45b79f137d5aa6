"""How many more shards an hour three nodes of a Ray cluster do than one, where a shard is waiting and no arithmetic."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.workers.scheduler import Scheduler
from benchmarks.promise import Result
from tests.comparisons.ray_nodes import RayCluster, ray_cluster
from tests.comparisons.work_site import WorkSite
from tests.comparisons.workplace import over, shard, submission, until

PROMISED = 2.5
SHARDS, STEPS, PAUSE = 24, 20, 0.1


@contextmanager
def working(cluster: RayCluster, site: WorkSite) -> Iterator[None]:
    """A scheduler at work over the cluster."""
    end = Event()
    engine = cluster.engine(site)
    with Store(site.settings.database) as own:
        thread = Thread(target=Scheduler(site.settings, own, engine).run, args=(end,))
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join()
            engine.close()


def an_hour(cluster: RayCluster, site: WorkSite, nodes: int) -> float:
    """Shards an hour, from the moment at which as many workers as there are nodes have one each."""
    with Store(site.settings.database) as store, working(cluster, site):
        warming = submission(*(shard(4 * each, steps=10_000, pause=PAUSE) for each in range(nodes)))
        store.jobs.submit(warming, 1000)
        until(lambda: len(store.leases.held()) == nodes)
        store.jobs.cancel(warming.id)
        until(lambda: over(store, warming.id))
        job = submission(*(shard(4 * each, steps=STEPS, pause=PAUSE) for each in range(SHARDS)))
        began = time.perf_counter()
        store.jobs.submit(job, 1000)
        until(lambda: over(store, job.id), 600.0)
        return 3600 * SHARDS / (time.perf_counter() - began)


def results() -> Iterator[Result]:
    """The ratio of three nodes to one."""
    with TemporaryDirectory() as folder, ray_cluster(nodes=1) as cluster:
        site = WorkSite(ComparisonSettings(var=Path(folder) / "var", max_queued=1000))
        site.start()
        try:
            one = an_hour(cluster, site, 1)
            cluster.add(2)
            three = an_hour(cluster, site, 3)
        finally:
            site.kill()
    yield Result(
        "shards an hour of three nodes of a Ray cluster, of that of one", three / one, "times", 1, PROMISED, least=True,
        detail=f"{one:.0f} and {three:.0f}, each waits {STEPS * PAUSE:g} s; load {os.getloadavg()[0]:.1f}",
    )  # fmt: skip
