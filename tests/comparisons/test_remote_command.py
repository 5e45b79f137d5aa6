"""`optimizer-playground worker --server`: by HTTPS, through a proxy below a path of it, with the real training."""

import http.client
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from app.comparisons.store.table import Table
from app.comparisons.workers.worker import Worker, torch_execute
from app.web.serving.certificate import AUTHORITY, certificate
from tests.comparisons.handing_in import spec
from tests.comparisons.work_site import CHECKOUT, WorkSite
from tests.comparisons.workplace import over, same, until

PREFIX = "/play"


@contextmanager
def proxy(port: int, served: Path) -> Iterator[int]:
    """A proxy by HTTPS that passes what is below a path on to a port; its own port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if not self.path.startswith(f"{PREFIX}/"):
                self.send_error(404)
                return
            behind = http.client.HTTPConnection("127.0.0.1", port)
            headers = {**self.headers, "Host": "localhost"}
            behind.request(self.command, self.path.removeprefix(PREFIX), body, headers)
            answer = behind.getresponse()
            content = answer.read()
            behind.close()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = pass_on  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(served)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def made_here(settings: ComparisonSettings, asked: ComparisonSpec) -> Table:
    """What a worker of this machine makes of the same comparison."""
    apart = settings.model_copy(update={"var": settings.var.with_name("apart"), "idle_seconds": 0.0})
    service = ComparisonService(apart)
    job = service.submit(asked)[0].id
    assert Worker(apart, "here", torch_execute).run() == 0
    table = service.store.rows.table(job)
    service.close()
    return table


def test_a_worker_elsewhere_trains_what_a_worker_here_would(settings: ComparisonSettings, tmp_path: Path) -> None:
    site = WorkSite(settings)
    asked = ComparisonSpec.model_validate(spec(steps=40))
    service = ComparisonService(settings)
    job = service.submit(asked)[0].id
    token = site.token_file("lab")
    site.start()
    with proxy(site.port, certificate(["localhost"], tmp_path / "tls")) as port:
        address = f"https://localhost:{port}{PREFIX}/"
        command = [sys.executable, "-m", "app", "worker", "--server", address, "--token-file", str(token)]
        trusting = [*command, "--ca", str(tmp_path / "tls" / AUTHORITY), "--slots", "1"]
        worker = subprocess.Popen(trusting, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        try:
            view = until(lambda: over(service.store, job))
        finally:
            worker.terminate()
            said, _ = worker.communicate()
            site.kill()
    table = service.store.rows.table(job)
    service.close()
    assert (view.state, worker.returncode) == ("finished", 0), view.detail
    assert said == f"Working for {address} with 1 at a time   (Ctrl+C ends it)\n"
    assert {each.owner.partition("/")[0] for each in view.shards} == {"lab"}
    assert same(table, made_here(settings, asked))


def invoked(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(words))
    return result.exit_code, result.output


def test_what_a_worker_elsewhere_lacks_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "token"
    empty.write_text("\n")
    there = ["worker", "--server", "https://lab.example.org", "--token-file"]
    for words, expected in (
        (["worker", "--server", "https://lab.example.org"], "--token-file FILE"),
        ([*there, str(tmp_path / "none")], "the token cannot be read from"),
        ([*there, str(empty)], "holds no token"),
        (["worker", "--server", "lab.example.org", "--token-file", str(empty)], "is no address of a server"),
        ([*there, str(empty), "--ca", str(empty)], "holds no token"),
    ):
        status, said = invoked(*words)
        assert (status, expected in said) == (2, True), said


def test_tokens_are_made_listed_and_revoked_by_one_command(
    settings: ComparisonSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTIMIZER_PLAYGROUND_RUNS_VAR", str(settings.var))
    assert invoked("worker-token") == (0, "No worker has a token.\n")
    status, token = invoked("worker-token", "lab-1")
    assert status == 0
    with Store(settings.database) as store:
        assert store.worker_tokens.holder(token.strip()) == "lab-1"
    assert invoked("worker-token")[1].startswith("lab-1  made 2")
    assert invoked("worker-token", "lab-1") == (
        2, "lab-1 has a token already; revoke it first, or choose another name\n"
    )  # fmt: skip
    assert invoked("worker-token", "lab-1", "--max-shards", "1") == (0, "lab-1 may hold 1 shard at a time.\n")
    assert invoked("worker-token")[1].endswith(", at most 1 shard at a time\n")
    assert invoked("worker-token", "lab-1", "--max-shards", "0") == (
        0,
        "lab-1 may hold any number of shards at a time.\n",
    )
    assert len(invoked("worker-token", "lab-2", "--max-shards", "4")[1].split()) == 1
    assert "at most 4 shards at a time" in invoked("worker-token")[1]
    assert invoked("worker-token", "lab-2", "--revoke")[0] == 0
    assert invoked("worker-token", "a/b")[0] == 2
    assert invoked("worker-token", "lab-1", "--revoke")[0] == 0
    with Store(settings.database) as store:
        assert store.worker_tokens.holder(token.strip()) is None
    assert invoked("worker-token", "lab-1", "--revoke") == (
        2, "no worker of the name 'lab-1' has a token; those that have one: none\n"
    )  # fmt: skip
