"""What keeps processes running: what ends is replaced, what lost its scheduler leaves, and no lock ends anybody."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands.supervision import Supervised
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.workers.worker import Worker
from tests.comparisons import pretend
from tests.comparisons.workplace import over, scheduler, shard, submission, until

WAITS = "import time, sys; open(sys.argv[1], 'a').write(str(__import__('os').getpid()) + '\\n'); time.sleep(3600)"


def started(path: Path) -> list[int]:
    """The numbers of the processes that wrote themselves down."""
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_a_process_that_is_killed_is_replaced_and_that_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    written = tmp_path / "started"
    with Supervised([sys.executable, "-c", WAITS, str(written)], "the waiter", 10.0, first_pause=0.01) as supervised:
        (first,) = until(lambda: started(written))
        os.kill(first, signal.SIGKILL)
        second = until(lambda: len(started(written)) == 2 and started(written)[1])
        assert Path(f"/proc/{second}").exists()
        assert supervised.starts == 2
    assert not Path(f"/proc/{second}").exists()
    assert "the waiter ended (signal 9); it starts again in 0.01 s" in caplog.text


def test_a_process_that_ends_at_once_is_started_ever_later(caplog: pytest.LogCaptureFixture) -> None:
    with Supervised([sys.executable, "-c", "raise SystemExit(3)"], "it", 10.0, first_pause=0.01) as supervised:
        until(lambda: supervised.starts == 4)
    assert supervised.trouble is None  # it was asked to end
    said = [record.getMessage() for record in caplog.records]
    assert said[:3] == [f"it ended (status 3); it starts again in {pause} s" for pause in (0.01, 0.02, 0.04)]


def test_while_a_process_is_not_there_it_is_said_why(tmp_path: Path) -> None:
    written = tmp_path / "started"
    with Supervised([sys.executable, "-c", WAITS, str(written)], "the waiter", 10.0, first_pause=600.0) as supervised:
        (process,) = until(lambda: started(written))
        assert supervised.trouble is None
        os.kill(process, signal.SIGKILL)
        trouble = until(lambda: supervised.trouble)
    assert trouble == "the waiter ended (signal 9) and is started again; started 1 times so far"


def test_a_process_that_ignores_the_request_to_end_is_killed(tmp_path: Path) -> None:
    written = tmp_path / "started"
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}"
    with Supervised([sys.executable, "-c", deaf, str(written)], "it", 0.1):
        (process,) = until(lambda: started(written))
    assert not Path(f"/proc/{process}").exists()


def test_a_worker_whose_scheduler_is_gone_takes_nothing_although_work_waits(
    settings: ComparisonSettings, store: Store
) -> None:
    job = submission(shard())
    store.jobs.submit(job, 5)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    worker = Worker(settings, "orphan", lambda: pretend.execute, supervisor=gone.pid)
    assert worker.run() == 0
    worker.coordinator.close()
    view = store.jobs.get(job.id)
    assert view is not None
    assert (view.state, view.shards[0].step) == ("queued", 0)


def test_a_scheduler_that_meets_a_locked_record_at_its_start_begins_once_it_is_free(
    settings: ComparisonSettings, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    job = submission(shard())
    store.jobs.submit(job, 5)
    with store.database.write() as cursor:
        cursor.execute("UPDATE shards SET expires = expires")
        working = scheduler(settings)
        working.__enter__()
        until(lambda: "app.comparisons.workers.scheduler" in {record.name for record in caplog.records})
    try:
        view = until(lambda: over(store, job.id))
    finally:
        working.__exit__(None, None, None)
    assert view.state == "finished"
