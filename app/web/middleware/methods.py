"""Which methods only read, and HEAD answered like GET."""

from starlette.types import ASGIApp, Receive, Scope, Send

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Every other method may change something: it must come from our own pages and, where a token is set, have it."""


class HeadAsGet:
    """ASGI middleware that makes GET of HEAD, so that a route need only know GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the other method where it is HEAD."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)
