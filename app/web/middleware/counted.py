"""What was answered, and how long it took: numbers for whoever watches the site."""

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OTHER = "other"
"""Stands for any method that is none of these: a name from outside must not become one of a metric."""


@dataclass
class Answers:
    """Answers since the start of the process, by method and status."""

    number: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: defaultdict[tuple[str, int], float] = field(default_factory=lambda: defaultdict(float))
    """From the request to the first byte of its answer, so that a stream of progress counts like any other."""
    at_work: int = 0
    """Requests that are being answered."""


class Counted:
    """ASGI middleware that counts; it changes nothing."""

    def __init__(self, app: ASGIApp, answers: Answers):
        self.app = app
        self.answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        method = scope["method"] if scope["method"] in METHODS else OTHER

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                key = (method, int(message["status"]))
                self.answers.number[key] += 1
                self.answers.seconds[key] += time.perf_counter() - begun
            await send(message)

        self.answers.at_work += 1
        try:
            await self.app(scope, receive, counting)
        finally:
            self.answers.at_work -= 1
