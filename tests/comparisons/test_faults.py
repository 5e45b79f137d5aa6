"""What happens when things die: real processes, a real database, real signals."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from app.comparisons.errors import StoreBusy
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.store.table import Table
from app.comparisons.store.views import ShardView
from app.comparisons.workers.engines.local import LocalEngine
from tests.comparisons.workplace import PRETEND, over, scheduler, shard, submission, until


def processes(engine: LocalEngine) -> list[int]:
    """The living worker processes of an engine."""
    return [each.process.pid for each in list(engine._started.values()) if each.process.poll() is None]


def same(one: Table, other: Table) -> bool:
    """Whether two tables hold the same bits."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name in ("train_loss", "evaluation"))
        for name in ("steps", "train_loss", "evaluation", "diverged", "recorded")
    )


@contextmanager
def worker(settings: ComparisonSettings, owner: str) -> Iterator[subprocess.Popen[bytes]]:
    """One worker process that nobody supervises."""
    engine = LocalEngine(1, PRETEND)
    engine.launch({"owner": owner, "settings": settings.model_dump(mode="json")})
    try:
        yield engine._started[owner].process
    finally:
        engine.close()


def undisturbed(settings: ComparisonSettings, job: Submission) -> Table:
    """The record of a job that nothing happened to, made in a database of its own; a busy machine costs it no lease."""
    apart = settings.model_copy(update={"var": settings.var.with_name("undisturbed"), "missed_heartbeats": 100})
    with Store(apart.database) as store, scheduler(apart):
        store.jobs.submit(job, 5)
        until(lambda: over(store, job.id))
        return store.rows.table(job.id)


def moved(store: Store, job: str, shard: ShardView) -> bool:
    """Whether a shard has a newer checkpoint than when it was seen, or is over: it, not its start-up, is disturbed."""
    now = store.jobs.get(job).shards[shard.position]
    return now.checkpoint > shard.checkpoint or now.state == "finished"


def test_a_job_whose_worker_is_killed_twenty_times_ends_once_with_the_same_bits(
    settings: ComparisonSettings, store: Store
) -> None:
    settings = settings.model_copy(update={"missed_heartbeats": 15})  # kills are the disturbance, not a busy machine
    job = submission(*(shard(4 * part, steps=150, pause=0.004, lr=0.1 + part) for part in range(2)))
    store.jobs.submit(job, 5)
    chance = random.Random(1)
    kills = 0
    with scheduler(settings) as working:
        while kills < 20:
            view = store.jobs.get(job.id)
            assert view is not None
            if view.ended is not None:
                break
            for each in view.shards:
                if each.visible_state == "running":
                    until(lambda each=each: moved(store, job.id, each))
                    time.sleep(chance.uniform(0, 0.02))
                    for process in processes(working.engine):
                        os.kill(process, signal.SIGKILL)
                        kills += 1
            time.sleep(0.01)
        view = until(lambda: over(store, job.id), 60)
    assert kills == 20
    assert view.state == "finished"
    events = [event.kind for event in store.jobs.events(job.id)]
    assert events.count("finished") == 1
    assert events.count("retry") >= 15
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_a_worker_paused_beyond_its_lease_is_refused_and_its_successor_ends_the_job(
    settings: ComparisonSettings, store: Store
) -> None:
    job = submission(shard(steps=60, pause=0.02))
    store.jobs.submit(job, 5)
    with worker(settings, "paused") as paused:
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint >= 10)
        os.kill(paused.pid, signal.SIGSTOP)
        until(lambda: store.jobs.get(job.id).state == "queued", 3)
        os.kill(paused.pid, signal.SIGCONT)
        time.sleep(0.1)  # a write that was paused after it had been allowed, with the database locked, is made
        stopped_at = store.rows.table(job.id).steps[-1]
        time.sleep(0.5)  # it goes on, writes, and is refused; nobody has taken the shard back yet
        assert store.rows.table(job.id).steps[-1] == stopped_at
        assert store.jobs.get(job.id).state == "queued"
        store.leases.take_back_expired(3, 0.0)
        view = until(lambda: over(store, job.id))
    assert view.state == "finished"
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_a_scheduler_ends_a_worker_that_is_paused_for_good(settings: ComparisonSettings, store: Store) -> None:
    job = submission(shard(steps=60, pause=0.02))
    store.jobs.submit(job, 5)
    with scheduler(settings) as working:
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint >= 10)
        (paused,) = processes(working.engine)
        os.kill(paused, signal.SIGSTOP)
        view = until(lambda: over(store, job.id))
        assert paused not in processes(working.engine)
    assert view.state == "finished"


def locked(settings: ComparisonSettings) -> bool:
    """Whether somebody holds the write lock for longer than any write takes."""
    time.sleep(0.05)
    with Store(settings.database, patience=0.3) as impatient:
        try:
            impatient.workers.seen("someone", 1)
        except StoreBusy:
            return True
        return False


def test_a_worker_that_is_paused_in_the_middle_of_a_write_stops_nobody_for_long(
    settings: ComparisonSettings, store: Store
) -> None:
    job = submission(shard(steps=60, pause=0.02, lock_at=20))
    store.jobs.submit(job, 5)
    with scheduler(settings):
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint >= 20)
        until(lambda: locked(settings), 5)
        assert until(lambda: over(store, job.id)).state == "finished"
    assert same(store.rows.table(job.id), undisturbed(settings, submission(shard(steps=60))))


@pytest.mark.parametrize(
    ("harm", "reason", "detail"),
    [
        ("kill_at", "crashed", "its process was ended by signal 9"),
        ("raise_at", "crashed", "RuntimeError: the loss was eaten by a grue"),
        ("memory_at", "out of memory", "MemoryError: cannot allocate 1 TiB"),
    ],
)
def test_a_job_that_breaks_every_time_fails_after_three_attempts_with_the_reason(
    settings: ComparisonSettings, store: Store, harm: str, reason: str, detail: str
) -> None:
    job = submission(shard(**{harm: 3}), shard(4))
    store.jobs.submit(job, 5)
    with scheduler(settings):
        view = until(lambda: over(store, job.id))
    assert (view.state, view.reason, view.detail) == ("failed", reason, detail)
    assert [each.visible_state for each in view.shards] == ["failed", "finished"]
    assert view.shards[0].failures == 3
    assert store.rows.table(job.id).complete(20).tolist() == [False] * 4 + [True] * 4


def test_a_shard_that_takes_too_long_has_timed_out(settings: ComparisonSettings, store: Store) -> None:
    short = settings.model_copy(update={"shard_seconds": 0.5})
    job = submission(shard(steps=10_000, pause=0.01))
    store.jobs.submit(job, 5)
    with scheduler(short):
        view = until(lambda: over(store, job.id))
    assert (view.state, view.reason) == ("failed", "timed out")
    assert view.detail == "it took longer than 0.5 s"


def test_a_shard_that_takes_too_long_and_does_not_listen_is_ended(settings: ComparisonSettings, store: Store) -> None:
    short = settings.model_copy(update={"shard_seconds": 0.3, "stop_seconds": 0.5})
    job = submission(shard(steps=10_000, pause=0.01, stubborn=True))
    store.jobs.submit(job, 5)
    with scheduler(short):
        view = until(lambda: over(store, job.id))
    assert (view.state, view.reason) == ("failed", "timed out")


def test_cancelling_takes_less_than_a_second(settings: ComparisonSettings, store: Store) -> None:
    job = submission(shard(steps=10_000, pause=0.01), shard(4))
    store.jobs.submit(job, 5)
    with scheduler(settings):
        until(lambda: store.jobs.get(job.id).shards[0].step > 0)
        asked = time.monotonic()
        store.jobs.cancel(job.id)
        view = until(lambda: over(store, job.id))
        assert time.monotonic() - asked < 1.0
    assert view.state == "cancelled"
    assert store.rows.table(job.id).steps.size > 1


def test_a_worker_that_does_not_listen_is_ended_when_its_job_is_cancelled(
    settings: ComparisonSettings, store: Store
) -> None:
    quick = settings.model_copy(update={"stop_seconds": 1.0})
    job = submission(shard(steps=10_000, pause=0.01, stubborn=True))
    store.jobs.submit(job, 5)
    with scheduler(quick):
        until(lambda: store.jobs.get(job.id).shards[0].step > 0)
        asked = time.monotonic()
        store.jobs.cancel(job.id)
        assert store.jobs.get(job.id).state == "cancelling"
        view = until(lambda: over(store, job.id))
        assert 0.9 < time.monotonic() - asked < 4.0
    assert view.state == "cancelled"


def test_a_scheduler_that_ends_gives_its_shards_back_with_a_checkpoint(
    settings: ComparisonSettings, store: Store
) -> None:
    job = submission(shard(steps=200, pause=0.005))
    store.jobs.submit(job, 5)
    with scheduler(settings):
        until(lambda: store.jobs.get(job.id).shards[0].step >= 20)
    view = store.jobs.get(job.id)
    assert (view.state, view.shards[0].failures) == ("queued", 0)
    assert view.shards[0].checkpoint >= 20
    with scheduler(settings):
        until(lambda: over(store, job.id))
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_workers_of_a_scheduler_that_was_killed_end_and_lose_nothing(
    settings: ComparisonSettings, store: Store
) -> None:
    job = submission(shard(steps=400, pause=0.005))
    store.jobs.submit(job, 5)
    command = f"""
import sys, threading
from app.comparisons.workers.engines.local import LocalEngine
from app.comparisons.workers.scheduler import Scheduler
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
settings = ComparisonSettings.model_validate_json(sys.argv[1])
Scheduler(settings, Store(settings.database), LocalEngine(1, {PRETEND!r})).run(threading.Event())
"""
    first = subprocess.Popen([sys.executable, "-c", command, settings.model_dump_json()])
    try:
        until(lambda: store.jobs.get(job.id).shards[0].step >= 20)
    finally:
        first.kill()
        first.wait()
    view = until(lambda: (found := store.jobs.get(job.id)).state == "queued" and found, 3)
    assert (view.shards[0].state, view.shards[0].failures) == ("queued", 0)
    with scheduler(settings):
        until(lambda: over(store, job.id))
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_a_damaged_checkpoint_is_said_and_the_job_ends_with_the_same_bits(
    settings: ComparisonSettings, store: Store
) -> None:
    job = submission(shard(steps=100, pause=0.005))
    store.jobs.submit(job, 5)
    with scheduler(settings):
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint >= 20)
    newest = max((settings.checkpoints / job.id / "0").iterdir())
    newest.write_bytes(newest.read_bytes()[:-3])
    with scheduler(settings):
        until(lambda: over(store, job.id))
    said = [event.message for event in store.jobs.events(job.id) if event.kind == "checkpoint"]
    assert len(said) == 1
    assert "is damaged (its checksum differs); it goes on from step" in said[0]
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_a_worker_without_room_for_checkpoints_fails_with_that_reason(
    settings: ComparisonSettings, store: Store
) -> None:
    # A limit on the size of files stands for a full disk: the checkpoints are larger than it.
    job = submission(shard(ballast=3_000_000))
    store.jobs.submit(job, 5)
    with scheduler(settings, "tests.comparisons.confined"):
        view = until(lambda: over(store, job.id), 30)
    assert (view.state, view.reason) == ("failed", "disk full")
    assert list((settings.checkpoints / job.id / "0").iterdir()) == []
    with sqlite3.connect(settings.database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_disk_that_is_full_refuses_submissions_and_keeps_those_that_were_answered(
    settings: ComparisonSettings,
) -> None:
    # In a process that can write no file beyond 400 kB: the log of the database is soon larger.
    code = """
import resource, sys
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.errors import StoreFull
from tests.comparisons.workplace import shard, submission
settings = ComparisonSettings.model_validate_json(sys.argv[1])
store = Store(settings.database)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    while True:
        job = submission(shard(members=200))
        store.jobs.submit(job, 1000)
        print(job.id, flush=True)
except StoreFull:
    print("full")
"""
    done = subprocess.run([sys.executable, "-c", code, settings.model_dump_json()], stdout=subprocess.PIPE, text=True)
    *answered, last = done.stdout.split()
    assert last == "full"
    assert len(answered) > 3
    with Store(settings.database) as store:
        assert {view.id for view in store.jobs.recent(1000)} == set(answered)
        assert store.database.read("PRAGMA integrity_check")[0][0] == "ok"
        assert store.jobs.submit(Submission("f" * 64, "{}", "{}", [shard()]), 1000)  # there is room again
