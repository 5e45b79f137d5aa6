import errno
import json

import pytest

from app.comparisons.errors import BadCheckpoint, BadShard, StoreBusy, StoreFull
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Checkpoints, Result, Shard, Sink, Stop
from app.comparisons.store import Store
from app.comparisons.store.views import JobView
from app.comparisons.workers.worker import Worker, failure_of
from tests.comparisons import pretend
from tests.comparisons.workplace import shard, submission


class OutOfMemoryError(RuntimeError):
    """As torch names its own."""


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "out of memory"),
        (OutOfMemoryError("CUDA out of memory"), "out of memory"),
        (OSError(errno.ENOSPC, "no space left"), "disk full"),
        (StoreFull("full"), "disk full"),
        (StoreBusy("locked"), "interrupted"),
        (OSError(errno.EACCES, "no"), "crashed"),
        (BadShard("no such rule"), "not possible"),
        (ZeroDivisionError("1/0"), "crashed"),
    ],
)
def test_what_went_wrong_has_its_word(error: Exception, reason: str) -> None:
    assert failure_of(error)[0] == reason


def test_a_long_message_is_cut() -> None:
    assert len(failure_of(RuntimeError("x\n" * 10_000))[1]) == 300


def work(settings: ComparisonSettings, store: Store, task: Shard, execute: object) -> JobView:
    """The job after one worker had its turn at it."""
    job = submission(task)
    store.jobs.submit(job, 5)
    worker = Worker(settings, "one", lambda: execute)  # type: ignore[arg-type,return-value]
    lease = worker.coordinator.claim("one")
    assert lease is not None
    worker.work(lease)
    worker.coordinator.close()
    view = store.jobs.get(job.id)
    assert view is not None
    return view


def test_a_shard_that_cannot_run_fails_at_once_and_says_why(settings: ComparisonSettings, store: Store) -> None:
    def refuse(*_: object) -> Result:
        raise BadShard("muon acts on matrices")

    view = work(settings, store, shard(), refuse)
    assert (view.state, view.reason, view.detail) == ("failed", "not possible", "BadShard: muon acts on matrices")


def test_a_checkpoint_of_another_version_is_thrown_away_and_said(settings: ComparisonSettings, store: Store) -> None:
    calls = 0

    def moved_on(task: Shard, checkpoints: Checkpoints, sink: Sink, stop: Stop) -> Result:
        nonlocal calls
        calls += 1
        if calls == 1:
            checkpoints.save(b"of old", 10)
            raise BadCheckpoint("a checkpoint of another shard")
        assert checkpoints.load() is None
        return pretend.execute(task, checkpoints, sink, stop)

    view = work(settings, store, shard(), moved_on)
    assert view.state == "finished"
    said = [event.message for event in store.jobs.events(view.id) if event.kind == "checkpoint"]
    assert said == ["Shard 1: a checkpoint of another shard; it starts again."]


def test_what_was_recorded_after_the_checkpoint_is_dropped_when_it_goes_on(
    settings: ComparisonSettings, store: Store
) -> None:
    found = []

    def look(task: Shard, checkpoints: Checkpoints, sink: Sink, _: Stop) -> Result:
        for step in (0, 4, 8):
            sink.records([pretend.record(task, [1.0] * 4, step)])
            if step == 4:
                checkpoints.save(b"at 4", 4)
        assert checkpoints.load() == b"at 4"
        found.extend(store.rows.table(store.jobs.recent()[0].id).steps.tolist())
        return Result("stopped", 4, (), (), (None,) * 4, "pretend", "cpu", 0.0)

    work(settings, store, shard(), look)
    assert found == [0, 4]


def test_a_finished_shard_leaves_no_checkpoint(settings: ComparisonSettings, store: Store) -> None:
    view = work(settings, store, shard(), pretend.execute)
    assert view.state == "finished"
    assert list((settings.checkpoints / view.id).iterdir()) == []


def test_results_are_json_whatever_diverged(settings: ComparisonSettings, store: Store) -> None:
    view = work(settings, store, shard(lr=30.0, steps=400), pretend.execute)
    assert view.diverged == 4
    json.dumps(view.shards[0].result, allow_nan=False)
