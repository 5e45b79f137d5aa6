"""What is not waited for any longer: a source that never answers or drips, an endless loop at the command line."""

import contextlib
import http.server
import socket
import threading
import time
from collections.abc import Iterator

import numpy
from descent.judge.judgement import Judgement
from descent.judge.suite import Suite

from app.commands.judge import run
from app.course import catalog
from app.vendor.download import Downloads
from app.vendor.errors import SourceFailed
from benchmarks.promise import Result, least_of

SILENT, DRIP, LOOP = 2.0, 3.0, 20.0


class Dripping(http.server.BaseHTTPRequestHandler):
    """One byte now and then, for ever."""

    def do_GET(self) -> None:
        """Answer a request."""
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b"x")
                time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def given_up(port: int, times: int) -> float:
    """Seconds until so many files of a source have been given up."""
    downloads = Downloads(patience=0.2, whole=0.6)
    began = time.perf_counter()
    for name in range(times):
        with contextlib.suppress(SourceFailed):
            downloads.read(f"http://127.0.0.1:{port}/{name}")
    return time.perf_counter() - began


def looped() -> float:
    """Seconds until a submission is judged that never ends in any test, each of which may take half a second."""
    judgement = Judgement(Suite(catalog.files_for_browser("adam-step"), 1, numpy))
    began = time.perf_counter()
    list(run(judgement, "def adam_step(*args, **more):\n    while True: pass\n", "answer.py", 0.5))
    return time.perf_counter() - began


def results() -> Iterator[Result]:
    """Each, the best of three."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        yield least_of(
            lambda: given_up(port, 5), "five files of a source that never answers, patience 0.2 s", "s", SILENT
        )
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Dripping) as drip:
        drip.daemon_threads = True
        threading.Thread(target=drip.serve_forever, daemon=True).start()
        yield least_of(lambda: given_up(drip.server_port, 1), "a source that drips, 0.6 s for the file", "s", DRIP)
        drip.shutdown()
    yield least_of(looped, "an endless loop judged at the command line, 0.5 s a test", "s", LOOP)
