"""A site without a worker of its own, as a process that workers on other machines ask; and a network to cut.

    python -m tests.comparisons.work_site PORT

serves it. `WorkSite` starts and ends that process, `Network` stands between it and whoever asks.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.comparisons.settings import ComparisonSettings, Retries
from app.comparisons.store import Store
from app.comparisons.workers.engines.local import LocalEngine
from tests.comparisons.workplace import PRETEND, run_out, until
from tests.serving import free_port, reachable

CHECKOUT = Path(__file__).resolve().parents[2]
SITE_TOKEN = "the token of the whole site"
OFFSET = Path(__file__).resolve().parents[1] / "chaos" / "clock"
"""Put on the path of a process, it gives it a clock of its own."""


class WorkSite:
    """The process of a site over the record of these settings; both may be there without the other."""

    def __init__(self, settings: ComparisonSettings):
        self.settings = settings
        self.port = free_port()
        self.tokens = settings.var.parent / "tokens"
        self.tokens.mkdir(parents=True, exist_ok=True)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        given = self.settings.model_dump(mode="json", exclude_none=True)
        named = {f"OPTIMIZER_PLAYGROUND_RUNS_{name.upper()}": str(value) for name, value in given.items()}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.comparisons.work_site", str(self.port)],
            cwd=CHECKOUT,
            env={**os.environ, **named, "OPTIMIZER_PLAYGROUND_TOKEN": SITE_TOKEN},
        )
        until(lambda: reachable(self.port))

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @contextmanager
    def emptied(self) -> Iterator[Store]:
        """The record of the site, from which at the end every job is taken back, whoever holds a shard of it."""
        with Store(self.settings.database) as store:
            yield store
            for view in store.jobs.recent(1000):
                store.jobs.cancel(view.id)
            run_out(store)
            store.leases.take_back_expired(Retries())

    def token_file(self, name: str) -> Path:
        """The token of the worker of that name, made where it has none."""
        file = self.tokens / name
        if not file.exists():
            with Store(self.settings.database) as store:
                file.write_text(f"{store.worker_tokens.make(name)}\n")
        return file

    def order(self, process: str, address: str | None = None) -> dict[str, object]:
        """What a worker process of ours is told at its start."""
        server = {"address": address or self.address, "token_file": str(self.token_file("lab"))}
        return {"owner": process, "server": server}


class Network:
    """A proxy that passes on what is sent to a port, until it is cut."""

    def __init__(self, port: int):
        self.to = port
        self.port = free_port()
        self.refused = 0
        """Connections that came while it was cut."""
        self._whole = True
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """From now on nothing passes, also of what is under way."""
        with self._lock:
            self._whole = False
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        with self._lock:
            self._whole = True

    def close(self) -> None:
        self.cut()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        until(lambda: not self._open)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                with self._lock:
                    if not self._whole:
                        self.refused += 1
                        near.close()
                        continue
                    far = socket.create_connection(("127.0.0.1", self.to))
                    self._open |= {near, far}
                threading.Thread(target=self._connect, args=(near, far), daemon=True).start()

    def _connect(self, near: socket.socket, far: socket.socket) -> None:
        back = threading.Thread(target=pass_on, args=(far, near), daemon=True)
        back.start()
        pass_on(near, far)
        back.join()
        with self._lock:
            self._open -= {near, far}
            near.close()
            far.close()


def pass_on(source: socket.socket, target: socket.socket) -> None:
    """All that comes from one to the other, until either is closed."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def launched(engine: LocalEngine, order: dict[str, object]) -> "subprocess.Popen[bytes]":
    """The process of a worker with that order."""
    return engine._started[engine.launch(order)].process


def workers(count: int = 1) -> LocalEngine:
    """An engine for workers that train something tiny."""
    return LocalEngine(count, PRETEND)


if __name__ == "__main__":
    from app.commands.serve import open_listener
    from app.web.application import create_app
    from app.web.serving.server import run
    from app.web.settings import Settings

    chosen = Settings(port=int(sys.argv[1]))
    run(create_app(chosen), chosen, open_listener(chosen.host, chosen.port))
