"""A worker that trains nothing: it waits as long as training would take, and says what a real one says, over HTTP."""

import asyncio
import time
import zlib
from dataclasses import dataclass

from app.comparisons.workers.remote.messages import Assigned, Beat, Claim, Restart
from benchmarks.scaling.load import Load
from benchmarks.scaling.wire import Refused, Wire, finish, records


@dataclass
class Seen:
    """What all fake workers of one run have seen together."""

    finished: int = 0
    requests: int = 0
    abandoned: int = 0
    slowest_beat: float = 0.0


class FakeWorker:
    """One worker, with one connection for its work and one for its signs of life."""

    def __init__(self, load: Load, port: int, token: str, number: int, versions: str, seen: Seen):
        self.load, self.versions, self.seen = load, versions, seen
        self.wires = [Wire(port, token, f"fake-{number}") for _ in range(2)]
        self.claims = 0
        self.lease: str = ""
        self.held = False

    async def run(self) -> None:
        """Take shards until it is cancelled."""
        try:
            while True:
                self.claims += 1
                self.seen.requests += 1
                body = await self.wires[0].say("POST", "/claim", Claim(number=self.claims, versions=self.versions))
                if not body:
                    await asyncio.sleep(self.load.poll_every)
                    continue
                await self._shard(Assigned.model_validate_json(zlib.decompress(body, wbits=31)))
        finally:
            for wire in self.wires:
                await wire.close()

    async def _shard(self, given: Assigned) -> None:
        self.lease, self.held = f"/leases/{given.shard}/{given.epoch}", True
        outbox: asyncio.Queue[int] = asyncio.Queue()
        beats, sending = asyncio.create_task(self._beats()), asyncio.create_task(self._send(outbox))
        try:
            for number in range(self.load.records):
                await asyncio.sleep(self.load.shard_seconds / self.load.records)
                outbox.put_nowait(number)
            await outbox.join()
        finally:
            for each in (beats, sending):
                each.cancel()
            # A request that is cancelled leaves an answer on its connection.
            await asyncio.gather(beats, sending, return_exceptions=True)
            await self.wires[1].close()
        try:
            self.seen.requests += 1
            await self.wires[0].say("PUT", f"{self.lease}/reports/{self.reports}", finish(self.load.runs, 20))
            self.seen.finished += 1
        except Refused:
            self.seen.abandoned += 1

    async def _send(self, outbox: "asyncio.Queue[int]") -> None:
        self.reports = 1
        await self._report(Restart(step=-1))
        while True:
            first = await outbox.get()
            count = 1 + outbox.qsize()
            for _ in range(count - 1):
                outbox.get_nowait()
            last = first + count == self.load.records
            await self._report(records(20 - count + 1 if last else first, count, self.load.runs, 20))
            for _ in range(count):
                outbox.task_done()

    async def _report(self, message: object) -> None:
        try:
            self.seen.requests += 1
            await self.wires[0].say("PUT", f"{self.lease}/reports/{self.reports}", message)
        except Refused:
            self.held = False
        self.reports += 1

    async def _beats(self) -> None:
        beat_at = float("-inf")
        while self.held:
            await asyncio.sleep(self.load.poll_every)
            self.seen.requests += 1
            await self.wires[1].say("GET", f"{self.lease}/standing")
            if time.monotonic() - beat_at >= self.load.beat_every:
                beat_at = time.monotonic()
                self.seen.requests += 1
                try:
                    await self.wires[1].say("POST", f"{self.lease}/beat", Beat(step=1, rate=1.0))
                except Refused:
                    self.held = False
                self.seen.slowest_beat = max(self.seen.slowest_beat, time.monotonic() - beat_at)
