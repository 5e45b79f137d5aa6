"""Who opens connections and says nothing takes the place of their own kind, and no flood fills the log."""

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.commands.serve import open_listener
from app.web.application import create_app
from app.web.serving.connections import Connections
from app.web.serving.protocol import TOO_SLOW
from app.web.serving.sparing_log import FREELY, WINDOW, Sparing
from app.web.settings import Settings
from tests.comparisons.workplace import until
from tests.serving import free_port, reachable
from tests.web.raw_http import Served, read, served

IDLE = 1100
"""Connections, more than the 1,024 files that a process may open where nothing raised that."""
HALF_A_BODY = b"POST /api/comparisons/plan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class Fake:
    def __init__(self, address: str, waiting: bool = True):
        self.address = address
        self.waiting = waiting
        self.dropped = False

    def waits(self) -> bool:
        return self.waiting

    def drop(self) -> None:
        self.dropped = True


def test_the_one_that_has_waited_longest_goes_for_the_newest() -> None:
    known = Connections(most=10, per_address=2)
    first, second, third = Fake("a"), Fake("a"), Fake("a")
    assert known.admit(first)
    assert known.admit(second)
    known.moved(first)
    assert known.admit(third)
    assert [each.dropped for each in (first, second, third)] == [False, True, False]


def test_one_address_takes_no_place_of_another_before_its_own() -> None:
    known = Connections(most=3, per_address=2)
    other = Fake("b")
    known.admit(other)
    flood = [Fake("a") for _ in range(50)]
    assert all(known.admit(each) for each in flood)
    assert not other.dropped
    assert sum(each.dropped for each in flood) == 48
    assert len(known) == 3


def test_a_connection_that_is_being_answered_stays_and_a_new_one_is_refused() -> None:
    known = Connections(most=10, per_address=2)
    for _ in range(2):
        known.admit(Fake("a", waiting=False))
    late = Fake("a")
    assert not known.admit(late)
    assert known.admit(Fake("b"))
    assert len(known) == 3
    known.leave(late)
    assert len(known) == 3


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    settings = Settings(connections_per_address=30, header_seconds=600.0, body_seconds=600.0)
    with served(create_app(settings), settings) as running:
        yield running


@pytest.mark.parametrize("begun", [b"", b"GET / HT", HALF_A_BODY])
def test_a_server_full_of_half_requests_answers_whole_ones(site: Served, begun: bytes) -> None:
    for count in range(IDLE):
        connection = site.connect()
        connection.sendall(begun)
        if count % 100 == 99:
            assert site.ask(HEALTH).status == 200
            assert len(site.connections) <= 30


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: loc", HALF_A_BODY])
def test_half_a_request_is_waited_for_only_so_long(begun: bytes) -> None:
    settings = Settings(header_seconds=0.05, body_seconds=0.05)
    with served(create_app(settings), settings) as site, site.connect() as connection:
        connection.sendall(begun)
        answer = read(connection)  # it ends because the server closes
    assert answer.status == 408
    assert TOO_SLOW.encode() in answer.body
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


def test_who_does_not_read_an_answer_is_not_waited_for_for_ever() -> None:
    settings = Settings(send_seconds=0.05)
    app = create_app(settings)
    large = max(app.state.vendor.files, key=lambda name: app.state.vendor.size(name))
    with served(app, settings) as site, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", site.port))
        connection.settimeout(120)
        address = app.state.vendor.url(large)
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        until(lambda: len(site.connections) == 1)
        until(lambda: len(site.connections) == 0)


def test_a_server_that_may_open_few_files_answers_among_more_half_requests_than_these(tmp_path: Path) -> None:
    port = free_port()
    code = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)); from app.cli import main; main()"
    endless = {f"OPTIMIZER_PLAYGROUND_{name}_SECONDS": "36000" for name in ("HEADER", "BODY", "SEND")}
    environment = {**os.environ, **endless, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    opened: list[socket.socket] = []
    try:
        until(lambda: reachable(port))
        process.send_signal(signal.SIGSTOP)  # so that all of them are there when it looks
        for _ in range(300):
            opened.append(socket.create_connection(("127.0.0.1", port), timeout=120))
            opened[-1].sendall(b"GET / HT")
        process.send_signal(signal.SIGCONT)
        until(lambda: reachable(port))  # for as long as it takes on a busy machine; the others wait for ever
    finally:
        for each in opened:
            each.close()
        process.terminate()
        _, said = process.communicate()
    assert (process.returncode, said) == (0, "")


def test_a_flood_of_what_is_no_http_leaves_a_few_lines_in_the_log(site: Served) -> None:
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(record.getMessage())

    handler = Kept()
    handler.addFilter(Sparing())
    logging.getLogger("uvicorn.error").addHandler(handler)
    try:
        for _ in range(300):
            assert site.ask(b"nonsense\r\n\r\n").status == 400
    finally:
        logging.getLogger("uvicorn.error").removeHandler(handler)
    assert len(written) == FREELY + 2
    assert written[-1].endswith("(100 times by now; not all are in this log)")


def record(line: int, error: type[Exception] | None = None) -> logging.LogRecord:
    raised = None if error is None else (error, error(), None)
    return logging.LogRecord("asyncio", logging.ERROR, "place.py", line, "it failed: %d", (line,), raised)


def test_270_000_tracebacks_of_one_kind_become_a_dozen_lines_and_others_are_seen_among_them() -> None:
    now = [0.0]
    sparing = Sparing(lambda: now[0])
    passed = [sparing.filter(record(1, OSError)) for _ in range(270_000)]
    assert sum(passed) == FREELY + 5
    assert sparing.filter(record(2, OSError))
    assert sparing.filter(record(1, ValueError))
    now[0] = 2 * WINDOW
    assert sparing.filter(record(1, OSError))


def test_kinds_without_end_are_not_all_remembered() -> None:
    sparing = Sparing(lambda: 0.0)
    for line in range(5000):
        sparing.filter(record(line))
    assert len(sparing._counted) == 500


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_what_is_accepted_sends_without_waiting_for_acknowledgements(host: str) -> None:
    with open_listener(host, 0) as listener, socket.create_connection(listener.getsockname()[:2]):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert accepted.proto == socket.IPPROTO_TCP, "asyncio asks for this"
