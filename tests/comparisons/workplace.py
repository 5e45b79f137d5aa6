"""What tests of jobs share: made-up shards and submissions, waiting, and a scheduler at work."""

import itertools
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np

from app.comparisons.errors import StoreBusy
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Member, Shard
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView
from app.comparisons.workers.engines.local import LocalEngine
from app.comparisons.workers.engines.ray import RayEngine
from app.comparisons.workers.scheduler import PATIENCE, Scheduler

PRETEND = "tests.comparisons.pretend"
numbers = itertools.count()


def shard(first: int = 0, members: int = 4, steps: int = 20, lr: float = 0.1, **options: Any) -> Shard:
    return Shard(
        workload="pretend",
        rule="sgd",
        members=tuple(Member(first + place, place, {"lr": lr}) for place in range(members)),
        steps=steps,
        options=options,
        record_every=2,
    )


def submission(*shards: Shard) -> Submission:
    return Submission(f"{next(numbers):064x}"[::-1], '{"name":"test"}', '{"seconds":30}', shards or (shard(),))


def until(condition: Callable[[], Any], seconds: float = 200.0) -> Any:
    """What `condition` returned once it was true. The time only ends a test that hangs; no promise is checked by it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"not within {seconds} s")


def over(store: Store, job: str) -> JobView | None:
    """The job once it is over."""
    view = store.jobs.get(job)
    return view if view is not None and view.ended is not None else None


def paused(process: int) -> bool:
    """Whether the process is stopped by a signal, and can change nothing any more."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def pause(settings: ComparisonSettings, process: int) -> None:
    """Stop the process by a signal, outside of any write: paused in one, it would hold the lock of the record."""
    with Store(settings.database, patience=0.0) as impatient:
        while True:
            os.kill(process, signal.SIGSTOP)
            until(lambda: paused(process))
            with suppress(StoreBusy), impatient.database.write():
                return
            os.kill(process, signal.SIGCONT)


def same(one: Table, other: Table) -> bool:
    """Whether two tables hold the same bits."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name in ("train_loss", "evaluation"))
        for name in ("steps", "train_loss", "evaluation", "diverged", "recorded")
    )


def run_out(store: Store) -> None:
    """Every lease has run out: what waiting for its end would do, without the wait."""
    with store.database.write() as cursor:
        cursor.execute("UPDATE shards SET expires = ? WHERE state = 'leased'", (store.database.clock(),))


@contextmanager
def scheduler(settings: ComparisonSettings, module: str = PRETEND) -> Iterator[Scheduler]:
    """A scheduler at work in a thread, over real processes."""
    engine = LocalEngine(settings.slots, module)
    with at_work(settings, engine) as working:
        yield working


@contextmanager
def at_work(settings: ComparisonSettings, engine: LocalEngine | RayEngine) -> Iterator[Scheduler]:
    """A scheduler at work in a thread over an engine, which is closed at the end."""
    end = Event()
    with Store(settings.database, patience=PATIENCE) as own:
        working = Scheduler(settings, own, engine)
        thread = Thread(target=working.run, args=(end,))
        thread.start()
        try:
            yield working
        finally:
            end.set()
            thread.join()
            engine.close()
