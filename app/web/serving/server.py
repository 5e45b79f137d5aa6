"""Serves the application until it is asked to end; then what was asked is answered, and nothing else is begun."""

import contextlib
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from app.web.serving.connections import Connections
from app.web.serving.protocol import protocol
from app.web.serving.sparing_log import keep_small
from app.web.settings import Settings

FILES = 65536
"""As many files a process may want to have open; the machine may allow fewer."""
AT_ONCE = 16
"""Connections accepted in one turn of the loop; some turns pass before one that has to go gives its file back."""
QUEUE = 512
"""Connections that the machine keeps until they are accepted; they need no files of ours."""
FEWEST = 16
"""Connections, however few files there may be."""
SPARE = 200
"""Files that are kept for everything but connections: the record, static files, threads."""


class Server(uvicorn.Server):
    """uvicorn, which tells when it is asked to end, before it has ended."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]):
        super().__init__(config)
        self.ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Queue more than are accepted in a turn; asyncio has one number for both."""
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(QUEUE)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal asks for the end; a second Ctrl+C does not wait for answers."""
        self.ending()
        super().handle_exit(sig, frame)


def run(
    app: FastAPI,
    settings: Settings,
    listener: socket.socket,
    ending: Callable[[], None] = lambda: None,
    certificate: Path | None = None,
) -> None:
    """Serve `app` on `listener` until SIGTERM or SIGINT; `ending` is called as soon as one of them came.

    With a `certificate`, a file that also holds its key, by HTTPS.
    """
    keep_small()
    most = max(FEWEST, min(settings.max_connections, files() - SPARE))
    connections = Connections(most, min(most, settings.connections_per_address))
    config = uvicorn.Config(
        app,
        http=protocol(settings, connections),
        ws="none",
        lifespan="off",
        backlog=AT_ONCE,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.drain_seconds,
        ssl_certfile=certificate,
    )
    Server(config, ending).run(sockets=[listener])


def end_well() -> None:
    """Make SIGTERM and SIGINT an end with status 0 that leaves every `with` block, here and after the server's own."""

    def end(*_: object) -> None:
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def files() -> int:
    """How many files this process may have open, raised as far as the machine lets it."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return FILES if soft == resource.RLIM_INFINITY else soft
