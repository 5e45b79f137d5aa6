"""How often an address has given a wrong token: its next refusal takes longer, and few at a time are looked at.

One wrong token is a slip; hundreds in a second are somebody who tries. After the first few each refusal waits, twice as
long as the one before, up to a few seconds, and no more than a few wait at a time: what is beyond them is told to come
back. So an address can try about one token a second, however many connections it opens. Whoever has the right token
waits for nothing.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import anyio

log = logging.getLogger("app.web.middleware.guesses")

FREE = 5
"""Wrong tokens that are refused at once."""
FIRST_WAIT = 0.25
LONGEST_WAIT = 4.0
AT_A_TIME = 4
"""Refusals of one address that wait at a time."""
FORGIVEN = 600.0
"""Seconds without a wrong token after which an address begins anew."""
REMEMBERED = 1000
"""Addresses that are counted."""


@dataclass
class Guesser:
    """An address that gave a wrong token."""

    wrong: int = 0
    waiting: int = 0
    last: float = 0.0


class Guesses:
    """Counts wrong tokens by address and makes who gave them wait."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    ):
        self.clock = clock
        self.sleep = sleep
        self._known: OrderedDict[str, Guesser] = OrderedDict()

    def crowded(self, address: str) -> bool:
        """Whether so many refusals of that address wait that a further token is not looked at."""
        known = self._known.get(address)
        return known is not None and known.waiting >= AT_A_TIME

    async def wrong(self, address: str) -> None:
        """Count a wrong token, say so in the log now and then, and wait before it is refused."""
        now = self.clock()
        known = self._known.pop(address, None) or Guesser()
        if now - known.last > FORGIVEN and not known.waiting:
            known = Guesser()
        known.wrong, known.last = known.wrong + 1, now
        self._known[address] = known
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        if known.wrong & (known.wrong - 1) == 0:  # the 1st, 2nd, 4th, 8th, ...
            log.warning("a wrong token from %s; so far %d", address or "an unknown address", known.wrong)
        if known.wrong > FREE:
            known.waiting += 1
            try:
                await self.sleep(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(known.wrong - FREE - 1, 10)))
            finally:
                known.waiting -= 1
