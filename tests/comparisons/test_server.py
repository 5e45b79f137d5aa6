"""The server as a process of its own: killed, started again, watched while it works, and fuzzed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2 as httpx

from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import SPEC, events
from tests.comparisons.workplace import over, scheduler, shard, submission, until
from tests.serving import free_port, reachable


@contextmanager
def server(settings: ComparisonSettings, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The web process, as `optimizer-playground serve` runs it."""
    environment = {**os.environ, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(settings.var)}
    code = (
        "import sys, uvicorn; from app.web.application import create_app; "
        "uvicorn.run(create_app(), port=int(sys.argv[1]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(port)], env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        until(lambda: reachable(port))
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_a_server_that_is_killed_and_started_again_loses_nothing(settings: ComparisonSettings, store: Store) -> None:
    job = submission(shard(steps=150, pause=0.01))
    port = free_port()
    address = f"http://127.0.0.1:{port}/api/comparisons/"
    with scheduler(settings):
        with server(settings, port):
            queued = httpx.post(address[:-1], json=SPEC, timeout=None).json()["id"]
            store.jobs.submit(job, 5)
            store.jobs.cancel(queued)
            until(lambda: store.jobs.get(job.id).shards[0].step > 10)
        with server(settings, port):
            assert httpx.get(address + queued, timeout=None).json()["state"] == "cancelled"
            until(lambda: over(store, job.id))
    view = store.jobs.get(job.id)
    assert (view.state, view.shards[0].failures, view.done) == ("finished", 0, view.total)
    assert [event.kind for event in store.jobs.events(job.id)] == ["queued", "started", "part", "finished"]


def test_a_page_that_was_cut_off_gets_what_it_missed(settings: ComparisonSettings, store: Store) -> None:
    port = free_port()
    with server(settings, port):
        address = f"http://127.0.0.1:{port}/api/comparisons"
        job = httpx.post(address, json=SPEC, timeout=None).json()["id"]
        with httpx.stream("GET", f"{address}/{job}/events", timeout=None) as stream:
            seen = ""
            for chunk in stream.iter_text():
                seen += chunk
                if "progress" in seen:
                    break
        last = events(seen)[0]["id"]
        work(store)  # while nobody listens
        missed = events(httpx.get(f"{address}/{job}/events", headers={"Last-Event-ID": last}, timeout=None).text)
    assert [each["event"] for each in missed] == [*["started", "part"] * 3, "finished", "progress", "end"]
