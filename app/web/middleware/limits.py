"""The size of a body: one past the limit is refused, whether its size is announced or it is streamed."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.error_responses import problem_detail


class BodyTooLarge(Exception):
    """A body went past the limit while it was being read."""


class BodyLimit:
    """ASGI middleware that answers 413 to a body of more than `most` bytes, before anything parses it."""

    def __init__(self, app: ASGIApp, *, most: int):
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count its body, or answer what is possible."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = problem_detail(413, f"The body may hold at most {self.most} bytes.")
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal():
            await problem_detail(400, "The size of the body, Content-Length, is not a number.")(scope, receive, send)
            return
        if len(announced) > 18 or int(announced) > self.most:
            await refusal(scope, receive, send)
            return
        received = 0
        started = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.most:
                raise BodyTooLarge
            return message

        async def held(message: Message) -> None:
            # A framework turns any error while a body is read into an answer of its own; ours goes out instead.
            nonlocal started
            if started or received <= self.most:
                started = True
                await send(message)

        try:
            await self.app(scope, counted, held)
        except BodyTooLarge:
            if started:
                raise
        if received > self.most and not started:
            await refusal(scope, receive, send)
