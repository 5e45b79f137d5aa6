"""The headers of every response: cross-origin isolation and what a page or a worker may load.

Isolation (COOP, COEP, CORP) gives pages shared memory, by which a running program can be interrupted. The content
security policies let nothing in from another origin. A worker's script carries a policy of its own, because a worker
does not inherit the page's: it can reach the files it starts from and nothing else, so that code in it, whatever it
gets hold of, cannot call the application.

Other pages may show what is below `/embed/` in a frame, as the settings say, and nothing else; a page that is isolated
itself may only show what says that it is meant for others (CORP).
"""

import re
from collections.abc import Iterable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.error_responses import FAILED, problem_detail

ISOLATION = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

_PAGE = {
    "default-src": "'none'",
    # Pyodide is WebAssembly. Nothing is compiled from strings.
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}

EMBEDDED = "/embed/"
"""The pages below may be shown in a frame, and the modules there be loaded, by pages of others."""
FRAMED_NOWHERE = "frame-ancestors 'none'"

WORKER_ASSETS = ("/vendor/", "/package/")
"""The paths that a worker may fetch from: Pyodide, NumPy and the `descent` archive."""

WORKER_SCRIPT = re.compile(r"\.worker(\.[0-9a-f]+)?\.js$")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")


def _policy(directives: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives)


PAGE_CSP = _policy(_PAGE.items())

# Plotly makes a style element and fills it by script: the hash of the empty text; a second one it gives its pictures.
_PLOTLY_STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
)
_PLOTLY_PAGE = {"style-src": " ".join(["'self'", *_PLOTLY_STYLES]), "style-src-attr": "'unsafe-inline'"}
PLOTLY_PAGE_CSP = _policy((_PAGE | _PLOTLY_PAGE).items())
"""For pages that draw with Plotly, which sets style attributes. A route puts it on its response itself."""

FETCHING_PAGE_CSP = _policy((_PAGE | {"connect-src": "'self' https:"}).items())
"""For the list of problems, which fetches a pack from wherever a visitor says. None of a pack runs in its document; the
problem that may be shown in it next is one of ours, and workers have a policy of their own."""


def worker_csp(host: str, root_path: str = "") -> str:
    """The policy of a worker's script on the site that the browser calls `host` (name and port).

    A path in a policy needs a host before it. A host that a policy cannot express (an IPv6 address) gets the whole
    origin instead.
    """
    paths = " ".join(f"{host}{root_path}{path}" for path in WORKER_ASSETS)
    sources = paths if _HOST.fullmatch(host) else "'self'"
    return _policy(
        [("default-src", "'none'"), ("script-src", "'self' 'wasm-unsafe-eval'"), ("connect-src", sources)],
    )


def below_embed(scope: Scope) -> bool:
    """Whether a request is for a page that others may show, wherever a proxy has mounted the application."""
    return str(scope["path"]).removeprefix(scope.get("root_path", "")).startswith(EMBEDDED)


class Isolation:
    """ASGI middleware that puts these headers on every HTTP response; a policy that a route has set stays.

    `isolated=False` leaves the isolation headers out, as a proxy may do: pages must work then, too. `ancestors` are the
    sources of pages that may show those below `/embed/`.
    """

    def __init__(self, app: ASGIApp, *, isolated: bool = True, ancestors: Sequence[str] = ("'none'",)):
        self.app = app
        self.headers = ISOLATION if isolated else {}
        self.framed = "frame-ancestors " + " ".join(ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers as its response starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = PAGE_CSP
        if WORKER_SCRIPT.search(scope["path"]):
            policy = worker_csp(Headers(scope=scope).get("host", ""), scope.get("root_path", ""))

        embedded = below_embed(scope)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", policy)
                if embedded:
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
                    own = headers["Content-Security-Policy"]
                    headers["Content-Security-Policy"] = own.replace(FRAMED_NOWHERE, self.framed)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            # A layer around the routes failed: the server itself would answer, in its own words and without headers.
            if not started:
                await problem_detail(500, FAILED)(scope, receive, send_with_headers)
            raise
