"""Threads of their own for routes that write: however many wait for the record, pages and files have theirs."""

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

MOST = 4
"""Routes that write at a time; the record takes one after the other, so more would only wait."""
_limiter = CapacityLimiter(MOST)

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def writes(route: Callable[Given, Answer]) -> Callable[Given, Awaitable[Answer]]:
    """The route, called in one of the writers' threads instead of one of those that all other routes share."""

    @wraps(route)
    async def called(*given: Given.args, **named: Given.kwargs) -> Answer:
        return await to_thread.run_sync(partial(route, *given, **named), limiter=_limiter)

    return called
