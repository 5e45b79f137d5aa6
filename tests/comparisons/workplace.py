"""What tests of jobs share: made-up shards and submissions, waiting, and a scheduler at work."""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Member, Shard
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.store.views import JobView
from app.comparisons.workers.engines.local import LocalEngine
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


def until(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    """What `condition` returned once it was true."""
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


@contextmanager
def scheduler(settings: ComparisonSettings, module: str = PRETEND) -> Iterator[Scheduler]:
    """A scheduler at work in a thread, over real processes."""
    engine = LocalEngine(settings.slots, module)
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
