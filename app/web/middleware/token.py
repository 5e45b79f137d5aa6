"""The token: where one is set, comparisons and everything that writes ask for it.

Programs send `Authorization: Bearer`, and a browser asks the visitor once (HTTP Basic, the token as password, any
name), so that there are no cookies.
"""

import base64
import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.addresses import COMPARISONS, OLD_COMPARISONS
from app.web.error_responses import problem_detail
from app.web.middleware.guesses import Guesses
from app.web.middleware.methods import READING

GUARDED = (COMPARISONS, OLD_COMPARISONS, "/compare")
"""What asks for the token, where one is set; and every method that writes, wherever it goes."""
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Comparisons: any name, the token as password", charset="UTF-8"'}


class RequiredToken:
    """ASGI middleware that answers 401 without the token; without one to ask for it lets everything through."""

    def __init__(self, app: ASGIApp, *, token: str | None, guesses: Guesses | None = None):
        self.app = app
        self.token = token
        self.guesses = guesses or Guesses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer how the token is given."""
        if scope["type"] == "http" and self.token is not None and guarded(scope):
            authorization = Headers(scope=scope).get("authorization", "")
            given = presented(authorization)
            address = (scope.get("client") or ("",))[0]
            if authorization and self.guesses.crowded(address):
                detail = "Too many wrong tokens came from your address; try again soon."
                await problem_detail(429, detail, headers={"Retry-After": "5"})(scope, receive, send)
                return
            if not hmac.compare_digest(given.encode(), self.token.encode()):
                if authorization:
                    await self.guesses.wrong(address)
                detail = "Comparisons on this server need its token: Authorization: Bearer and the token."
                await problem_detail(401, detail, headers=CHALLENGE)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def guarded(scope: Scope) -> bool:
    """Whether a request needs the token, wherever a proxy has mounted the application."""
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    return scope["method"] not in READING or path.startswith(GUARDED)


def presented(authorization: str) -> str:
    """The token in an Authorization header, a bearer's or a browser's password; empty where there is none."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except ValueError:  # no base64, no ASCII, or no UTF-8 in it
        return ""
