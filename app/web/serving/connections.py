"""Which connections are open, and which one goes when there are too many.

The newest is let in and the one that has waited longest for the rest of a request goes, so that whoever opens
connections and says nothing takes the place of their own kind and never of somebody who asks. A connection on which an
answer is being made stays; only where all of them work is a new one refused.
"""

from collections import defaultdict
from typing import Protocol


class Connection(Protocol):
    """What is asked of a connection."""

    address: str

    def waits(self) -> bool:
        """Whether nothing is being answered on it: the rest of a request, or another one, has to come."""

    def drop(self) -> None:
        """Close it at once."""


class Connections:
    """At most `most` connections, `per_address` of them from one address."""

    def __init__(self, most: int, per_address: int):
        self.most = most
        self.per_address = per_address
        self._open: dict[Connection, None] = {}
        self._of: defaultdict[str, dict[Connection, None]] = defaultdict(dict)

    def __len__(self) -> int:
        """How many are open."""
        return len(self._open)

    def admit(self, connection: Connection) -> bool:
        """Let it in, in place of another where there are too many; False where there is no place for it."""
        for known, most in ((self._of[connection.address], self.per_address), (self._open, self.most)):
            if len(known) >= most and not self._make_room(known):
                self.leave(connection)
                return False
        self._open[connection] = self._of[connection.address][connection] = None
        return True

    def moved(self, connection: Connection) -> None:
        """It has just been of use: of those that wait it is the last to go."""
        for known in (self._open, self._of[connection.address]):
            if connection in known:
                known[connection] = known.pop(connection)

    def leave(self, connection: Connection) -> None:
        """It is closed."""
        self._open.pop(connection, None)
        of = self._of[connection.address]
        of.pop(connection, None)
        if not of:
            del self._of[connection.address]

    def _make_room(self, known: dict[Connection, None]) -> bool:
        oldest = next((each for each in known if each.waits()), None)
        if oldest is None:
            return False
        self.leave(oldest)
        oldest.drop()
        return True
