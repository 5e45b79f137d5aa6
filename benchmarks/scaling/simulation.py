"""Many workers on paper: each claims, gives signs of life, records, ends its shard, and may be lost in the middle.

`simulate(load, costs, seconds)` says what has become of the shards, and how busy the site was. The same seed gives the
same story.
"""

import random
from collections.abc import Generator
from dataclasses import dataclass

import simpy

from benchmarks.scaling.costs import Costs
from benchmarks.scaling.load import Load
from benchmarks.scaling.site_model import Shard, SiteModel

Story = Generator[simpy.Event, None, None]


@dataclass(frozen=True)
class Outcome:
    """What has become of a load."""

    seconds: float
    finished: int
    throughput: float
    """Shards per second, without those of the first `warm` seconds."""
    processor: float
    """Share of the time for which the server's processor was busy."""
    disk: float
    lost: int
    """Workers that were lost."""
    interruptions: int
    """Leases that ran out and were taken back."""
    abandoned: int
    """Shards that a living worker had to leave, because its signs of life came too late."""
    slowest_beat: float
    """Seconds that a heartbeat took at most."""
    asked: dict[str, int]
    shards: list[Shard]


class Simulation:
    """One site and its workers."""

    def __init__(self, load: Load, costs: Costs, seed: int = 0):
        self.load = load
        self.env = simpy.Environment()
        self.site = SiteModel(self.env, costs, load.shards, load.lease_seconds)
        self.chance = random.Random(seed)
        self.lost = self.abandoned = 0
        self.slowest_beat = 0.0
        self.over = self.env.event()

    def run(self, seconds: float = float("inf"), warm: float = 0.0) -> Outcome:
        """Until all shards are finished, or for so many seconds."""
        for _ in range(self.load.workers):
            self.env.process(self._node(self.chance.uniform(0, self.load.shard_seconds)))
        before = 0
        if warm:
            self.env.run(self.env.timeout(warm))
            before = self.site.finished
        self.env.run(self.over if seconds == float("inf") else self.over | self.env.timeout(seconds - warm))
        site, now = self.site, self.env.now
        return Outcome(
            now, site.finished, (site.finished - before) / (now - warm), min(1.0, site.busy["processor"] / now),
            min(1.0, site.busy["disk"] / now), self.lost, site.interruptions, self.abandoned, self.slowest_beat,
            dict(site.asked), site.shards,
        )  # fmt: skip

    def _node(self, wait: float) -> Story:
        """One machine: its worker, which is lost at a random moment and replaced some time later."""
        yield self.env.timeout(wait)
        rate = self.load.lost_per_hour / 3600
        while True:
            worker = Worker(self)
            if not rate:
                yield worker.process
                return
            yield self.env.timeout(self.chance.expovariate(rate))
            worker.lose()
            self.lost += 1
            yield self.env.timeout(self.load.back_after)


class Worker:
    """One worker: a process that trains, one that gives signs of life, one that sends records."""

    def __init__(self, simulation: Simulation):
        self.all, self.load = simulation, simulation.load
        self.env, self.site = simulation.env, simulation.site
        self.alive = True
        self.epoch = 0
        self.process = self.env.process(self._work())

    def lose(self) -> None:
        """The machine is gone: from now on it asks nothing, whatever is on its way."""
        self.alive = False

    def _work(self) -> Story:
        while self.alive:
            claimed: list[Shard | None] = []
            yield self.site.ask("claim", lambda claimed=claimed: claimed.append(self.site.claim()))[0]
            if not self.alive:
                return  # the answer reaches nobody, and the lease runs out
            if claimed[0] is None:
                yield self.env.timeout(self.load.poll_every)
                continue
            yield from self._shard(claimed[0])

    def _shard(self, shard: Shard) -> Story:
        self.epoch = shard.epoch
        held = [True]
        outbox = Outbox(self, shard, held)
        outbox.put("restart", 0)
        self.env.process(self._beats(shard, held))
        each = self.load.shard_seconds / self.load.records
        kept_at = self.env.now
        for number in range(shard.kept, self.load.records):
            yield self.env.timeout(each)
            if not (self.alive and held[0]):
                break
            outbox.put("record", 1)
            if self.load.checkpoint_every and self.env.now - kept_at >= self.load.checkpoint_every:
                kept_at = self.env.now
                outbox.put("checkpoint", number + 1)
        if self.alive and held[0]:
            yield outbox.flushed()
        if self.alive and held[0]:
            epoch = self.epoch
            yield self.site.ask("finish", lambda: self.site.finish(shard, epoch))[0]
            if self.site.finished == self.load.shards and not self.all.over.triggered:
                self.all.over.succeed()
        self.all.abandoned += self.alive and not held[0]
        held[0] = False

    def _beats(self, shard: Shard, held: list[bool]) -> Story:
        """The heartbeat's thread: whether to go on, and every now and then that it lives."""
        beat_at = float("-inf")
        while self.alive and held[0]:
            yield self.env.timeout(self.load.poll_every)
            if not (self.alive and held[0]):
                return
            stood: list[bool] = []
            epoch = self.epoch
            _, seconds = self.site.ask("standing", lambda s=stood, e=epoch: s.append(self.site.stands(shard, e)))
            yield self.env.timeout(min(seconds, self.load.patience))
            if not (self.alive and held[0]):
                return
            if stood == [False]:
                yield from self._regain(shard, epoch, held)
                continue
            if self.env.now - beat_at >= self.load.beat_every:
                beat_at = self.env.now
                _, seconds = self.site.ask("beat", lambda e=epoch: self.site.beat(shard, e))
                self.all.slowest_beat = max(self.all.slowest_beat, seconds)
                yield self.env.timeout(min(seconds, self.load.patience))

    def _regain(self, shard: Shard, epoch: int, held: list[bool]) -> Story:
        answer: list[bool] = []
        yield self.site.ask("regain", lambda: answer.append(self.site.regain(shard, epoch)))[0]
        if answer[0]:
            self.epoch = shard.epoch
        else:
            held[0] = False


class Outbox:
    """What a worker has to tell, sent one after the other; records that wait travel together."""

    def __init__(self, worker: Worker, shard: Shard, held: list[bool]):
        self.worker, self.site, self.shard, self.held = worker, worker.site, shard, held
        self.waiting: list[tuple[str, int]] = []
        self.sending = False
        self.empty = worker.env.event()

    def put(self, kind: str, number: int) -> None:
        """Bring something."""
        self.waiting.append((kind, number))
        if not self.sending:
            self.sending = True
            self.worker.env.process(self._send())

    def flushed(self) -> simpy.Event:
        """When all was sent."""
        if not self.sending:
            return self.worker.env.timeout(0)
        self.empty = self.worker.env.event()
        return self.empty

    def _send(self) -> Story:
        while self.waiting and self.worker.alive and self.held[0]:
            kind, number = self.waiting.pop(0)
            while kind == "record" and self.waiting and self.waiting[0][0] == "record":
                number += self.waiting.pop(0)[1]
            epoch = self.worker.epoch
            if kind == "checkpoint":
                yield self.site.ask("piece")[0]
                yield self.site.ask("checkpoint", lambda n=number, e=epoch: self.site.keep(self.shard, e, n))[0]
            else:
                yield self.site.ask(kind, records=number)[0]
        self.sending = False
        if not self.empty.triggered:
            self.empty.succeed()


def simulate(load: Load, costs: Costs, seconds: float = float("inf"), warm: float = 0.0, seed: int = 0) -> Outcome:
    """What becomes of the load: until all is finished, or within so many seconds, of which `warm` are not counted."""
    return Simulation(load, costs, seed).run(seconds, warm)
