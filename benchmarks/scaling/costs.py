"""What each request of a worker costs its site: processor time of the server, and the wait for the disk.

Measured on a real server and database, one request at a time, so that nothing waits for anything else. The processor
time is that of all threads of the server's process as Linux counts it; what remains of the time until the answer,
beyond that of a request that writes nothing, is the wait for the disk.
"""

import asyncio
import hashlib
import random
import time
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.versions import all_versions
from app.comparisons.workers.remote.messages import (
    Assigned,
    Beat,
    Checkpoint,
    Claim,
    Restart,
    compressed,
    versions_digest,
)
from benchmarks.scaling.wire import Wire, finish, records
from tests.comparisons.work_site import WorkSite
from tests.comparisons.workplace import shard, submission

CYCLES = 40
CONTENT = random.Random(0).randbytes(100_000)
"""Of a checkpoint, which hardly gets smaller."""
AFTER = 0.003
"""Seconds after an answer in which the server tidies up."""


@dataclass(frozen=True)
class Cost:
    """Seconds of one request: of the server's processor, and of waiting for the disk under the record's write lock."""

    cpu: float
    disk: float = 0.0


@dataclass(frozen=True)
class Costs:
    """What each kind of request costs, and how much more for each lease that there is."""

    base: Mapping[str, Cost]
    per_held: Mapping[str, float] = field(default_factory=dict)
    """Processor seconds for each lease that is held by anyone."""
    per_record: float = 0.0
    """Processor seconds for each record beyond the first."""

    def cpu(self, kind: str, held: int, records: int) -> float:
        """Processor seconds of one request."""
        more = self.per_record * max(0, records - 1)
        return self.base[kind].cpu + self.per_held.get(kind, 0.0) * held + more


def cpu_seconds(process: int) -> float:
    """Processor time of all threads that a process has now."""
    files = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in files) / 1e9


@contextmanager
def site(**changed: object) -> Iterator[tuple[WorkSite, Store]]:
    """A server of its own over an empty record, with the application's settings but for these."""
    with TemporaryDirectory() as folder:
        chosen = ComparisonSettings(var=Path(folder) / "var", max_queued=1_000_000, **changed)
        found = WorkSite(chosen)
        with Store(chosen.database) as store:
            found.start()
            try:
                yield found, store
            finally:
                found.kill()


def token(at: WorkSite) -> str:
    """That of a worker."""
    return at.token_file("lab").read_text().strip()


class Meter:
    """Times of each kind of request to one server."""

    def __init__(self, process: int):
        self.process = process
        self.cpu: defaultdict[str, list[float]] = defaultdict(list)
        self.wall: defaultdict[str, list[float]] = defaultdict(list)

    async def of(self, kind: str, request: Awaitable[bytes]) -> bytes:
        """The answer, whose times are noted."""
        before = cpu_seconds(self.process)
        began = time.perf_counter()
        answer = await request
        self.wall[kind].append(time.perf_counter() - began)
        await asyncio.sleep(AFTER)
        self.cpu[kind].append(cpu_seconds(self.process) - before)
        return answer

    def costs(self) -> dict[str, Cost]:
        """The medians; `standing` is the request that writes nothing."""
        found = {kind: (median(self.cpu[kind]), median(self.wall[kind])) for kind in self.cpu}
        latency = found["standing"][1] - found["standing"][0]
        return {kind: Cost(cpu, max(0.0, wall - cpu - latency)) for kind, (cpu, wall) in found.items()}


def measured(held: int, runs: int = 4, cycles: int = CYCLES) -> dict[str, Cost]:
    """The cost of each kind of request while `held` shards are leased to others."""
    with site() as (at, store):
        if held:
            store.jobs.submit(submission(*(shard(members=runs) for _ in range(held))), 1_000_000)
            for number in range(held):
                store.leases.take(f"lab/other-{number}", 1e6)
        store.jobs.submit(submission(*(shard(members=runs) for _ in range(cycles + 5))), 1_000_000)
        process = at._process.pid  # type: ignore[union-attr]
        meter = Meter(process)
        asyncio.run(_cycles(at, meter, runs, cycles))
        return meter.costs()


async def _cycles(at: WorkSite, meter: Meter, runs: int, cycles: int) -> None:
    wire = Wire(at.port, token(at), "measured")
    versions = versions_digest(all_versions())
    nothing: Callable[[str, Awaitable[bytes]], Awaitable[bytes]] = lambda _, request: request  # noqa: E731
    for number in range(1, cycles + 4):
        of = meter.of if number > 3 else nothing  # the first ones import and prepare
        body = await of("claim", wire.say("POST", "/claim", Claim(number=number, versions=versions)))
        lease = Assigned.model_validate_json(zlib.decompress(body, wbits=31))
        path = f"/leases/{lease.shard}/{lease.epoch}"
        await of("restart", wire.say("PUT", f"{path}/reports/1", Restart(step=-1)))
        await of("standing", wire.say("GET", f"{path}/standing"))
        await of("beat", wire.say("POST", f"{path}/beat", Beat(step=1, rate=1.0)))
        await of("record", wire.say("PUT", f"{path}/reports/2", records(0, 1, runs, 20)))
        await of("records", wire.say("PUT", f"{path}/reports/3", records(1, 20, runs, 20)))
        told = Checkpoint(step=10, size=len(CONTENT), digest=hashlib.sha256(CONTENT).hexdigest())
        await of("piece", wire.send("PUT", f"{path}/checkpoint/10?offset=0", compressed(CONTENT)))
        await of("checkpoint", wire.say("PUT", f"{path}/reports/4", told))
        await of("finish", wire.say("PUT", f"{path}/reports/5", finish(runs, 20)))
    await wire.close()


def fitted(held: int = 500, cycles: int = CYCLES) -> Costs:
    """Costs as the simulation needs them: from a record without other leases, and from one with so many."""
    few, many = measured(0, cycles=cycles), measured(held, cycles=cycles)
    per_held = {kind: max(0.0, (many[kind].cpu - few[kind].cpu) / held) for kind in ("beat", "claim")}
    per_record = max(0.0, (few["records"].cpu - few["record"].cpu) / 19)
    base = {kind: cost for kind, cost in few.items() if kind != "records"}
    return Costs({**base, "regain": few["claim"]}, per_held, per_record)
