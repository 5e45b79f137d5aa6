"""The Host allow-list: a request for another name is refused, which stops DNS rebinding."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.error_responses import problem_detail


class AllowedHosts:
    """ASGI middleware that answers 400 unless the Host header names one of `allowed`, with any port."""

    def __init__(self, app: ASGIApp, *, allowed: Iterable[str]):
        self.app = app
        self.allowed = frozenset(host.lower() for host in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with the names that are possible."""
        if scope["type"] == "http" and hostname(Headers(scope=scope).get("host", "")) not in self.allowed:
            known = ", ".join(sorted(self.allowed))
            refusal = problem_detail(400, f"This server answers to {known}, not to the host that was asked.")
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def hostname(host: str) -> str:
    """The name in a Host header, without the port and the brackets of IPv6."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
