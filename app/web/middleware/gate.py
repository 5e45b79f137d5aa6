"""Who may ask: the Host allow-list, the token, the origin check on writing methods, and the size of a body.

A page on another site can make a browser send requests to a server on this machine. The Host check stops DNS rebinding;
the Origin and Sec-Fetch-Site checks stop cross-site writes. Where a token is set, comparisons and everything that
writes ask for it: programs send `Authorization: Bearer`, and a browser asks the visitor once (HTTP Basic, the token as
password, any name), so that there are no cookies. Plain ASGI: it sees a request before anything parses it.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.addresses import COMPARISONS, OLD_COMPARISONS
from app.web.error_responses import problem

READING = {"GET", "HEAD", "OPTIONS"}
GUARDED = (COMPARISONS, OLD_COMPARISONS, "/compare")
"""What asks for the token, where one is set; and every method that writes, wherever it goes."""
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Comparisons: any name, the token as password", charset="UTF-8"'}


class BodyTooLarge(Exception):
    """A body went past the limit while it was being read."""


class Gate:
    """ASGI middleware that refuses what should never reach a route."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: Iterable[str], max_body_bytes: int, token: str | None = None):
        self.app = app
        self.token = token
        self.allowed_hosts = frozenset(host.lower() for host in allowed_hosts)
        self.max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with the reason why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(scope["method"], inside(scope), Headers(scope=scope))
        if refusal is not None:
            status, detail = refusal
            await problem(status, detail, headers=CHALLENGE if status == 401 else None)(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # the server leaves the body out; a route need only know GET
            scope = {**scope, "method": "GET"}
        received = 0
        started = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_body_bytes:
                raise BodyTooLarge
            return message

        async def held(message: Message) -> None:
            # A framework turns any error while a body is read into an answer of its own; ours goes out instead.
            nonlocal started
            if started or received <= self.max_body_bytes:
                started = True
                await send(message)

        try:
            await self.app(scope, counted, held)
        except BodyTooLarge:
            if started:
                raise
        if received > self.max_body_bytes and not started:
            await problem(413, self.too_large)(scope, receive, send)

    def refusal(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        """The status and reason to refuse with, or None."""
        host = hostname(headers.get("host", ""))
        if host not in self.allowed_hosts:
            known = ", ".join(sorted(self.allowed_hosts))
            return 400, f"This server answers to {known}, not to the host that was asked."
        if method not in READING:
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc != headers.get("host"):
                return 403, "Requests that change something must come from this site's own pages."
            if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
                return 403, "Requests that change something must come from this site's own pages."
        if self.token is not None and (method not in READING or path.startswith(GUARDED)):
            given = presented(headers.get("authorization", ""))
            if not hmac.compare_digest(given.encode(), self.token.encode()):
                return 401, "Comparisons on this server need its token: Authorization: Bearer and the token."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.max_body_bytes:
            return 413, self.too_large
        return None

    @property
    def too_large(self) -> str:
        """The sentence for a body past the limit."""
        return f"The body may hold at most {self.max_body_bytes} bytes."


def inside(scope: Scope) -> str:
    """The path within the application, wherever a proxy has mounted it."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def presented(authorization: str) -> str:
    """The token in an Authorization header, a bearer's or a browser's password; empty where there is none."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def hostname(host: str) -> str:
    """The name in a Host header, without the port and the brackets of IPv6."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
