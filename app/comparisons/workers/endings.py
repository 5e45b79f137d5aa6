"""Why a worker's process ended while it held a shard: what its exit status says of who is to blame."""

import signal

from app.comparisons.store.attempts import CRASHED, DISK_FULL, INTERRUPTED
from app.comparisons.workers.engines.base import FAILED, NO_ROOM

OWN = frozenset(
    number
    for name in ("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS")
    if (number := getattr(signal, name, None)) is not None
)
"""The signals that a program brings upon itself. Every other one was sent by somebody: an operator, a restart."""
SHELL = 128
"""A status above it is that of a wrapper, which says so by which signal its program was ended."""


def ending(status: int | None) -> tuple[str, str]:
    """The reason for which the shard was not finished, and how the process ended, in words.

    `status` is the exit status, negative for a signal, None where the engine has lost the process.
    """
    if status is None:
        return INTERRUPTED, "its worker is gone"
    number = -status if status < 0 else status - SHELL if status > SHELL else 0
    if number:
        return CRASHED if number in OWN else INTERRUPTED, f"its process was ended by signal {number}"
    detail = f"its process ended with status {status}"
    if status == NO_ROOM:
        return DISK_FULL, detail
    # FAILED follows a failure that the worker reported. If it holds the shard still, the record did not let it report.
    return INTERRUPTED if status in (0, FAILED) else CRASHED, detail
