"""What every engine must do, and what the scheduler makes of one that does not."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from app.comparisons.errors import EngineFailure
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.workers.engines.base import Engine, Order, Status
from app.comparisons.workers.engines.gpus import gpus
from app.comparisons.workers.engines.local import LocalEngine
from app.comparisons.workers.engines.ray import RayEngine
from app.comparisons.workers.scheduler import Scheduler
from tests.comparisons.ray_nodes import RayCluster, ray_cluster, workers_named
from tests.comparisons.work_site import WorkSite
from tests.comparisons.workplace import PRETEND, over, paused, scheduler, shard, submission, until


@pytest.fixture(scope="module")
def ray() -> Iterator[RayCluster]:
    """A cluster with two slots for all tests of this file that ask for one."""
    with ray_cluster(nodes=2) as cluster:
        yield cluster


@pytest.fixture
def site(settings: ComparisonSettings) -> Iterator[WorkSite]:
    site = WorkSite(settings.model_copy(update={"remote_poll_seconds": 0.03, "remote_checkpoint_seconds": 0.0}))
    site.start()
    yield site
    site.kill()


@pytest.fixture(params=["on this machine", "on Ray"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "on this machine":
        engine: LocalEngine | RayEngine = LocalEngine(2, PRETEND)
    else:
        engine = request.getfixturevalue("ray").engine(request.getfixturevalue("site"))
        until(lambda: engine.capacity() == 2)
    yield engine
    engine.close()


def order(settings: ComparisonSettings, owner: str) -> Order:
    return {"owner": owner, "settings": settings.model_dump(mode="json")}


def process_of(engine: Engine, handle: str) -> int:
    """The process of a worker, wherever it was started."""
    if isinstance(engine, LocalEngine):
        return engine._started[handle].process.pid
    return workers_named(handle.rpartition("/")[2])[0]


def ended(engine: Engine, handle: str) -> Status | None:
    status = engine.alive(handle)
    return None if status["alive"] else status


def test_a_worker_lives_until_it_is_stopped(engine: Engine, settings: ComparisonSettings, store: Store) -> None:
    store.jobs.submit(submission(shard(steps=10_000, pause=0.01)), 5)
    handle = engine.launch(order(settings, "one"))
    until(lambda: store.leases.held())
    assert engine.alive(handle)["alive"] is True
    engine.stop(handle, force=False)
    assert until(lambda: ended(engine, handle))["exit"] == 0
    assert store.leases.waiting() == 1  # given back, though its lease has not run out


def test_a_worker_that_is_stopped_waits_for_no_thread(
    engine: Engine, settings: ComparisonSettings, store: Store
) -> None:
    # The compiler works in a thread that cannot be interrupted.
    store.jobs.submit(submission(shard(steps=10_000, pause=0.01, straggler=3600)), 5)
    handle = engine.launch(order(settings, "one"))
    until(lambda: store.jobs.recent()[0].shards[0].step > 0)
    engine.stop(handle, force=False)
    assert until(lambda: ended(engine, handle))["exit"] == 0
    assert store.leases.waiting() == 1


def test_a_paused_worker_is_ended_by_force(engine: Engine, settings: ComparisonSettings, store: Store) -> None:
    store.jobs.submit(submission(shard(steps=10_000, pause=0.01)), 5)
    handle = engine.launch(order(settings, "one"))
    until(lambda: store.leases.held())
    process = process_of(engine, handle)
    os.kill(process, signal.SIGSTOP)
    until(lambda: paused(process))
    engine.stop(handle, force=False)
    assert engine.alive(handle)["alive"] is True
    engine.stop(handle, force=True)
    assert until(lambda: ended(engine, handle))["exit"] == -signal.SIGKILL


def test_there_is_no_more_room_than_capacity_says(engine: Engine, settings: ComparisonSettings) -> None:
    for number in range(engine.capacity()):
        engine.launch(order(settings, str(number)))
    with pytest.raises(EngineFailure, match="all 2 slots are taken"):
        engine.launch(order(settings, "one more"))


def test_an_unknown_worker_is_not_alive_and_stopping_it_does_nothing(engine: Engine) -> None:
    assert engine.alive("nobody")["alive"] is False
    engine.stop("nobody", force=True)


def test_a_worker_without_work_ends_by_itself(engine: Engine, settings: ComparisonSettings) -> None:
    handle = engine.launch(order(settings.model_copy(update={"idle_seconds": 0.1}), "one"))
    assert until(lambda: ended(engine, handle))["exit"] == 0


def test_the_gpus_a_process_may_use_are_the_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,5")
    assert gpus() == ["3", "5"]
    engine = LocalEngine()
    assert engine.capacity() == 2
    assert [engine._environment(slot)["CUDA_VISIBLE_DEVICES"] for slot in range(2)] == ["3", "5"]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert LocalEngine().capacity() == 1


class Misbehaving:
    """An engine over a good one that lies and fails in the way it is told to."""

    def __init__(self, inner: LocalEngine, how: str):
        self.inner = inner
        self.how = how
        self.launched = 0

    def capacity(self) -> int:
        return self.inner.capacity()

    def launch(self, order: Order) -> str:
        self.launched += 1
        if self.how == "launch fails" and self.launched == 1:
            raise EngineFailure("no machine today")
        if self.how == "launch does nothing" and self.launched == 1:
            return str(order["owner"])
        if self.how == "launches twice":
            self.inner.launch({**order, "owner": f"{order['owner']}-twin"})
        return self.inner.launch(order)

    def alive(self, handle: str) -> Status:
        if self.how == "calls the living dead" and self.launched <= 2:
            return {"alive": False, "exit": None, "reason": None}
        if self.how == "calls the dead alive" and self.launched <= 1:
            return {"alive": True, "exit": None, "reason": None}
        return self.inner.alive(handle)

    def stop(self, handle: str, force: bool) -> None:
        if self.how == "never stops":
            return
        self.inner.stop(handle, force)


HOWS = [
    "launch fails", "launch does nothing", "launches twice", "calls the living dead", "calls the dead alive",
    "never stops",
]  # fmt: skip


@pytest.mark.parametrize("how", HOWS)
def test_a_misbehaving_engine_costs_time_and_no_result(settings: ComparisonSettings, store: Store, how: str) -> None:
    first, second = submission(shard(steps=60, pause=0.005)), submission(shard(steps=60, pause=0.005))
    store.jobs.submit(first, 5)
    store.jobs.submit(second, 5)
    settings = settings.model_copy(update={"missed_heartbeats": 25})  # the corpse's lease has to run out
    inner = LocalEngine(2 if how != "calls the dead alive" else 1, PRETEND)
    with Store(settings.database) as own:
        working = Scheduler(settings, own, Misbehaving(inner, how))
        try:
            killed = False
            deadline = time.monotonic() + 200
            while not (over(store, first.id) and over(store, second.id)):
                working.tick()
                time.sleep(0.02)
                if how == "calls the dead alive" and not killed and store.leases.held():
                    # Its only slot is a corpse that counts as a worker: another scheduler's worker takes over.
                    inner.stop(next(iter(inner._started)), force=True)
                    killed = True
                    helper = scheduler(settings)
                    helper.__enter__()
                assert time.monotonic() < deadline
        finally:
            if how == "calls the dead alive":
                helper.__exit__(None, None, None)
            inner.close()
    tables = [store.rows.table(job.id) for job in (first, second)]
    for table in tables:
        assert table.complete(60).all()
        assert table.steps.tolist() == list(range(0, 61, 2))
    assert (tables[0].train_loss == tables[1].train_loss).all()
    for job in (first, second):
        assert [event.kind for event in store.jobs.events(job.id)].count("finished") == 1


def test_workers_that_cannot_start_are_not_started_in_a_hurry(settings: ComparisonSettings, store: Store) -> None:
    store.jobs.submit(submission(), 5)
    began = time.monotonic()
    with scheduler(settings, "tests.comparisons.no_such_module") as working:
        until(lambda: working._count == 3)
        assert time.monotonic() - began > 2.5  # 1 s before the second, 2 s before the third: no machine is too fast
    assert store.jobs.recent()[0].state == "queued"
