"""A site on paper: one processor and one disk that serve in the order of arrival, and the record of shards and leases.

The server is one process whose threads share one interpreter, so that it has one processor's worth of time; the record
takes one write after the other. Each request needs its time of both, and what it does becomes true when it is over.
"""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

import simpy

from benchmarks.scaling.costs import Costs


@dataclass
class Shard:
    """What the record says of one shard."""

    number: int
    epoch: int = 0
    leased: bool = False
    expires: float = 0.0
    kept: int = 0
    """Records up to the last checkpoint."""
    finished: int = 0
    """How often it was counted as finished."""


class SiteModel:
    """The site: what it is asked costs time, and changes its record once that time is over."""

    def __init__(self, env: simpy.Environment, costs: Costs, shards: int, lease_seconds: float):
        self.env, self.costs, self.lease_seconds = env, costs, lease_seconds
        self.queue = deque(Shard(number) for number in range(shards))
        self.shards = list(self.queue)
        self.leased: dict[int, Shard] = {}
        self.finished = 0
        self.asked: Counter[str] = Counter()
        self.interruptions = 0
        self.busy = {"processor": 0.0, "disk": 0.0}
        self._free = {"processor": 0.0, "disk": 0.0}

    def ask(self, kind: str, then: Callable[[], None] | None = None, records: int = 0) -> tuple[simpy.Event, float]:
        """When the request is over, as an event, and in how many seconds that is."""
        now = self.env.now
        cpu, disk = self.costs.cpu(kind, len(self.leased), records), self.costs.base[kind].disk
        done = self._use("processor", now, cpu)
        if disk:
            done = self._use("disk", done, disk)
        self.asked[kind] += 1
        event = self.env.timeout(done - now)
        if then is not None:
            event.callbacks.append(lambda _: then())
        return event, done - now

    def _use(self, what: str, since: float, seconds: float) -> float:
        self._free[what] = max(self._free[what], since) + seconds
        self.busy[what] += seconds
        return self._free[what]

    def claim(self) -> Shard | None:
        """The next shard under a new lease; whoever went silent loses theirs first."""
        for shard in [each for each in self.leased.values() if each.expires <= self.env.now]:
            del self.leased[shard.number]
            shard.leased = False
            self.interruptions += 1
            self.queue.appendleft(shard)
        if not self.queue:
            return None
        shard = self.queue.popleft()
        self._lease(shard)
        return shard

    def _lease(self, shard: Shard) -> None:
        shard.epoch += 1
        shard.leased, shard.expires = True, self.env.now + self.lease_seconds
        self.leased[shard.number] = shard

    def stands(self, shard: Shard, epoch: int) -> bool:
        """Whether a write under that lease is taken."""
        return shard.leased and shard.epoch == epoch and shard.expires > self.env.now

    def beat(self, shard: Shard, epoch: int) -> None:
        """Extend the lease, if it stands."""
        if self.stands(shard, epoch):
            shard.expires = self.env.now + self.lease_seconds

    def regain(self, shard: Shard, epoch: int) -> bool:
        """A new lease for who lost it to nobody."""
        if shard.epoch != epoch or shard.finished or (shard.leased and shard.expires > self.env.now):
            return False
        if not shard.leased:
            self.queue.remove(shard)
        self._lease(shard)
        return True

    def keep(self, shard: Shard, epoch: int, records: int) -> None:
        """A checkpoint after so many records."""
        if self.stands(shard, epoch):
            shard.kept = records

    def finish(self, shard: Shard, epoch: int) -> None:
        """The shard is over, if the lease stands."""
        if self.stands(shard, epoch):
            shard.finished += 1
            shard.leased = False
            del self.leased[shard.number]
            self.finished += 1
