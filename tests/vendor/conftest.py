"""A small checkout and a real HTTP server to fetch from."""

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Answer = bytes | int | Callable[[http.server.BaseHTTPRequestHandler], None]


class Distribution:
    """Files by path on a loopback address: bytes are sent, a number is a status, a function does as it likes."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                answer = outer.answers.get(self.path, 404)
                if callable(answer):
                    answer(self)
                elif isinstance(answer, int):
                    self.send_error(answer)
                else:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"


@pytest.fixture
def distribution() -> Iterator[Distribution]:
    made = Distribution()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OPTIMIZER_PLAYGROUND_CACHE", raising=False)
    (tmp_path / "pyodide_pkgs").mkdir()
    return tmp_path
