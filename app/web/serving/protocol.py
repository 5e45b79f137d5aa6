"""HTTP as uvicorn speaks it, with limits on how many connections there are and on how long a request may take to come.

What is refused before the application sees it has the shape and the headers of every other error.
"""

import asyncio
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from app.web.error_responses import problem_detail
from app.web.middleware.headers import ISOLATION, PAGE_CSP
from app.web.serving.connections import Connections
from app.web.settings import Settings

LINGER = 1.0
"""Seconds for which a refused connection is still read from, so that its answer arrives."""
NOT_HTTP = "This is no HTTP request that the server understands."
TOO_SLOW = "The rest of the request did not come in time."
TOO_MANY = "Too many connections are open from this address, or to this server."


class Limited(H11Protocol):
    """One connection. Made by `protocol`, which gives it what it shares with the others."""

    settings: Settings
    open_connections: Connections

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: Any = None):
        super().__init__(config, server_state, app_state, _loop)
        self.address = ""
        self._state: object = None
        self._refused = False
        self._arrival: asyncio.TimerHandle | None = None
        self._sending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let the connection in, or refuse it; the time for its first request begins."""
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        if self.open_connections.admit(self):
            self._watch()
        else:
            self.refuse(503, TOO_MANY, linger=False)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and its timers."""
        self.open_connections.leave(self)
        for timer in (self._arrival, self._sending):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; the time for a request does not begin anew because a part of it came."""
        if self._refused or self.transport.is_closing():
            return
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """The time for the next request begins."""
        super().on_response_complete()
        self.open_connections.moved(self)
        self._watch()

    def waits(self) -> bool:
        """Whether nothing is being answered: the rest of a request, or another one, has to come."""
        answered = self.cycle is None or self.cycle.response_complete
        return self._refused or answered or self.conn.their_state is h11.SEND_BODY

    def drop(self) -> None:
        """Close at once, without a word."""
        self.transport.abort()

    def pause_writing(self) -> None:
        """Whoever does not read an answer is not waited for for ever."""
        super().pause_writing()
        if self._sending is None:
            self._sending = self.loop.call_later(self.settings.send_seconds, self.drop)

    def resume_writing(self) -> None:
        """It reads."""
        super().resume_writing()
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's text says less
        """Answer what is no HTTP."""
        self.refuse(400, NOT_HTTP)

    def refuse(self, status: int, detail: str, linger: bool = True) -> None:
        """Answer with an error, where an answer has not begun yet, and close; with `linger` once it has arrived."""
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self.transport.is_closing():
            answer = problem_detail(status, detail)
            headers = {**(ISOLATION if self.settings.isolated else {}), "Content-Security-Policy": PAGE_CSP}
            fields = [*self.server_state.default_headers, *answer.raw_headers, (b"connection", b"close")]
            fields += [(name.encode(), value.encode()) for name, value in headers.items()]
            for event in (h11.Response(status_code=status, headers=fields), h11.Data(data=bytes(answer.body))):
                self.transport.write(self.conn.send(event) or b"")
            if linger and self.transport.can_write_eof():
                # Closing at once, with something unread, would take the answer back from who is still sending.
                self.transport.write_eof()
                self._refused = True
                self.loop.call_later(LINGER, self.transport.close)
                return
        self.transport.close()

    def _watch(self) -> None:
        """Time what has to come next: the head of a request, or the rest of its body."""
        state = None if self._refused or self.transport.is_closing() else self.conn.their_state
        if state is self._state:
            return
        self._state = state
        if self._arrival is not None:
            self._arrival.cancel()
        known: dict[object, float] = {
            h11.IDLE: self.settings.header_seconds, h11.SEND_BODY: self.settings.body_seconds
        }  # fmt: skip
        seconds = known.get(state)
        self._arrival = None if seconds is None else self.loop.call_later(seconds, self.refuse, 408, TOO_SLOW)


def protocol(settings: Settings, connections: Connections) -> type[Limited]:
    """The class of connections of one server, which share `connections`."""
    return type("LimitedConnection", (Limited,), {"settings": settings, "open_connections": connections})
