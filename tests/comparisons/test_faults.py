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
from pathlib import Path

import pytest

from app.comparisons.errors import StoreBusy
from app.comparisons.settings import ComparisonSettings, Retries
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.store.table import Table
from app.comparisons.store.views import ShardView
from app.comparisons.workers.engines.local import LocalEngine
from tests.comparisons.workplace import PRETEND, over, pause, paused, run_out, same, scheduler, shard, submission, until


def processes(engine: LocalEngine) -> list[int]:
    """The living worker processes of an engine."""
    return [each.process.pid for each in list(engine._started.values()) if each.process.poll() is None]


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
    """The record of a job that nothing happened to, made in a database of its own."""
    apart = settings.model_copy(update={"var": settings.var.with_name("undisturbed")})
    with Store(apart.database) as store, scheduler(apart):
        store.jobs.submit(job, 5)
        until(lambda: over(store, job.id))
        return store.rows.table(job.id)


def moved(store: Store, job: str, shard: ShardView) -> bool:
    """Whether a shard has a newer checkpoint than when it was seen, or is over: it, not its start-up, is disturbed."""
    now = store.jobs.get(job).shards[shard.position]
    return now.checkpoint > shard.checkpoint or now.state == "finished"


def test_a_job_whose_worker_is_killed_twenty_times_ends_once_with_the_same_bits(
    settings: ComparisonSettings, store: Store, tmp_path: Path
) -> None:
    # Each life ends seven steps after it began at the latest, however late the killer comes.
    enough = tmp_path / "enough"
    parts = (
        shard(4 * part, steps=150, pause=0.004, lr=0.1 + part, rest=[7, str(enough)]) for part in range(2)
    )  # fmt: skip
    job = submission(*parts)
    store.jobs.submit(job, 5)
    chance = random.Random(1)
    kills = 0
    with scheduler(settings) as working:
        while kills < 20:
            before = store.jobs.get(job.id).shards
            until(lambda before=before: any(moved(store, job.id, each) for each in before))
            time.sleep(chance.uniform(0, 0.02))
            for process in processes(working.engine):
                os.kill(process, signal.SIGKILL)
                kills += 1
        enough.touch()
        view = until(lambda: over(store, job.id))
    assert view.state == "finished"
    events = [event.kind for event in store.jobs.events(job.id)]
    assert events.count("finished") == 1
    assert events.count("retry") == kills
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_a_worker_paused_beyond_its_lease_is_refused_and_its_successor_ends_the_job(
    settings: ComparisonSettings, store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = settings.model_copy(update={"heartbeat_seconds": 60.0})  # so that it is not paused in the middle of one
    job = submission(shard(steps=60, rest=[12, str(tmp_path / "on")]))
    store.jobs.submit(job, 5)
    with worker(settings, "paused") as process:
        until(lambda: store.rows.table(job.id).steps[-1:].tolist() == [12])
        pause(settings, process.pid)
        run_out(store)
        assert store.jobs.get(job.id).state == "queued"
        (tmp_path / "on").touch()
        os.kill(process.pid, signal.SIGCONT)
        heard = ""
        while "is no longer held under epoch 1" not in heard:  # it goes on, writes, and is refused
            heard += until(lambda: capfd.readouterr().err)
        assert store.rows.table(job.id).steps[-1] == 12
        assert store.jobs.get(job.id).state == "queued"  # nobody has taken the shard back yet
        store.leases.take_back_expired(Retries(seconds=0.0))
        view = until(lambda: over(store, job.id))
    assert view.state == "finished"
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_a_scheduler_ends_a_worker_that_is_paused_for_good(
    settings: ComparisonSettings, store: Store, tmp_path: Path
) -> None:
    settings = settings.model_copy(update={"heartbeat_seconds": 60.0})  # so that it is not paused in the middle of one
    job = submission(shard(steps=60, rest=[12, str(tmp_path / "on")]))
    store.jobs.submit(job, 5)
    with scheduler(settings) as working:
        until(lambda: store.rows.table(job.id).steps[-1:].tolist() == [12])
        (process,) = processes(working.engine)
        pause(settings, process)
        (tmp_path / "on").touch()
        run_out(store)
        view = until(lambda: over(store, job.id))
        assert process not in processes(working.engine)
    assert view.state == "finished"


def test_a_worker_that_is_paused_in_the_middle_of_a_write_is_ended_once_its_lease_ran_out(
    settings: ComparisonSettings, store: Store
) -> None:
    job = submission(shard(steps=60, lock_at=20))
    store.jobs.submit(job, 5)
    with scheduler(settings) as working:
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint >= 20)
        (process,) = processes(working.engine)
        until(lambda: paused(process))
        with Store(settings.database, patience=0.3) as impatient, pytest.raises(StoreBusy):
            impatient.workers.seen("someone", 1)
        # Until it is gone, the scheduler sees the time at which the lease has run out.
        beyond = settings.lease_seconds
        working.store.database.clock = lambda: time.time() + beyond * (process in processes(working.engine))
        assert until(lambda: over(store, job.id)).state == "finished"
    assert same(store.rows.table(job.id), undisturbed(settings, submission(shard(steps=60))))


@pytest.mark.parametrize(
    ("harm", "reason", "detail"),
    [
        ("abort_at", "crashed", "its process was ended by signal 6"),
        (
            "kill_at",
            "interrupted",
            "3 times at step 0, without coming any further; at last its process was ended by signal 9",
        ),
        ("raise_at", "crashed", "RuntimeError: the loss was eaten by a grue"),
        ("memory_at", "out of memory", "MemoryError: cannot allocate 1 TiB"),
    ],
)
def test_a_job_that_breaks_every_time_fails_after_three_attempts_with_the_reason(
    settings: ComparisonSettings, store: Store, harm: str, reason: str, detail: str
) -> None:
    job = submission(shard(**{harm: 3}), shard(4))
    store.jobs.submit(job, 5)
    with scheduler(settings.model_copy(update={"interruptions": 3})):
        view = until(lambda: over(store, job.id))
    assert (view.state, view.reason, view.detail) == ("failed", reason, detail)
    assert [each.visible_state for each in view.shards] == ["failed", "finished"]
    counts = view.shards[0].failures, view.shards[0].interruptions
    assert counts == ((0, 3) if reason == "interrupted" else (3, 0))
    assert store.rows.table(job.id).complete(20).tolist() == [False] * 4 + [True] * 4


def test_a_shard_that_takes_too_long_has_timed_out(settings: ComparisonSettings, store: Store) -> None:
    short = settings.model_copy(update={"shard_seconds": 0.5, "stop_seconds": 600.0})
    job = submission(shard(steps=100_000, pause=0.01))
    store.jobs.submit(job, 5)
    with scheduler(short):
        view = until(lambda: over(store, job.id))
    assert (view.state, view.reason) == ("failed", "timed out")
    assert view.detail == "it took longer than 0.5 s"


def test_a_shard_that_takes_too_long_and_does_not_listen_is_ended(settings: ComparisonSettings, store: Store) -> None:
    short = settings.model_copy(update={"shard_seconds": 0.3, "stop_seconds": 0.5})
    job = submission(shard(steps=100_000, pause=0.01, stubborn=True))
    store.jobs.submit(job, 5)
    with scheduler(short):
        view = until(lambda: over(store, job.id))
    assert (view.state, view.reason) == ("failed", "timed out")


def test_a_worker_sees_for_itself_that_its_job_was_cancelled_and_lives_on(
    settings: ComparisonSettings, store: Store
) -> None:
    # Neither asked by a signal nor ended by one: that would come after a minute. `benchmarks.workers` holds the time.
    calm = settings.model_copy(update={"stop_seconds": 600.0, "idle_seconds": 600.0})
    job = submission(shard(steps=100_000, pause=0.01), shard(4))
    store.jobs.submit(job, 5)
    with scheduler(calm) as working:
        until(lambda: store.jobs.get(job.id).shards[0].step > 0)
        before = processes(working.engine)
        store.jobs.cancel(job.id)
        view = until(lambda: over(store, job.id))
        assert processes(working.engine) == before
    assert view.state == "cancelled"
    assert 1 < store.rows.table(job.id).steps.size < 50_000


def test_a_worker_that_does_not_listen_is_asked_and_then_ended_when_its_job_is_cancelled(
    settings: ComparisonSettings, store: Store
) -> None:
    slow = settings.model_copy(update={"stop_seconds": 100.0})
    assert slow.lease_seconds > 101
    job = submission(shard(steps=100_000, pause=0.01, stubborn=True))
    store.jobs.submit(job, 5)
    asked: list[bool] = []
    with scheduler(slow) as working:
        ahead = 0.0
        working.now = lambda: time.monotonic() + ahead
        stop = working.engine.stop
        working.engine.stop = lambda handle, force: asked.append(force) or stop(handle, force)
        until(lambda: store.jobs.get(job.id).shards[0].step > 0)
        store.jobs.cancel(job.id)
        assert store.jobs.get(job.id).state == "cancelling"
        until(lambda: any(worker.cancelled is not None for worker in working._workers.values()))
        ahead = 11.0
        until(lambda: asked)
        assert (asked, len(processes(working.engine))) == ([False], 1)
        assert store.jobs.get(job.id).state == "cancelling"
        ahead = 101.0
        view = until(lambda: over(store, job.id))
        assert asked[:2] == [False, True]
    assert view.state == "cancelled"


def test_a_scheduler_that_ends_gives_its_shards_back_with_a_checkpoint(
    settings: ComparisonSettings, store: Store, tmp_path: Path
) -> None:
    job = submission(shard(steps=200, rest=[22, str(tmp_path / "on")]))
    store.jobs.submit(job, 5)
    with scheduler(settings):
        until(lambda: list(store.rows.table(job.id).steps[-1:]) == [22])  # there it rests
    view = store.jobs.get(job.id)
    assert (view.state, view.shards[0].failures, view.shards[0].interruptions) == ("queued", 0, 0)
    assert view.shards[0].checkpoint == 22
    (tmp_path / "on").touch()
    with scheduler(settings):
        until(lambda: over(store, job.id))
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_workers_of_a_scheduler_that_was_killed_end_and_lose_nothing(
    settings: ComparisonSettings, store: Store, tmp_path: Path
) -> None:
    job = submission(shard(steps=400, rest=[22, str(tmp_path / "on")]))
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
    view = until(lambda: (found := store.jobs.get(job.id)).state == "queued" and found)
    (tmp_path / "on").touch()
    assert (view.shards[0].state, view.shards[0].failures) == ("queued", 0)
    with scheduler(settings):
        until(lambda: over(store, job.id))
    assert same(store.rows.table(job.id), undisturbed(settings, job))


def test_a_damaged_checkpoint_is_said_and_the_job_ends_with_the_same_bits(
    settings: ComparisonSettings, store: Store, tmp_path: Path
) -> None:
    job = submission(shard(steps=100, rest=[22, str(tmp_path / "on")]))
    store.jobs.submit(job, 5)
    with scheduler(settings):
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint >= 20)
    newest = max((settings.checkpoints / job.id / "0").iterdir())
    newest.write_bytes(newest.read_bytes()[:-3])
    (tmp_path / "on").touch()
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
        view = until(lambda: over(store, job.id))
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
