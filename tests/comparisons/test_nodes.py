"""Whole machines that die, are cut off, join late, are slow or short of memory: the job ends once, with the same bits.

Leases last two seconds here and run out by the clock. A busy machine may let more of them run out than a test means to;
that costs time and no bit.
"""

import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from app.comparisons.errors import LeaseLost, ServerAway
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.workers.coordinator import Coordinator, LocalCoordinator
from app.comparisons.workers.engines.local import LocalEngine
from app.comparisons.workers.remote.connection import Connection
from app.comparisons.workers.remote.coordinator import HttpCoordinator
from app.comparisons.workers.worker import Worker
from tests.comparisons import pretend
from tests.comparisons.work_site import CHECKOUT, Network, WorkSite, launched, workers
from tests.comparisons.workplace import over, same, scheduler, shard, submission, until

CREW = (
    "import sys, threading, signal; from pathlib import Path;"
    "from app.comparisons.workers.engines.local import LocalEngine;"
    "from app.comparisons.workers.remote.crew import Crew;"
    "crew = Crew(LocalEngine(2, 'tests.comparisons.pretend'), sys.argv[1], Path(sys.argv[2]), None, 5.0);"
    "signal.signal(signal.SIGTERM, lambda *_: crew.over.set()); sys.exit(crew.run())"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkSite]:
    site = WorkSite(
        ComparisonSettings(
            var=tmp_path_factory.mktemp("site") / "var", heartbeat_seconds=0.2, missed_heartbeats=10,
            poll_seconds=0.03, remote_poll_seconds=0.03, remote_checkpoint_seconds=0.0, retry_seconds=0.0,
            checkpoint_steps=5, max_queued=1000, interruptions=1000, stop_seconds=20.0,
        )
    )  # fmt: skip
    site.start()
    yield site
    site.kill()


@pytest.fixture
def store(site: WorkSite) -> Iterator[Store]:
    with site.emptied() as store:
        yield store


@pytest.fixture
def engine() -> Iterator[LocalEngine]:
    engine = workers(3)
    yield engine
    engine.close()


class Node:
    """A machine with two workers for the site, which can die as one."""

    def __init__(self, site: WorkSite, address: str):
        command = [sys.executable, "-c", CREW, address, str(site.token_file("lab"))]
        self.process = psutil.Popen(command, cwd=CHECKOUT)

    def die(self) -> None:
        """All of it at once: nothing is left to tell anybody."""
        processes = [self.process, *self.process.children(recursive=True)]
        for each in processes:
            with suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGSTOP)
        for each in processes:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self.process.wait()

    def leave(self) -> None:
        if self.process.is_running():
            self.process.terminate()
            assert self.process.wait() == 0


@pytest.fixture
def nodes(site: WorkSite) -> Iterator[Callable[[str], Node]]:
    """Makes nodes that ask at an address, and lets them leave at the end."""
    with ExitStack() as all_of_them:

        def made(address: str) -> Node:
            node = Node(site, address)
            all_of_them.callback(node.leave)
            return node

        yield made


def resting(tmp_path: Path, shards: int, steps: int = 60, **options: object) -> tuple[Submission, Path]:
    """A job whose workers rest after 22 steps of a shard, until there is a file."""
    there = tmp_path / "on"
    made = (shard(4 * number, steps=steps, rest=[22, str(there)], **options) for number in range(shards))
    return submission(*made), there


def resting_now(store: Store, job: Submission) -> int:
    """How many shards have a checkpoint of step 20, before which nobody rests."""
    view = store.jobs.get(job.id)
    assert view is not None
    return sum(each.checkpoint >= 20 for each in view.shards)


def ended_once_as_undisturbed(site: WorkSite, store: Store, job: Submission) -> None:
    view = until(lambda: over(store, job.id))
    assert view.state == "finished", view.detail
    assert [event.kind for event in store.jobs.events(job.id)].count("finished") == 1
    apart = site.settings.model_copy(update={"var": site.settings.var.with_name(f"apart-{job.id}"), "slots": 1})
    with Store(apart.database) as other, scheduler(apart):
        other.jobs.submit(job, 5)
        until(lambda: over(other, job.id))
        assert same(store.rows.table(job.id), other.rows.table(job.id))


def test_what_a_node_held_when_it_died_is_ended_by_one_that_joined_late(
    site: WorkSite, store: Store, nodes: Callable[[str], Node], tmp_path: Path
) -> None:
    job, there = resting(tmp_path, shards=4)
    store.jobs.submit(job, 1000)
    first = nodes(site.address)
    until(lambda: resting_now(store, job) == 2)
    nodes(site.address)  # it joins while the first one works, and takes what is left
    until(lambda: resting_now(store, job) == 4)
    first.die()
    there.touch()
    ended_once_as_undisturbed(site, store, job)


def test_a_node_that_is_cut_off_for_longer_than_a_lease_loses_nothing(
    site: WorkSite, store: Store, nodes: Callable[[str], Node], tmp_path: Path
) -> None:
    network = Network(site.port)
    try:
        job, there = resting(tmp_path, shards=2)
        store.jobs.submit(job, 1000)
        nodes(network.address)
        until(lambda: resting_now(store, job) == 2)
        network.cut()
        there.touch()
        until(lambda: store.jobs.get(job.id).state == "queued")  # both leases have run out
        network.mend()
        ended_once_as_undisturbed(site, store, job)
    finally:
        network.close()


@contextmanager
def slowed(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """The process runs for a twentieth of the time only."""
    over = threading.Event()

    def hold() -> None:
        while not over.is_set():
            process.send_signal(signal.SIGSTOP)
            over.wait(0.19)
            process.send_signal(signal.SIGCONT)
            over.wait(0.01)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_node_that_is_twenty_times_slower_holds_up_no_other_and_its_numbers_are_the_same(
    site: WorkSite, store: Store, engine: LocalEngine, tmp_path: Path
) -> None:
    job, there = resting(tmp_path, shards=6)
    store.jobs.submit(job, 1000)
    slow = launched(engine, site.order("slow"))
    until(lambda: resting_now(store, job) == 1)
    with slowed(slow):
        there.touch()
        launched(engine, site.order("quick"))
        ended_once_as_undisturbed(site, store, job)
    owners = {each.owner for each in store.jobs.get(job.id).shards}
    assert "lab/quick" in owners


def test_a_node_whose_memory_runs_out_says_so_and_another_goes_on(
    site: WorkSite, store: Store, engine: LocalEngine, tmp_path: Path
) -> None:
    job, there = resting(tmp_path, shards=1, steps=30, ballast=34_000_000)  # more than malloc keeps for later
    store.jobs.submit(job, 1000)
    process = launched(engine, site.order("small"))
    until(lambda: resting_now(store, job) == 1)
    room = psutil.Process(process.pid).memory_info().vms + 20_000_000
    resource.prlimit(process.pid, resource.RLIMIT_AS, (room, room))
    there.touch()
    process.wait()
    (said,) = [event.message for event in store.jobs.events(job.id) if event.kind == "retry"]
    assert said.startswith("Shard 1 is tried again after failure 1 of 3 (out of memory: MemoryError")
    launched(engine, site.order("large"))
    ended_once_as_undisturbed(site, store, job)


def test_a_site_without_room_for_checkpoints_says_so_and_the_job_goes_on_once_there_is_some(
    site: WorkSite, store: Store, engine: LocalEngine
) -> None:
    job = submission(shard(steps=20, ballast=8_000_000))
    server = site._process.pid  # type: ignore[union-attr]
    before = resource.prlimit(server, resource.RLIMIT_FSIZE)
    resource.prlimit(server, resource.RLIMIT_FSIZE, (4_000_000, before[1]))
    try:
        store.jobs.submit(job, 1000)
        assert launched(engine, site.order("first")).wait() != 0
    finally:
        resource.prlimit(server, resource.RLIMIT_FSIZE, before)
    (said,) = [event.message for event in store.jobs.events(job.id) if event.kind == "retry"]
    assert said.startswith("Shard 1 is tried again after failure 1 of 3 (disk full: ")
    launched(engine, site.order("second"))
    ended_once_as_undisturbed(site, store, job)


def test_two_schedulers_over_one_record_of_which_one_ends_do_each_shard_once(site: WorkSite, tmp_path: Path) -> None:
    settings = site.settings.model_copy(update={"var": tmp_path / "var", "slots": 2})
    job, there = resting(tmp_path, shards=8)
    with Store(settings.database) as store:
        store.jobs.submit(job, 1000)
        with scheduler(settings):
            with scheduler(settings):
                until(lambda: resting_now(store, job) == 4)  # two of each
            there.touch()
            ended_once_as_undisturbed(site, store, job)
        assert sum(each.interruptions + each.failures for each in store.jobs.get(job.id).shards) == 0


class Unheard:
    """A coordinator whose heartbeats are lost on the way; all the rest arrives."""

    def __init__(self, inner: Coordinator):
        self.inner = inner
        self.lost = 0

    def beat(self, *_: object) -> None:
        self.lost += 1
        raise ServerAway("the heartbeat was lost")

    def apart(self) -> "Unheard":
        return self

    def __enter__(self) -> "Unheard":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)


@pytest.mark.parametrize("kind", ["the store", "a server"])
def test_a_worker_whose_heartbeats_alone_are_lost_loses_its_lease_and_no_bit(
    site: WorkSite, store: Store, tmp_path: Path, kind: str
) -> None:
    job, there = resting(tmp_path, shards=1)
    store.jobs.submit(job, 1000)
    connection = Connection(site.address, site.token_file("lab"), "unheard", threading.Event())
    inner = LocalCoordinator(site.settings) if kind == "the store" else HttpCoordinator(connection)
    unheard = Unheard(inner)
    thread = threading.Thread(target=lambda: Worker(
        site.settings, "unheard", lambda: pretend.execute, coordinator=unheard,
    ).work(unheard.claim("unheard")))  # fmt: skip
    thread.start()
    until(lambda: resting_now(store, job) == 1)
    until(lambda: store.jobs.get(job.id).state == "queued")
    there.touch()
    thread.join()
    assert unheard.lost > 3
    until(lambda: ended_by_another(site, store, job))
    ended_once_as_undisturbed(site, store, job)
    inner.close()
    connection.close()


def ended_by_another(site: WorkSite, store: Store, job: Submission) -> bool:
    """Take back what ran out, and do what waits."""
    store.leases.take_back_expired(site.settings.retries)
    with LocalCoordinator(site.settings) as beside, suppress(LeaseLost):
        lease = beside.claim("successor")
        if lease is not None:
            Worker(site.settings, "successor", lambda: pretend.execute, coordinator=beside).work(lease)
    return over(store, job.id) is not None
