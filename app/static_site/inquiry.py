"""Asks the application as a browser would, without a socket."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message

HEADERS = [(b"host", b"localhost"), (b"accept", b"text/html,*/*"), (b"accept-encoding", b"identity")]


@dataclass(frozen=True)
class Answer:
    """What the application answered to one address."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answers(app: ASGIApp, addresses: Iterable[str]) -> dict[str, Answer]:
    """The answer to each address: a path from the root, with or without a query."""

    async def all_of_them() -> dict[str, Answer]:
        return {address: await answer(app, address) for address in addresses}

    return asyncio.run(all_of_them())


async def answer(app: ASGIApp, address: str) -> Answer:
    """The answer to one GET."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": HEADERS,
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    status, headers, body, asked = 0, dict[str, str](), b"", False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # nobody hangs up; what sends a file listens for that meanwhile
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, headers, body
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            body += message.get("body", b"")

    await app(scope, receive, send)
    return Answer(status, headers, body)
