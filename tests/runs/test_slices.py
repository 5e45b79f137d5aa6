"""Slices as jobs: real worker processes, a real database, real signals; and the tables of before."""

import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.contracts import RunSpec
from app.runs.desk import Desk
from app.runs.settings import RunSettings
from app.runs.shard import BadShard
from app.runs.slices.compute import compute
from app.runs.slices.request import PathsRequest, RandomRequest
from app.runs.slices.task import SliceResult, SliceTask
from app.runs.store import Store, schema
from app.runs.views import JobView
from app.runs.worker import Worker
from tests.runs.by_hand import work
from tests.runs.doubles import never
from tests.runs.test_faults import processes
from tests.runs.workplace import over, scheduler, submission, until

REAL = "app.runs.worker"
SPEC: dict[str, Any] = {
    "rules": [{"name": "sgd", "grid": {"lr": [0.05, 1e6]}}],
    "workload": {"name": "noisy_quadratic", "options": {"dimension": 4}},
    "trials": 2,
    "seeds": 2,
    "steps": 40,
    "record_every": 40,
    "backend": "reference",
}


@pytest.fixture
def desk(settings: RunSettings) -> Iterator[Desk]:
    desk = Desk(settings)
    yield desk
    desk.close()


def compared(desk: Desk, **changes: Any) -> JobView:
    """A comparison that real workers have finished."""
    view, _ = desk.submit(RunSpec.model_validate({**SPEC, **changes}))
    return until(lambda: over(desk.store, view.id))


def finished(desk: Desk, steps: int = 40) -> JobView:
    """A comparison with made-up numbers, of which the last run of every rule diverged."""
    view, _ = desk.submit(RunSpec.model_validate({**SPEC, "steps": steps, "record_every": steps // 4}))
    work(desk.store)
    found = desk.store.jobs.get(view.id)
    assert found is not None
    return found


def task_of(store: Store, job: str) -> SliceTask:
    return SliceTask.from_json(store.database.read("SELECT task FROM shards WHERE job = ?", job)[0]["task"])


def test_a_slice_is_computed_by_a_worker_kept_and_given_again(desk: Desk, settings: RunSettings) -> None:
    with scheduler(settings, REAL):
        view = compared(desk)
        assert view.state == "finished"
        asked = PathsRequest(kind="paths", grid=9, points=6)
        made, new = desk.slice(view, asked)
        assert (new, made.parent) == (True, view.id)
        done = until(lambda: over(desk.store, made.id))
    assert (done.state, done.done, done.total) == ("finished", 1000, 1000)
    found = done.shards[0].result["slice"]
    assert [member["label"] for member in found["members"]] == ["SGD", "SGD with momentum", "AdamW"]
    assert {member["difference"]["train_loss"] for member in found["members"]} == {0.0}
    assert [member["steps"] for member in found["members"]] == [[0, 8, 16, 24, 32, 40]] * 3
    starts = {(round(member["x"][0], 12), round(member["y"][0], 12)) for member in found["members"]}
    assert len(starts) == 1  # all set out from the same weights
    again, new = desk.slice(view, asked.model_copy(update={"members": desk.sliced_members(view)}))
    assert (new, again.id, again.state) == (False, made.id, "finished")  # the default, named
    assert [each.id for each in desk.store.jobs.slices(view.id)] == [made.id]
    assert [each.id for each in desk.store.jobs.recent()] == [view.id]


def test_a_slice_whose_worker_is_killed_ends_with_the_same_numbers(
    desk: Desk, settings: RunSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REST_UNTIL", str(tmp_path / "on"))
    made, _ = desk.slice(finished(desk, steps=2000), PathsRequest(kind="paths", grid=9, points=6))
    with scheduler(settings, "tests.runs.resting") as working:
        until(lambda: desk.store.jobs.get(made.id).shards[0].step > 100)
        (process,) = processes(working.engine)
        os.kill(process, signal.SIGKILL)
        (tmp_path / "on").touch()
        done = until(lambda: over(desk.store, made.id))
    assert [event.kind for event in desk.store.jobs.events(made.id)] == [
        "queued", "started", "retry", "started", "part", "finished",
    ]  # fmt: skip
    undisturbed = compute(task_of(desk.store, made.id), lambda _: None, never)
    assert done.shards[0].result["slice"] == json.loads(json.dumps(undisturbed.found))


def test_a_slice_that_is_cancelled_stops_before_its_end_and_can_be_asked_for_again(
    desk: Desk, settings: RunSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REST_UNTIL", str(tmp_path / "never"))
    view = finished(desk, steps=20_000)
    # Nobody asks or ends its worker meanwhile: that would come after a minute.
    with scheduler(settings.model_copy(update={"stop_seconds": 600.0}), "tests.runs.resting"):
        made, _ = desk.slice(view, PathsRequest(kind="paths", grid=9))
        until(lambda: desk.store.jobs.get(made.id).shards[0].step > 100)
        desk.store.jobs.cancel(made.id)
        done = until(lambda: over(desk.store, made.id))
        assert done.state == "cancelled"
        assert 100 < done.done < done.total / 2
        again, new = desk.slice(view, PathsRequest(kind="paths", grid=9))
        assert (again.id, new, again.state) == (made.id, False, "queued")
        desk.store.jobs.cancel(made.id)
        until(lambda: over(desk.store, made.id))


def test_a_slice_that_takes_too_long_has_timed_out(desk: Desk, settings: RunSettings) -> None:
    made, _ = desk.slice(finished(desk, steps=20_000), PathsRequest(kind="paths", grid=9))
    with scheduler(settings.model_copy(update={"shard_seconds": 0.5, "stop_seconds": 600.0}), REAL):
        done = until(lambda: over(desk.store, made.id))
    assert (done.state, done.reason) == ("failed", "timed out")


def turn(desk: Desk, compute: object) -> JobView:
    """The one slice of the newest comparison after a worker had its turn at it."""
    worker = Worker(desk.settings, "one", lambda: None, compute=lambda: compute)  # type: ignore[arg-type,return-value]
    lease = worker.store.leases.take("one", 60.0)
    assert lease is not None
    worker.work(lease)
    worker.store.close()
    return desk.store.jobs.slices(desk.store.jobs.recent()[0].id)[0]


def test_a_slice_that_is_not_possible_fails_at_once_and_says_why(desk: Desk) -> None:
    desk.slice(finished(desk), RandomRequest(kind="random"))

    def refuse(*_: object) -> SliceResult:
        raise BadShard("the paths stand still")

    view = turn(desk, refuse)
    assert (view.state, view.reason, view.detail) == ("failed", "not possible", "BadShard: the paths stand still")


def test_a_slice_is_given_up_after_three_attempts(desk: Desk) -> None:
    desk.slice(finished(desk), RandomRequest(kind="random"))

    def crash(*_: object) -> SliceResult:
        raise RuntimeError("eaten by a grue")

    for failures in (1, 2, 3):
        until(desk.store.leases.waiting)
        assert turn(desk, crash).shards[0].failures == failures
    assert desk.store.jobs.slices(desk.store.jobs.recent()[0].id)[0].reason == "crashed"


def test_slices_beyond_those_kept_go_the_oldest_first(desk: Desk) -> None:
    view = finished(desk)
    desk.settings = desk.settings.model_copy(update={"keep_slices": 2})
    for seed in range(4):
        desk.slice(view, RandomRequest(kind="random", seed=seed))
        turn(desk, lambda *_: SliceResult("finished", 1.0, {}))
    assert [each.spec["seed"] for each in desk.store.jobs.slices(view.id)] == [3, 2, 1]


def test_slices_go_with_their_comparison_and_are_not_counted_as_one(desk: Desk) -> None:
    view = finished(desk)
    desk.slice(view, RandomRequest(kind="random"))
    turn(desk, lambda *_: SliceResult("finished", 1.0, {}))
    assert desk.store.jobs.forget(1) == []
    assert desk.store.jobs.measured()  # of shards alone: a slice has no such rate
    assert desk.store.jobs.forget(0) == [view.id]
    assert desk.store.database.read("SELECT count(*) FROM jobs")[0][0] == 0


def test_a_record_of_the_version_before_gets_room_for_slices(settings: RunSettings, store: Store) -> None:
    job = submission()
    store.jobs.submit(job, 5)
    with store.database.write() as cursor:
        cursor.execute("DROP INDEX jobs_by_parent")
        cursor.execute("ALTER TABLE jobs DROP COLUMN parent")
        cursor.execute("PRAGMA user_version = 1")
    with Store(settings.database) as opened:
        view = opened.jobs.get(job.id)
        assert view is not None
        assert (view.state, view.parent) == ("queued", None)
        assert opened.jobs.slices(job.id) == []
        tables = "SELECT sql FROM sqlite_master WHERE name IN ('jobs_by_parent') OR sql LIKE '%parent TEXT REFERENCES%'"
        assert len(opened.database.read(tables)) == 2


def test_a_record_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "later.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(RuntimeError, match="has tables of version"):
        Store(path)
