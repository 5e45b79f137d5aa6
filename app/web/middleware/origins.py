"""The origin check: a page on another site can make a browser write to a server on this machine, and is refused."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.error_responses import problem_detail
from app.web.middleware.methods import READING


class OwnOrigin:
    """ASGI middleware that answers 403 where a browser says that another site asks for a change.

    Programs send neither `Origin` nor `Sec-Fetch-Site`; they are let through.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer where it must come from."""
        if scope["type"] == "http" and scope["method"] not in READING and foreign(Headers(scope=scope)):
            refusal = problem_detail(403, "Requests that change something must come from this site's own pages.")
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def foreign(headers: Headers) -> bool:
    """Whether a browser says that the request comes from another site."""
    origin = headers.get("origin")
    if origin is not None and site(origin) != headers.get("host"):
        return True
    return headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def site(origin: str) -> str | None:
    """The name and port in an Origin header, None where it has none that can be read."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
