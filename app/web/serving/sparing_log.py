"""A log that a flood does not fill: what happens again and again is said ever more rarely, with how often it did."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from app.log import begin

FREELY = 5
"""As often a message stands in the log as it is; then the 10th, 100th, 1,000th time and so on."""
WINDOW = 600.0
"""Seconds after which a message counts as new again."""
REMEMBERED = 500
"""Different messages that are counted at a time."""


class Sparing(logging.Filter):
    """Lets a record through, or not. The same are those of one place in the code, with one type of exception."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self.clock = clock
        self._counted: OrderedDict[tuple[object, ...], tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written; the tenth of its kind and so on says how many there were."""
        kind = (record.name, record.pathname, record.lineno, record.exc_info[0] if record.exc_info else None)
        now = self.clock()
        since, count = self._counted.pop(kind, (now, 0))
        since, count = (now, 1) if now - since > WINDOW else (since, count + 1)
        self._counted[kind] = since, count
        while len(self._counted) > REMEMBERED:
            self._counted.popitem(last=False)
        if count <= FREELY:
            return True
        if str(count) != "1" + "0" * (len(str(count)) - 1):
            return False
        record.msg, record.args = f"{record.getMessage()} ({count:,} times by now; not all are in this log)", ()
        return True


def keep_small() -> logging.Handler:
    """Write the log of the whole process to the error stream, sparingly."""
    handler = begin()
    handler.addFilter(Sparing())
    return handler
