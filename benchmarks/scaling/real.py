"""Fake workers over the real protocol against a real server and database: what the simulation is checked by."""

import asyncio
import os
import random
import time
from dataclasses import dataclass

from app.comparisons.versions import all_versions
from app.comparisons.workers.remote.messages import versions_digest
from benchmarks.scaling.costs import cpu_seconds, site, token
from benchmarks.scaling.fake_worker import FakeWorker, Seen
from benchmarks.scaling.load import Load
from tests.comparisons.workplace import shard, submission

CONNECTIONS = {"OPTIMIZER_PLAYGROUND_MAX_CONNECTIONS": "5000", "OPTIMIZER_PLAYGROUND_CONNECTIONS_PER_ADDRESS": "5000"}
"""All fake workers come from one address, as they would behind a proxy."""


@dataclass(frozen=True)
class Measured:
    """What was seen in the counted seconds."""

    throughput: float
    """Shards per second."""
    requests: float
    """Per second."""
    processor: float
    """Seconds of the server's processor in a second."""
    own: float
    """The same of the fake workers."""
    abandoned: int
    slowest_beat: float
    reopened: int
    """Connections that had to be opened again."""


def measure(load: Load, seconds: float, warm: float) -> Measured:
    """So many fake workers for so many seconds, of which those of `warm` are not counted."""
    os.environ.update(CONNECTIONS)
    with site(heartbeat_seconds=load.beat_every, remote_poll_seconds=load.poll_every) as (at, store):
        steps = 20
        for _ in range(load.jobs):
            made = submission(*(shard(members=load.runs, steps=steps) for _ in range(load.shards_per_job)))
            store.jobs.submit(made, 1_000_000)
        return asyncio.run(_measure(load, at.port, at._process.pid, token(at), seconds, warm))


async def _measure(load: Load, port: int, process: int, secret: str, seconds: float, warm: float) -> Measured:
    seen, versions, chance = Seen(), versions_digest(all_versions()), random.Random(0)
    workers = [FakeWorker(load, port, secret, number, versions, seen) for number in range(load.workers)]

    async def begin(worker: FakeWorker) -> None:
        await asyncio.sleep(chance.uniform(0, load.shard_seconds))
        await worker.run()

    tasks = [asyncio.create_task(begin(each)) for each in workers]
    await asyncio.sleep(warm)
    before, began = (seen.finished, seen.requests, cpu_seconds(process), time.process_time()), time.monotonic()
    await asyncio.sleep(seconds - warm)
    taken = time.monotonic() - began
    after = (seen.finished, seen.requests, cpu_seconds(process), time.process_time())
    for each in tasks:
        each.cancel()
    broken = [each for each in await asyncio.gather(*tasks, return_exceptions=True)
              if not isinstance(each, asyncio.CancelledError)]  # fmt: skip
    if broken:
        raise broken[0]
    finished, requests, processor, own = ((late - early) / taken for early, late in zip(before, after, strict=True))
    reopened = sum(each.wires[0].reopened for each in workers)
    return Measured(finished, requests, processor, own, seen.abandoned, seen.slowest_beat, reopened)
