"""The Host allow-list: a request for another name is refused, which stops DNS rebinding."""

import re
from collections.abc import Iterable, Sequence

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.error_responses import problem_detail, wants_page

NAME = re.compile(r"(\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(:[0-9]{1,5})?")


class AllowedHosts:
    """ASGI middleware that answers 400 unless the Host header names one of `allowed`, with any port."""

    def __init__(self, app: ASGIApp, *, allowed: Iterable[str]):
        self.app = app
        self.allowed = frozenset(host.lower() for host in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with the names that are possible."""
        if scope["type"] == "http" and hostname(Headers(scope=scope).get("host", "")) not in self.allowed:
            known = ", ".join(sorted(self.allowed))
            detail = f"This server answers to {known}, not to the host that was asked."
            await answer(Request(scope), detail, sorted(self.allowed))(scope, receive, send)
            return
        await self.app(scope, receive, send)


def hostname(host: str) -> str:
    """The name in a Host header, without the port and the brackets of IPv6; empty where it is anything else."""
    found = NAME.fullmatch(host)
    return (found["six"] or found["name"]).lower() if found else ""


def answer(request: Request, detail: str, allowed: Sequence[str]) -> Response:
    """The refusal: a page for a person, where there is an application that makes one."""
    if "app" not in request.scope or not wants_page(request):
        return problem_detail(400, detail)
    names = [f"[{name}]" if ":" in name else name for name in allowed]
    page: Response = request.app.state.pages.render(request, "wrong_host.html", names=names, port=port(request))
    page.status_code = 400
    return page


def port(request: Request) -> str:
    """The port that the browser asked, with its colon, where the Host header names one."""
    name, colon, number = request.headers.get("host", "").rpartition(":")
    return f":{number}" if colon and name and number.isdecimal() and len(number) < 6 else ""
