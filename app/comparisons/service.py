"""Plans, submits and finds comparisons and slices: what the web and the command line share."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.comparisons.capsule.writing import capsule
from app.comparisons.errors import Missing, NotReady, StoreFull
from app.comparisons.planning import plan
from app.comparisons.planning.cost import Pace, observed
from app.comparisons.planning.plan import Plan
from app.comparisons.results.summary import summarise
from app.comparisons.settings import ComparisonSettings
from app.comparisons.slices import plan as slices
from app.comparisons.slices.request import PathsRequest, RandomRequest
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from app.comparisons.store.growing import finder
from app.comparisons.store.jobs import Submission
from app.comparisons.store.views import JobView
from app.comparisons.workers import cluster_state
from app.comparisons.workers.remote.work_server import WorkServer

REMEMBERED = 32
CLUSTER_SECONDS = 60.0
"""What was told of a cluster longer ago is shown no more: it is told anew after half a minute at most."""


class ComparisonService:
    """Comparisons over one store, which is opened when it is first needed."""

    def __init__(self, settings: ComparisonSettings | None = None):
        self.settings = settings or ComparisonSettings()
        self.listeners = 0
        """Pages that listen to progress; counted by the one event loop."""
        self.work = WorkServer(self.settings, lambda: self.store)
        """What workers on other machines ask."""
        self._store: Store | None = None
        self._lock = threading.Lock()
        self._made: OrderedDict[tuple[str, str], Any] = OrderedDict()

    @property
    def store(self) -> Store:
        """The store."""
        with self._lock:
            if self._store is None:
                self._store = Store(self.settings.database)
            return self._store

    def check(self) -> None:
        """Open the record and look it through; `StoreUnusable` says what is wrong with it and what to do."""
        self.store.database.look_through()

    def close(self) -> None:
        """Close the store."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None

    def plan(self, spec: ComparisonSpec) -> Plan:
        """What the comparison amounts to; `TooLarge` when it is beyond a limit."""
        find = None
        if self.settings.reuse and (self._store is not None or self.settings.database.exists()):
            find = finder(self.store.database)
        return plan.make(spec, self.settings, self.pace(), find)

    def pace(self) -> Pace:
        """How this machine compares with the stored costs, from the newest finished shards."""
        if self._store is None and not self.settings.database.exists():
            return Pace()
        return observed(self.store.jobs.measured())

    def submit(self, spec: ComparisonSpec) -> tuple[JobView, bool]:
        """The job of this comparison and whether it is new. `TooLarge`, `QueueFull`, `StoreFull`."""
        made = self.plan(spec)
        job = Submission(
            made.identity(spec), spec.canonical(named=True), made.to_text(), made.shards, origins=made.origins
        )
        return self._submit(job)

    def _submit(self, job: Submission) -> tuple[JobView, bool]:
        with queueing():
            new = self.store.jobs.submit(job, self.settings.max_queued)
        view = self.store.jobs.get(job.id)
        if view is None:
            raise LookupError(f"{job.id} was submitted and is not there")
        return view, new

    def comparison(self, name: str) -> JobView:
        """The comparison of that name; `Missing` where there is none."""
        view = self.store.jobs.get(name)
        if view is None or view.parent is not None:
            raise Missing("There is no comparison of that name; it may have been removed.")
        return view

    def slice_of(self, view: JobView, name: str) -> JobView:
        """The slice of that name of a comparison; `Missing` where there is none."""
        found = self.store.jobs.get(name)
        if found is None or found.parent != view.id:
            raise Missing("This comparison has no slice of that name; it may have been removed.")
        return found

    def slice(self, view: JobView, asked: PathsRequest | RandomRequest) -> tuple[JobView, bool]:
        """The slice of that comparison and whether it is new. `NotReady`, `NoSlice`, `TooLarge`, `QueueFull`."""
        if view.imported:
            raise NotReady("It was imported: a slice trains its runs again, which this program cannot.")
        job = slices.submission(view, self.store.rows.table(view.id), asked, self.settings, self.pace())
        with queueing():
            self.store.jobs.forget(self.settings.keep_slices, view.id)
        return self._submit(job)

    def sliced_members(self, view: JobView) -> list[int]:
        """The runs that a slice draws where none are named."""
        if view.imported:
            return []

        def find() -> list[int]:
            return slices.default_members(view, self.store.rows.table(view.id))

        found: list[int] = self.once(view, "slices", find)
        return found

    def capsule(self, view: JobView) -> bytes:
        """The comparison as a file that can be run again and compared. `NotReady` where it is not finished."""
        table = self.store.rows.table(view.id)
        found = self.once(view, "statistics", lambda: summarise(view, table))
        return capsule(view, table, found, self.store.rows.tasks(view.id))

    @property
    def workers(self) -> int:
        """Slots of the schedulers that are alive."""
        return self.store.workers.slots(self.settings.lease_seconds)

    @property
    def cluster(self) -> dict[str, Any] | None:
        """How the cluster is on which a scheduler of this record has its workers; None where there is none."""
        return cluster_state.read(self.settings.var, CLUSTER_SECONDS)

    def once(self, view: JobView, form: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, remembered for jobs that are over: their numbers do not change any more."""
        if view.ended is None:
            return make()
        key = (f"{view.id}@{view.ended}", form)
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        result = make()
        with self._lock:
            self._made[key] = result
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)
        return result


@contextmanager
def queueing() -> Iterator[None]:
    """Says of a full disk what that means for the one who hands something in."""
    try:
        yield
    except StoreFull as error:
        raise StoreFull(f"{error}; nothing was queued") from error
