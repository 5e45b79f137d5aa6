"""Real workers of a real server, killed, cut off and misled about the time: the job ends once, with the same bits."""

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.comparisons.settings import ComparisonSettings, Retries
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView
from app.comparisons.workers.engines.local import LocalEngine
from tests.comparisons.work_site import CHECKOUT, OFFSET, Network, WorkSite, launched, workers
from tests.comparisons.workplace import over, run_out, same, scheduler, shard, submission, until


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkSite]:
    """A server of its own for this file; whatever is left of a test is cancelled."""
    site = WorkSite(
        ComparisonSettings(
            var=tmp_path_factory.mktemp("site") / "var", heartbeat_seconds=0.2, missed_heartbeats=1000,
            poll_seconds=0.03, remote_poll_seconds=0.03, remote_checkpoint_seconds=0.0, retry_seconds=0.0,
            checkpoint_steps=5, max_queued=1000, stop_seconds=20.0,
        )
    )  # fmt: skip
    site.start()
    yield site
    site.kill()


@pytest.fixture
def store(site: WorkSite) -> Iterator[Store]:
    with site.emptied() as store:
        yield store


@pytest.fixture
def engine() -> Iterator[LocalEngine]:
    engine = workers(3)
    yield engine
    # One that is killed may have asked for a shard just before: the server then gives it the next test's. One that is
    # asked to end gives back what it gets. Those that cannot, cut off or paused as they are, are killed.
    processes = [started.process for started in engine._started.values()]
    for process in processes:
        process.terminate()
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=3)
    engine.close()


@pytest.fixture
def network(site: WorkSite) -> Iterator[Network]:
    network = Network(site.port)
    yield network
    network.close()


def undisturbed(site: WorkSite, job: Submission) -> Table:
    """The record of a job that nothing happened to, made by a worker of this machine in a store of its own."""
    apart = site.settings.model_copy(update={"var": site.settings.var.with_name(f"apart-{job.id}"), "slots": 1})
    with Store(apart.database) as store, scheduler(apart):
        store.jobs.submit(job, 5)
        until(lambda: over(store, job.id))
        return store.rows.table(job.id)


def resting(tmp_path: Path, steps: int = 60) -> tuple[Submission, Path]:
    """A job whose workers rest after 22 steps of theirs, until there is a file."""
    there = tmp_path / "on"
    return submission(shard(steps=steps, rest=[22, str(there)])), there


def rests(store: Store, job: Submission) -> bool:
    """Whether all that was made of it until the rest has come."""
    view = store.jobs.get(job.id)
    return view is not None and view.shards[0].checkpoint == 20 and list(store.rows.table(job.id).steps[-1:]) == [22]


def finished_once(store: Store, job: Submission) -> JobView:
    view: JobView = until(lambda: over(store, job.id))
    assert view.state == "finished", view.detail
    assert [event.kind for event in store.jobs.events(job.id)].count("finished") == 1
    return view


def said(store: Store, job: Submission, kind: str) -> list[str]:
    return [event.message for event in store.jobs.events(job.id) if event.kind == kind]


def test_a_worker_that_is_killed_in_mid_shard_is_followed_by_one_that_goes_on(
    site: WorkSite, store: Store, engine: LocalEngine, tmp_path: Path
) -> None:
    job, there = resting(tmp_path)
    store.jobs.submit(job, 1000)
    first = launched(engine, site.order("first"))
    until(lambda: rests(store, job))
    first.send_signal(signal.SIGKILL)
    first.wait()
    there.touch()
    run_out(store)  # no scheduler is here: whoever asks for work takes it back
    launched(engine, site.order("second"))
    view = finished_once(store, job)
    assert view.shards[0].owner == "lab/second"
    assert said(store, job, "retry") == [
        "Shard 1 goes on from step 20 after interruption 1 (interrupted: the worker went silent)."
    ]
    assert same(store.rows.table(job.id), undisturbed(site, job))


def test_a_worker_that_was_cut_off_sends_what_it_made_meanwhile_and_goes_on(
    site: WorkSite, store: Store, engine: LocalEngine, network: Network, tmp_path: Path
) -> None:
    job, there = resting(tmp_path)
    store.jobs.submit(job, 1000)
    launched(engine, site.order("cut-off", network.address))
    until(lambda: rests(store, job))
    network.cut()
    run_out(store)
    store.leases.take_back_expired(Retries(seconds=3600.0))  # nobody takes it for an hour
    there.touch()  # it makes the rest of its steps, and can tell nobody
    until(lambda: network.refused > 3)
    assert store.rows.table(job.id).steps[-1] == 22
    network.mend()
    view = finished_once(store, job)
    assert view.shards[0].owner == "lab/cut-off"
    assert said(store, job, "started") == ["Shard 1 has a worker.", "Shard 1 has its worker again."]
    assert same(store.rows.table(job.id), undisturbed(site, job))


def test_a_worker_that_was_cut_off_leaves_what_another_has_taken_and_says_so(
    site: WorkSite,
    store: Store,
    engine: LocalEngine,
    network: Network,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    job, there = resting(tmp_path)
    store.jobs.submit(job, 1000)
    launched(engine, site.order("cut-off", network.address))
    until(lambda: rests(store, job))
    network.cut()
    run_out(store)
    launched(engine, site.order("other"))
    until(lambda: [each.owner for each in store.leases.held()] == ["lab/other"])
    network.mend()
    heard = ""
    while "is no longer held" not in heard:  # and it does not wait for its shard any more
        heard += until(lambda: capfd.readouterr().err)
    there.touch()
    view = finished_once(store, job)
    assert view.shards[0].owner == "lab/other"
    assert same(store.rows.table(job.id), undisturbed(site, job))
    later = submission(shard(4))
    store.jobs.submit(later, 1000)
    finished_once(store, later)


def test_connections_that_break_again_and_again_cost_time_and_no_bit(
    site: WorkSite, store: Store, engine: LocalEngine, network: Network
) -> None:
    job = submission(shard(steps=200, pause=0.01), shard(4, steps=200, pause=0.01))
    store.jobs.submit(job, 1000)
    launched(engine, site.order("often", network.address))
    cuts = 0
    while not over(store, job.id):
        before = store.rows.table(job.id).steps.size
        until(lambda before=before: store.rows.table(job.id).steps.size > before or over(store, job.id))
        refused = network.refused
        network.cut()
        cuts += 1
        if cuts % 5 == 0:
            run_out(store)
        until(lambda refused=refused: network.refused > refused or over(store, job.id))
        network.mend()
    finished_once(store, job)
    assert cuts > 3
    assert same(store.rows.table(job.id), undisturbed(site, job))


@pytest.mark.parametrize("hours", [-1.0, 1.0])
def test_a_worker_whose_clock_is_an_hour_wrong_ends_its_shard_as_any_other(
    site: WorkSite, store: Store, tmp_path: Path, hours: float
) -> None:
    clock = tmp_path / "clock"
    clock.write_bytes(struct.pack("d", 3600 * hours))
    job = submission(shard(steps=60))
    store.jobs.submit(job, 1000)
    path = os.pathsep.join([str(OFFSET), str(CHECKOUT), str(CHECKOUT / "pyodide_pkgs")])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.comparisons.pretend", json.dumps(site.order(f"skewed{hours:g}"))],
        env={**os.environ, "CHAOS_CLOCK": str(clock), "PYTHONPATH": path},
    )
    try:
        view = finished_once(store, job)
    finally:
        process.terminate()
        assert process.wait() == 0
    assert view.shards[0].interruptions == 0
    assert same(store.rows.table(job.id), undisturbed(site, job))


def test_a_server_that_is_killed_and_started_again_loses_nothing_of_what_its_workers_made(
    site: WorkSite, store: Store, engine: LocalEngine, tmp_path: Path
) -> None:
    job, there = resting(tmp_path)
    store.jobs.submit(job, 1000)
    launched(engine, site.order("patient"))
    until(lambda: rests(store, job))
    site.kill()
    there.touch()
    site.start()
    view = finished_once(store, job)
    assert view.shards[0].interruptions == 0
    assert same(store.rows.table(job.id), undisturbed(site, job))


def test_a_worker_that_is_asked_to_end_gives_its_shard_back_with_a_checkpoint(
    site: WorkSite, store: Store, engine: LocalEngine, tmp_path: Path
) -> None:
    job, there = resting(tmp_path)
    store.jobs.submit(job, 1000)
    process = launched(engine, site.order("leaving"))
    until(lambda: rests(store, job))
    process.terminate()
    assert process.wait() == 0
    view = store.jobs.get(job.id)
    assert view is not None
    assert (view.state, view.shards[0].checkpoint, view.shards[0].interruptions) == ("queued", 22, 0)
    there.touch()


@pytest.mark.parametrize(
    ("harm", "reason"), [("raise_at", "crashed"), ("memory_at", "out of memory"), ("abort_at", "crashed")]
)
def test_a_shard_that_breaks_every_time_fails_after_three_attempts_with_the_reason(
    site: WorkSite, store: Store, harm: str, reason: str
) -> None:
    job = submission(shard(**{harm: 3}), shard(4))
    store.jobs.submit(job, 1000)
    code = (
        "import sys, threading, signal; from pathlib import Path;"
        "from app.comparisons.workers.engines.local import LocalEngine;"
        "from app.comparisons.workers.remote.crew import Crew;"
        "crew = Crew(LocalEngine(1, 'tests.comparisons.pretend'), sys.argv[1], Path(sys.argv[2]), None, 5.0);"
        "signal.signal(signal.SIGTERM, lambda *_: crew.over.set()); sys.exit(crew.run())"
    )
    crew = subprocess.Popen([sys.executable, "-c", code, site.address, str(site.token_file("lab"))], cwd=CHECKOUT)
    try:
        view = until(lambda: over(store, job.id))
    finally:
        crew.terminate()
        assert crew.wait() == 0
    assert (view.state, view.reason, view.shards[0].failures) == ("failed", reason, 3)
    assert [each.visible_state for each in view.shards] == ["failed", "finished"]


def test_a_cancelled_job_ends_with_its_worker_alive(site: WorkSite, store: Store, engine: LocalEngine) -> None:
    job, later = submission(shard(steps=1_000_000, pause=0.01)), submission(shard(4))
    store.jobs.submit(job, 1000)
    process = launched(engine, site.order("living"))
    until(lambda: store.jobs.get(job.id).shards[0].step > 0)
    store.jobs.cancel(job.id)
    assert until(lambda: over(store, job.id)).state == "cancelled"
    store.jobs.submit(later, 1000)
    finished_once(store, later)
    assert process.poll() is None


def test_a_worker_whose_token_was_revoked_ends_and_says_why(
    site: WorkSite, store: Store, engine: LocalEngine, capfd: pytest.CaptureFixture[str]
) -> None:
    order = site.order("revoked")
    order["server"] = {"address": site.address, "token_file": str(site.token_file("soon-revoked"))}
    job = submission(shard(steps=1_000_000, pause=0.01))
    store.jobs.submit(job, 1000)
    process = launched(engine, order)
    until(lambda: store.jobs.get(job.id).shards[0].step > 0)
    store.worker_tokens.revoke("soon-revoked")
    assert process.wait() == 5
    assert "Only a worker may ask this, with a token of its own" in capfd.readouterr().err
