"""Which leases have stood still for longer than one lasts, by a clock that nobody puts back.

A lease ends at a time of day, and after the clock was put back that may be hours away. Whoever watches it sees whether
it is renewed: each heartbeat gives it another end.
"""

from collections.abc import Sequence

from app.comparisons.store.leases import Held


class Silence:
    """Remembers since when each lease was seen with the same end."""

    def __init__(self) -> None:
        self._since: dict[tuple[int, float], float] = {}

    def look(self, held: Sequence[Held], now: float, seconds: float) -> list[Held]:
        """Those of `held` that were seen unchanged for `seconds`; `now` is monotonic."""
        keys = {(each.shard, each.expires) for each in held}
        self._since = {key: self._since.get(key, now) for key in keys}
        return [each for each in held if now - self._since[each.shard, each.expires] > seconds]
