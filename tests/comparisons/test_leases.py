from pathlib import Path

import pytest

from app.comparisons.errors import LeaseLost, QueueFull
from app.comparisons.settings import Retries
from app.comparisons.shard import Record, Result
from app.comparisons.store import Store
from app.comparisons.store.attempts import CRASHED, INTERRUPTED, TIMED_OUT, UNFIT
from app.comparisons.store.leases import Lease
from tests.comparisons.workplace import shard, submission


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    return Store(tmp_path / "runs.sqlite3", clock)


def take(store: Store, owner: str = "one", seconds: float = 6.0) -> Lease:
    lease = store.leases.take(owner, seconds)
    assert lease is not None
    return lease


def records(step: int, members: int = 4) -> list[Record]:
    return [Record(step, (1.5, None, 2.5, 3.5)[:members], None, (False, True, False, False)[:members], 0.1)]


RESULT = Result("finished", 20, (), (), (None, 3, None, None), "reference", "cpu", 1.0)


def writes(store: Store, lease: Lease) -> dict[str, object]:
    """Every write that a holder can make, by name."""
    return {
        "beat": lambda: store.leases.beat(lease, 6.0, 1, 1.0),
        "note": lambda: store.leases.note(lease, "checkpoint", "something"),
        "checkpointed": lambda: store.leases.checkpointed(lease, 5),
        "finish": lambda: store.leases.finish(lease, RESULT),
        "release": lambda: store.leases.release(lease),
        "fail": lambda: store.leases.fail(lease, CRASHED, "", Retries(seconds=1.0)),
        "put": lambda: store.rows.put(lease, records(2)),
        "restart": lambda: store.rows.restart(lease, -1),
    }


WRITES = ("beat", "note", "checkpointed", "finish", "release", "fail", "put", "restart")


@pytest.mark.parametrize("write", WRITES)
def test_a_lease_that_ran_out_cannot_write_even_before_it_is_swept(store: Store, clock: Clock, write: str) -> None:
    store.jobs.submit(submission(), 5)
    lease = take(store)
    clock.now += 6.0
    before = store.jobs.get(lease.job)
    with pytest.raises(LeaseLost):
        writes(store, lease)[write]()  # type: ignore[operator]
    assert store.jobs.get(lease.job) == before
    assert store.rows.table(lease.job).steps.size == 0


def test_who_is_paused_within_a_beat_does_not_wake_up_with_the_lease_renewed(store: Store, clock: Clock) -> None:
    store.jobs.submit(submission(), 5)
    lease = take(store)
    readings = iter((clock.now, clock.now + 60))
    store.database.clock = lambda: next(readings)
    store.leases.beat(lease, 6.0, 1, 1.0)
    store.database.clock = clock
    clock.now += 60
    with pytest.raises(LeaseLost):
        store.leases.beat(lease, 6.0, 2, 1.0)


@pytest.mark.parametrize("write", WRITES)
def test_an_older_epoch_cannot_write_while_its_successor_works(store: Store, clock: Clock, write: str) -> None:
    store.jobs.submit(submission(), 5)
    old = take(store, "old")
    clock.now += 6.0
    assert store.leases.take_back_expired(Retries(seconds=1.0)) == ["old"]
    clock.now += 1.0
    new = take(store, "new")
    assert new.epoch == old.epoch + 1
    with pytest.raises(LeaseLost):
        writes(store, old)[write]()  # type: ignore[operator]
    store.rows.put(new, records(2))
    assert store.rows.table(new.job).steps.tolist() == [2]


def test_nothing_is_shown_as_running_after_its_lease_ran_out(store: Store, clock: Clock) -> None:
    job = submission()
    store.jobs.submit(job, 5)
    lease = take(store)
    assert store.jobs.get(job.id).state == "running"
    clock.now += 5.9
    assert store.jobs.get(job.id).state == "running"
    store.leases.beat(lease, 6.0, 3, 10.0)
    clock.now += 6.0
    view = store.jobs.get(job.id)
    assert view.state == "queued"
    assert view.shards[0].visible_state == "queued"
    assert view.seconds_left is None


def test_a_shard_is_given_up_after_three_failures_in_a_row(store: Store, clock: Clock) -> None:
    job = submission()
    store.jobs.submit(job, 5)
    for failure in range(3):
        clock.now += 60.0
        store.leases.fail(take(store), CRASHED, "it broke", Retries(seconds=1.0))
        assert store.jobs.get(job.id).state == ("queued" if failure < 2 else "failed")
    view = store.jobs.get(job.id)
    assert (view.reason, view.detail) == (CRASHED, "it broke")
    assert store.leases.take("one", 6.0) is None


def test_a_new_checkpoint_makes_earlier_failures_count_no_more(store: Store, clock: Clock) -> None:
    job = submission()
    store.jobs.submit(job, 5)
    for step in range(1, 11):
        clock.now += 60.0
        lease = take(store)
        store.leases.checkpointed(lease, step)
        store.leases.fail(lease, CRASHED, "", Retries(seconds=1.0))
    assert store.jobs.get(job.id).state == "queued"
    for _ in range(2):
        clock.now += 60.0
        lease = take(store)
        store.leases.checkpointed(lease, 10)  # the same step again is no progress
        store.leases.fail(lease, CRASHED, "", Retries(seconds=1.0))
    assert store.jobs.get(job.id).state == "failed"


def test_interruptions_are_no_failures_however_many_there_are_on_the_way(store: Store, clock: Clock) -> None:
    job = submission(shard(steps=100))
    store.jobs.submit(job, 5)
    for step in range(1, 51):
        clock.now += 6000.0
        lease = take(store)
        store.leases.checkpointed(lease, step)
        clock.now += 6.0
        assert store.leases.take_back_expired(Retries()) == ["one"]
    view = store.jobs.get(job.id)
    assert (view.state, view.shards[0].failures, view.shards[0].interruptions) == ("queued", 0, 1)
    said = store.jobs.events(job.id)[-1]
    assert said.kind == "retry"
    assert said.message == ("Shard 1 goes on from step 50 after interruption 1 (interrupted: the worker went silent).")


def test_a_shard_that_is_interrupted_without_ever_coming_further_ends_and_says_so(store: Store, clock: Clock) -> None:
    job = submission(shard(steps=100))
    store.jobs.submit(job, 5)
    store.leases.checkpointed(take(store), 10)
    for count in range(20):
        assert store.jobs.get(job.id).state == "running"
        clock.now += 6000.0
        store.leases.take_back_expired(Retries())
        if count < 19:
            clock.now += 6000.0
            take(store)
    view = store.jobs.get(job.id)
    assert (view.state, view.reason, view.shards[0].failures) == ("failed", INTERRUPTED, 0)
    assert view.detail == "20 times at step 10, without coming any further; at last the worker went silent"
    assert store.jobs.submit(job, 5) is False
    assert (store.jobs.get(job.id).state, store.jobs.get(job.id).shards[0].interruptions) == ("queued", 0)


def test_what_waits_is_due_after_the_clock_was_put_back(store: Store, clock: Clock) -> None:
    store.jobs.submit(submission(), 5)
    store.leases.fail(take(store), CRASHED, "", Retries(seconds=10.0))
    assert store.leases.take("one", 6.0) is None
    clock.now -= 900.0
    assert store.leases.waiting() == 1
    assert take(store).epoch == 2


def test_a_scheduler_seen_before_the_clock_was_put_back_is_not_taken_for_alive(store: Store, clock: Clock) -> None:
    store.workers.seen("one", 2)
    assert store.workers.slots(6.0) == 2
    clock.now -= 900.0
    assert store.workers.slots(6.0) == 0


@pytest.mark.parametrize("reason", [TIMED_OUT, UNFIT])
def test_what_would_only_fail_again_is_not_tried_again(store: Store, reason: str) -> None:
    job = submission()
    store.jobs.submit(job, 5)
    store.leases.fail(take(store), reason, "", Retries(seconds=1.0))
    assert (store.jobs.get(job.id).state, store.jobs.get(job.id).reason) == ("failed", reason)


def test_a_second_attempt_waits(store: Store, clock: Clock) -> None:
    store.jobs.submit(submission(), 5)
    store.leases.fail(take(store), CRASHED, "", Retries(seconds=10.0))
    clock.now += 9.0
    assert store.leases.take("one", 6.0) is None
    clock.now += 1.0
    assert take(store).epoch == 2


def test_the_same_submission_twice_is_the_same_job(store: Store) -> None:
    job = submission()
    assert store.jobs.submit(job, 5) is True
    assert store.jobs.submit(job, 5) is False
    assert len(store.jobs.recent()) == 1


def test_a_cancelled_job_is_taken_up_again_without_what_is_finished(store: Store) -> None:
    job = submission(shard(), shard(4))
    store.jobs.submit(job, 5)
    store.leases.finish(take(store), RESULT)
    store.jobs.cancel(job.id)
    assert store.jobs.get(job.id).state == "cancelled"
    assert store.jobs.submit(job, 5) is False
    view = store.jobs.get(job.id)
    assert [each.visible_state for each in view.shards] == ["finished", "queued"]
    store.leases.finish(take(store), RESULT)
    assert store.jobs.get(job.id).state == "finished"


def test_cancelling_waits_for_the_worker_that_holds_a_shard(store: Store) -> None:
    job = submission(shard(), shard(4))
    store.jobs.submit(job, 5)
    lease = take(store)
    store.jobs.cancel(job.id)
    assert store.jobs.get(job.id).state == "cancelling"
    assert not store.leases.wanted(lease)
    store.leases.release(lease)
    assert store.jobs.get(job.id).state == "cancelled"


def test_the_queue_has_a_cap_and_says_when_to_come_back(store: Store) -> None:
    for _ in range(3):
        store.jobs.submit(submission(), 3)
    with pytest.raises(QueueFull) as full:
        store.jobs.submit(submission(), 3)
    assert full.value.retry_after == 30
    assert len(store.jobs.recent()) == 3


def test_what_is_recorded_again_replaces_what_was_there(store: Store) -> None:
    job = submission()
    store.jobs.submit(job, 5)
    lease = take(store)
    store.rows.put(lease, records(0) + records(2))
    store.rows.put(lease, [Record(2, (9.0, 9.0, 9.0, 9.0), (1.0, 2.0, 3.0, None), (False,) * 4, 0.1)])
    table = store.rows.table(job.id)
    assert table.steps.tolist() == [0, 2]
    assert table.train_loss[:, 1].tolist() == [9.0] * 4
    assert table.evaluation[:3, 1].tolist() == [1.0, 2.0, 3.0]
    assert table.diverged[:, 0].tolist() == [False, True, False, False]


def test_going_on_from_a_checkpoint_drops_what_came_after_it(store: Store) -> None:
    job = submission()
    store.jobs.submit(job, 5)
    lease = take(store)
    store.rows.put(lease, records(0) + records(2) + records(4))
    store.rows.restart(lease, 2)
    assert store.rows.table(job.id).steps.tolist() == [0, 2]
    store.rows.restart(lease, -1)
    assert store.rows.table(job.id).steps.tolist() == []


def test_old_jobs_are_forgotten_with_everything_they_had(store: Store, clock: Clock) -> None:
    jobs = [submission() for _ in range(4)]
    for job in jobs:
        clock.now += 1
        store.jobs.submit(job, 5)
        if job is not jobs[0]:
            store.jobs.cancel(job.id)
    assert store.jobs.forget(keep=1) == [jobs[2].id, jobs[1].id]
    assert [view.id for view in store.jobs.recent()] == [jobs[3].id, jobs[0].id]
    assert store.jobs.events(jobs[2].id) == []


def test_time_left_follows_the_rate_of_living_workers(store: Store) -> None:
    job = submission(shard(steps=100), shard(4, steps=100))
    store.jobs.submit(job, 5)
    store.leases.beat(take(store), 6.0, 50, 40.0)
    view = store.jobs.get(job.id)
    assert (view.done, view.total) == (200, 800)
    assert view.seconds_left == 15.0
