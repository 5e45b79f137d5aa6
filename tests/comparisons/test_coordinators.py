"""What a worker may expect of whoever it asks for work: the same of the store of its machine and of a server."""

import threading
from collections.abc import Iterator

import pytest

from app.comparisons.errors import LeaseLost
from app.comparisons.settings import ComparisonSettings, Retries
from app.comparisons.shard import Checkpoints, End, Record, Result, Shard, Sink, Stop
from app.comparisons.slices.task import SliceResult
from app.comparisons.store import Store
from app.comparisons.store.jobs import Submission
from app.comparisons.store.leases import Lease
from app.comparisons.workers.coordinator import Coordinator, LocalCoordinator
from app.comparisons.workers.remote.connection import Connection
from app.comparisons.workers.remote.coordinator import HttpCoordinator
from app.comparisons.workers.remote.messages import Beat, Records, Release, Restart
from app.comparisons.workers.remote.outbox import AT_ONCE, Outbox, Parcel
from app.comparisons.workers.worker import Worker
from tests.comparisons import pretend
from tests.comparisons.work_site import WorkSite
from tests.comparisons.workplace import run_out, same, shard, submission

WIDTH = 4
EXTREMES = (5e-324, 1.7976931348623157e308, 0.1 + 0.2, None)
RESULT = Result("finished", 20, EXTREMES, EXTREMES, (None, 3, None, 7), "reference", "cpu", 1.0)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkSite]:
    """One site for all tests of this file, whose jobs are cancelled after each."""
    site = WorkSite(
        ComparisonSettings(
            var=tmp_path_factory.mktemp("site") / "var",
            heartbeat_seconds=0.2,
            missed_heartbeats=1000,
            poll_seconds=0.03,
            remote_poll_seconds=0.03,
            remote_checkpoint_seconds=0.0,
            retry_seconds=0.0,
            checkpoint_steps=5,
            max_queued=1000,
        )
    )
    site.start()
    yield site
    site.kill()


@pytest.fixture
def settings(site: WorkSite) -> ComparisonSettings:
    return site.settings


@pytest.fixture
def store(settings: ComparisonSettings) -> Iterator[Store]:
    with Store(settings.database) as store:
        yield store
        for view in store.jobs.recent(1000):
            store.jobs.cancel(view.id)
        run_out(store)
        store.leases.take_back_expired(Retries())


class Place:
    """Where workers ask, in one of the two ways."""

    def __init__(self, kind: str, site: WorkSite):
        self.kind = kind
        self.site = site
        self.connections: list[Connection] = []

    def coordinator(self, process: str) -> Coordinator:
        if self.kind == "the store":
            return LocalCoordinator(self.site.settings)
        file = self.site.token_file("lab")
        self.connections.append(Connection(self.site.address, file, process, threading.Event()))
        return HttpCoordinator(self.connections[-1])


@pytest.fixture(params=["the store", "a server"])
def place(request: pytest.FixtureRequest, site: WorkSite) -> Iterator[Place]:
    place = Place(request.param, site)
    yield place
    for each in place.connections:
        each.close()


def claimed(coordinator: Coordinator, owner: str = "one") -> Lease:
    lease = coordinator.claim(owner)
    assert lease is not None
    return lease


def records(step: int, end: bool = False) -> list[Record]:
    last = End(EXTREMES, EXTREMES, ((1, -1),) * WIDTH) if end else None
    return [Record(step, EXTREMES, EXTREMES if end else None, (False, False, False, True), 0.1, last)]


def nowhere(_: int, __: str | None) -> None:
    pass


def test_a_worker_gets_the_shard_of_the_oldest_job_and_nothing_when_nothing_waits(place: Place, store: Store) -> None:
    with place.coordinator("one") as one:
        assert one.claim("one") is None
        first, second = submission(shard(2, rest=[7, "ü"])), submission()
        for job in (first, second):
            store.jobs.submit(job, 100)
        lease = claimed(one)
        assert (lease.job, lease.position, lease.members, lease.parent) == (first.id, 0, WIDTH, None)
        assert lease.work == first.shards[0]
        one.release(lease)


def test_what_is_recorded_is_kept_to_the_last_bit(place: Place, store: Store) -> None:
    job = submission(shard(steps=20))
    store.jobs.submit(job, 100)
    with place.coordinator("one") as one, Store(store.database.path.with_name("apart.sqlite3")) as apart:
        lease = claimed(one)
        for step in range(0, 20, 2):
            one.records(lease, records(step))
        one.records(lease, records(20, end=True))
        one.finish(lease, RESULT)
        apart.jobs.submit(submission(shard(steps=20)), 100)
        direct = apart.leases.take("one", 60.0)
        assert direct is not None
        for step in range(0, 21, 2):
            apart.rows.put(direct, records(step, end=step == 20))
        apart.leases.finish(direct, RESULT)
        kept, expected = store.rows.table(job.id), apart.rows.table(direct.job)
        view, other = store.jobs.get(job.id), apart.jobs.get(direct.job)
        apart.jobs.forget(0)
    assert same(kept, expected)
    assert (kept.choosing.tobytes(), kept.error.tobytes()) == (expected.choosing.tobytes(), expected.error.tobytes())
    assert {run: hits.tolist() for run, hits in kept.hits.items()} == {run: [1, -1] for run in range(WIDTH)}
    assert view is not None
    assert other is not None
    assert view.state == "finished"
    assert view.shards[0].result == other.shards[0].result


def test_more_records_than_one_message_holds_arrive_in_order(place: Place, store: Store) -> None:
    job = submission(shard(members=300, steps=400))
    store.jobs.submit(job, 100)
    many = [Record(step, (0.1 * step,) * 300, None, (False,) * 300, 0.1) for step in range(400)]
    with place.coordinator("one") as one:
        lease = claimed(one)
        one.records(lease, many)
        one.release(lease)
    table = store.rows.table(job.id)
    assert table.steps.tolist() == list(range(400))
    assert (table.train_loss == [[0.1 * step for step in range(400)]] * 300).all()


def test_records_that_wait_travel_together_and_in_order() -> None:
    gate, sent = threading.Event(), []

    def send(parcel: Parcel) -> None:
        gate.wait()
        sent.append(parcel.report)

    outbox = Outbox(send)
    for report in (Restart(step=-1), *(Records(records=tuple(records(step))) for step in range(5)), Release()):
        outbox.put(Parcel(report, 100))
    large = [Records(records=tuple(records(step))) for step in (5, 6)]
    for report in large:
        outbox.put(Parcel(report, AT_ONCE))
    gate.set()
    outbox.flush()
    outbox.close()
    together = Records(records=tuple(record for step in range(5) for record in records(step)))
    assert sent == [Restart(step=-1), together, Release(), *large]


def test_another_worker_goes_on_from_the_last_checkpoint(place: Place, store: Store) -> None:
    job = submission()
    store.jobs.submit(job, 100)
    content = bytes(range(256)) * 10_000  # in several pieces
    found = []
    with place.coordinator("one") as one, place.coordinator("two") as two:
        lease = claimed(one)
        kept = one.checkpoints(lease, nowhere)
        assert kept.load() is None
        for step in range(0, 12, 2):
            one.records(lease, records(step))
        kept.save(content[:100], 5)
        kept.save(content, 10)
        one.release(lease)
        lease = claimed(two, "two")
        assert lease.epoch == 2
        assert two.checkpoints(lease, lambda step, damage: found.append((step, damage))).load() == content
        two.restart(lease, 4)
        two.release(lease)
    assert found == [(10, None)]
    view = store.jobs.get(job.id)
    assert view is not None
    assert view.shards[0].checkpoint == 10
    assert store.rows.table(job.id).steps.tolist() == [0, 2, 4]


def test_a_damaged_checkpoint_is_passed_over_and_said(place: Place, store: Store, settings: ComparisonSettings) -> None:
    job = submission()
    store.jobs.submit(job, 100)
    said: list[tuple[int, str | None]] = []
    with place.coordinator("one") as one:
        lease = claimed(one)
        kept = one.checkpoints(lease, lambda step, damage: said.append((step, damage)))
        kept.save(b"of 5", 5)
        assert kept.load() == b"of 5"
        kept.save(b"of 10", 10)
        assert kept.load() == b"of 10"  # both have arrived
        newest = max((settings.checkpoints / job.id / "0").glob("*.checkpoint"))
        newest.write_bytes(newest.read_bytes()[:-1])
        assert kept.load() == b"of 5"
        kept.remove()
        assert kept.load() is None
        one.release(lease)
    assert [step for step, _ in said] == [5, 10, 5, -1]
    assert (said[2][1] or "").startswith("the checkpoint of step 10 is damaged")


def test_under_a_lease_that_somebody_else_has_now_nothing_is_written(place: Place, store: Store) -> None:
    job = submission()
    store.jobs.submit(job, 100)
    with place.coordinator("one") as one, place.coordinator("two") as two:
        old = claimed(one)
        one.records(old, records(0))
        one.beat(old, 1, 1.0)
        before = one.checkpoints(old, nowhere)
        assert before.load() is None  # all that was said has arrived
        run_out(store)
        store.leases.take_back_expired(Retries(seconds=0.0))
        new = claimed(two, "two")
        seen = store.jobs.get(job.id)
        assert one.standing(old) == "lost"
        writes = [
            lambda: one.beat(old, 2, 1.0),
            lambda: one.note(old, "checkpoint", "something"),
            lambda: one.restart(old, -1),
            lambda: one.records(old, records(2)),
            lambda: before.save(b"late", 5),
            lambda: one.finish(old, RESULT),
            lambda: one.release(old),
            lambda: one.fail(old, "crashed", "late"),
        ]
        for write in writes:
            with pytest.raises(LeaseLost):
                write()
        assert store.jobs.get(job.id) == seen
        assert store.rows.table(job.id).steps.tolist() == [0]
        assert two.standing(new) == "wanted"
        two.release(new)


def test_a_heartbeat_on_its_way_while_the_shard_ends_calls_nothing_lost(
    site: WorkSite, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.jobs.submit(submission(), 100)
    place = Place("a server", site)
    with place.coordinator("one") as one:
        lease = claimed(one)
        holding = one._holding  # type: ignore[attr-defined]
        one.release(lease)
        with pytest.raises(LeaseLost):
            holding.asked(lambda path: place.connections[0].once("POST", f"{path}/beat", Beat(step=1, rate=0.0)), True)
    place.connections[0].close()
    assert caplog.text == ""


def test_a_failure_is_counted_with_its_reason(place: Place, store: Store) -> None:
    job = submission()
    store.jobs.submit(job, 100)
    with place.coordinator("one") as one:
        one.fail(claimed(one), "not possible", "muon acts on matrices")
    view = store.jobs.get(job.id)
    assert view is not None
    assert (view.state, view.reason, view.detail) == ("failed", "not possible", "muon acts on matrices")


def test_a_worker_hears_that_its_job_was_cancelled(place: Place, store: Store) -> None:
    job = submission()
    store.jobs.submit(job, 100)
    with place.coordinator("one") as one:
        lease = claimed(one)
        assert one.standing(lease) == "wanted"
        store.jobs.cancel(job.id)
        assert one.standing(lease) == "cancelled"
        one.release(lease)
    view = store.jobs.get(job.id)
    assert view is not None
    assert view.state == "cancelled"


def test_what_a_slice_found_is_kept(place: Place, store: Store) -> None:
    parent = submission()
    store.jobs.submit(parent, 100)
    store.jobs.cancel(parent.id)
    asked = submission()
    job = Submission(asked.digest, asked.spec, asked.plan, asked.shards, parent=parent.id)
    store.jobs.submit(job, 100)
    found = {"losses": [[5e-324, None], [0.1 + 0.2, 1.0]], "title": "ü"}
    with place.coordinator("one") as one:
        lease = claimed(one)
        assert lease.parent == parent.id
        one.finish(lease, SliceResult("finished", 1.5, found, (("adam", {"rule": "0"}),)))
    view = store.jobs.get(job.id)
    assert view is not None
    assert view.shards[0].result == {"seconds": 1.5, "slice": found, "made_with": [["adam", {"rule": "0"}]]}


def test_a_whole_worker_ends_a_shard_with_the_same_bits_interrupted_or_not(
    place: Place, store: Store, settings: ComparisonSettings
) -> None:
    jobs = [submission(shard(steps=60, lr=0.1)) for _ in range(2)]
    ends = []

    def interrupted(task: Shard, checkpoints: Checkpoints, sink: Sink, stop: Stop) -> Result:
        calls = iter(range(100))
        return pretend.execute(task, checkpoints, sink, lambda: stop() or next(calls) == 33)

    for job, lives in zip(jobs, ([interrupted, pretend.execute], [pretend.execute]), strict=True):
        store.jobs.submit(job, 100)
        for number, execute in enumerate(lives):
            coordinator = place.coordinator(f"life-{number}")
            worker = Worker(settings, "one", lambda execute=execute: execute, coordinator=coordinator)
            lease = claimed(coordinator)
            assert worker.work(lease)
            view = store.jobs.get(job.id)
            assert view is not None
            ends.append((view.state, view.shards[0].checkpoint))
    assert ends[0] == ("queued", 33)
    assert [state for state, _ in ends[1:]] == ["finished", "finished"]
    assert same(store.rows.table(jobs[0].id), store.rows.table(jobs[1].id))
    assert list((settings.checkpoints / jobs[0].id).glob("*/*")) == []
