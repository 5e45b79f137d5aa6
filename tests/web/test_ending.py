"""A server that is asked to end answers what was asked, gives its runs back with a checkpoint, and exits with 0."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from app.comparisons.store import Store
from tests.comparisons.handing_in import spec
from tests.comparisons.workplace import until
from tests.serving import free_port, reachable
from tests.web.raw_http import read


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def serving(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`serve` with its worker, as it is started by hand."""
    environment = {**os.environ, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(tmp_path), "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        until(lambda: reachable(port))
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def children(process: int) -> list[int]:
    """The processes that it has started."""
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_was_asked_is_answered_and_the_status_is_0(
    serving: subprocess.Popen[str], port: int, number: signal.Signals
) -> None:
    body = b'{"rules": [{"name": "sgd"}], "workload": {"name": "noisy_quadratic"}}'
    kind = "Host: localhost\r\nContent-Type: application/json"
    head = f"POST /api/comparisons/plan HTTP/1.1\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    (worker,) = children(serving.pid)
    with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
        connection.sendall(head.encode() + body[:-1])
        assert (
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=None).status_code == 200
        )  # what was sent before has arrived
        serving.send_signal(number)
        until(lambda: not reachable(port))
        connection.sendall(body[-1:])
        answer = read(connection)
    assert answer.status == 200
    _, said = serving.communicate()
    assert serving.returncode == 0
    assert "Traceback" not in said
    assert not Path(f"/proc/{worker}").exists()


def test_a_run_is_given_back_with_a_checkpoint_and_streams_end(
    serving: subprocess.Popen[str], port: int, tmp_path: Path
) -> None:
    address = f"http://127.0.0.1:{port}/api/comparisons"
    job = httpx.post(address, json=spec(steps=100_000, record_every=10_000), timeout=None).json()["id"]
    with Store(tmp_path / "runs.sqlite3") as store:
        until(lambda: any(each.step > 0 for each in store.jobs.get(job).shards))
        with httpx.stream("GET", f"{address}/{job}/events", timeout=None) as stream:
            chunks = stream.iter_text()
            assert next(chunks)
            serving.send_signal(signal.SIGTERM)
            for _ in chunks:  # it ends: nobody waits for the comparison to be over
                pass
        _, said = serving.communicate()
        assert (serving.returncode, said) == (0, "")
        view = store.jobs.get(job)
        begun = [each for each in view.shards if each.checkpoint > 0]
        assert view.state == "queued"
        assert [(each.failures, each.interruptions) for each in begun] == [(0, 0)]
