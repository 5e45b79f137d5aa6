"""A server as it is served, in a thread, and bytes sent to it as they are."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI

from app.web.serving.connections import Connections
from app.web.serving.protocol import protocol
from app.web.settings import Settings


@dataclass
class Answer:
    """The status, the headers by lower-case name, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    port: int
    connections: Connections
    server: uvicorn.Server
    opened: list[socket.socket] = field(default_factory=list)

    def connect(self) -> socket.socket:
        """A connection that says nothing yet."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        self.opened.append(connection)
        return connection

    def ask(self, request: bytes) -> Answer:
        """What is answered to these bytes; the connection is closed after them."""
        with self.connect() as connection:
            connection.sendall(request)
            return read(connection)


def read(connection: socket.socket) -> Answer:
    """The answer, read to the end that it states, or until the server closes."""
    whole = b""
    while True:
        head, ended, body = whole.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        if ended and len(body) >= int(headers.get("content-length", "1000000000")):
            break
        chunk = connection.recv(65536)
        if not chunk:
            break
        whole += chunk
    return Answer(int(first.split()[1]), headers, body)


@contextmanager
def served(app: FastAPI, settings: Settings) -> Iterator[Served]:
    """The application behind the protocol with its limits, on a port of its own."""
    connections = Connections(settings.max_connections, settings.connections_per_address)
    config = uvicorn.Config(
        app, http=protocol(settings, connections), ws="none", lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(2048)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
        thread.start()
        site = Served(listener.getsockname()[1], connections, server)
        try:
            yield site
        finally:
            for connection in site.opened:
                connection.close()
            server.should_exit = True
            thread.join()
