"""The token: where one is set, comparisons and everything that writes ask for it.

Programs send `Authorization: Bearer`, and a browser asks the visitor once (HTTP Basic, the token as password, any
name), so that there are no cookies.

What workers on other machines ask needs the token of a worker, whether or not the site has one; each token opens its
own addresses and no others.
"""

import base64
import hmac
from collections.abc import Callable

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.addresses import COMPARISONS, OLD_COMPARISONS, WORKERS
from app.web.error_responses import problem_detail
from app.web.middleware.guesses import Guesses
from app.web.middleware.methods import READING

GUARDED = (COMPARISONS, OLD_COMPARISONS, "/compare", "/metrics")
"""What asks for the token, where one is set; and every method that writes, wherever it goes."""
HOLDER = "app.worker"
"""In the scope of a request of a worker: whose token it has."""
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Comparisons: any name, the token as password", charset="UTF-8"'}

WORKERS_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Workers"'}
OF_THE_SITE = "Comparisons on this server need its token: Authorization: Bearer and the token."
OF_WORKERS = "Only a worker may ask this, with a token of its own; optimizer-playground worker-token makes one."


class RequiredToken:
    """ASGI middleware that answers 401 without the token; where the site has none, only workers need one.

    `holder` says whose a worker's token is, None for one that is unknown; it may wait for the record.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str | None,
        guesses: Guesses | None = None,
        holder: Callable[[str], str | None] = lambda _: None,
    ):
        self.app = app
        self.token = token
        self.guesses = guesses or Guesses()
        self.holder = holder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer how the token is given."""
        if scope["type"] == "http":
            of_worker = below(scope, WORKERS)
            if of_worker or (self.token is not None and guarded(scope)):
                refusal = await self._refusal(scope, of_worker)
                if refusal is not None:
                    await refusal(scope, receive, send)
                    return
        await self.app(scope, receive, send)

    async def _refusal(self, scope: Scope, of_worker: bool) -> ASGIApp | None:
        authorization = Headers(scope=scope).get("authorization", "")
        given = presented(authorization)
        address = (scope.get("client") or ("",))[0]
        if authorization and self.guesses.crowded(address):
            detail = "Too many wrong tokens came from your address; try again soon."
            return problem_detail(429, detail, headers={"Retry-After": "5"})
        if of_worker:
            holder = (await to_thread.run_sync(self.holder, given)) if given else None
            if holder is not None:
                scope[HOLDER] = holder
                return None
            detail, challenge = OF_WORKERS, WORKERS_CHALLENGE
        elif hmac.compare_digest(given.encode(), (self.token or "").encode()):
            return None
        else:
            detail, challenge = OF_THE_SITE, CHALLENGE
        if authorization:
            await self.guesses.wrong(address)
        return problem_detail(401, detail, headers=challenge)


def below(scope: Scope, prefix: str) -> bool:
    """Whether a request is for that address or one below it, wherever a proxy has mounted the application."""
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    return path == prefix or path.startswith(f"{prefix}/")


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
