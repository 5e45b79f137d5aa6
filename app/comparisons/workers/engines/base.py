"""The interface of an engine: four methods, JSON in and out.

An engine is not trusted. Leases decide who holds what: if an engine loses a worker, starts one twice, says that a
living one is dead or never stops it, work is repeated at worst, and never recorded twice.
"""

from collections.abc import Mapping
from typing import Any, Protocol

Order = Mapping[str, Any]
"""What a worker is told at its start, as JSON: its `owner` name and its `settings`, or the `server` that has them."""

Status = Mapping[str, Any]
"""`{"alive": bool, "exit": int or None, "reason": str or None}`; a negative exit is the signal that ended it."""


FAILED = 3
"""A worker's exit status after a failure that it reported: it ends so that the next attempt starts clean."""

NO_ROOM = 4
"""A worker's exit status when not even its failure could be recorded, because the disk is full."""

UNWELCOME = 5
"""A worker's exit status when its server does not take it, and another start would not help."""


class Engine(Protocol):
    """Starts workers, says whether they live, stops them."""

    def capacity(self) -> int:
        """How many workers there may be at a time, those that run included."""

    def launch(self, order: Order) -> str:
        """Start a worker; the handle to ask about it. `EngineFailure` when that is not possible now."""

    def alive(self, handle: str) -> Status:
        """Whether the worker lives, and how it ended if not. An unknown handle is one that does not live."""

    def stop(self, handle: str, force: bool) -> None:
        """Ask the worker to end (SIGTERM), or end it at once (`force`, SIGKILL). Nothing if it is gone."""
