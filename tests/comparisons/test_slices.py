"""Slices as jobs: real worker processes, a real database, real signals; and the tables of before."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.comparisons.errors import BadShard
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.slices.compute import compute
from app.comparisons.slices.request import PathsRequest, RandomRequest
from app.comparisons.slices.task import SliceResult, SliceTask
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from app.comparisons.store.views import JobView
from app.comparisons.workers.worker import Worker
from tests.comparisons.by_hand import work
from tests.comparisons.doubles import never
from tests.comparisons.earlier_version import step_back
from tests.comparisons.test_faults import processes
from tests.comparisons.workplace import over, scheduler, submission, until

REAL = "app.comparisons.workers.worker"
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
def service(settings: ComparisonSettings) -> Iterator[ComparisonService]:
    service = ComparisonService(settings)
    yield service
    service.close()


def compared(service: ComparisonService, **changes: Any) -> JobView:
    """A comparison that real workers have finished."""
    view, _ = service.submit(ComparisonSpec.model_validate({**SPEC, **changes}))
    return until(lambda: over(service.store, view.id))


def finished(service: ComparisonService, steps: int = 40) -> JobView:
    """A comparison with made-up numbers, of which the last run of every rule diverged."""
    view, _ = service.submit(ComparisonSpec.model_validate({**SPEC, "steps": steps, "record_every": steps // 4}))
    work(service.store)
    found = service.store.jobs.get(view.id)
    assert found is not None
    return found


def task_of(store: Store, job: str) -> SliceTask:
    return SliceTask.from_json(store.database.read("SELECT task FROM shards WHERE job = ?", job)[0]["task"])


def test_a_slice_is_computed_by_a_worker_kept_and_given_again(
    service: ComparisonService, settings: ComparisonSettings
) -> None:
    with scheduler(settings, REAL):
        view = compared(service)
        assert view.state == "finished"
        asked = PathsRequest(kind="paths", grid=9, points=6)
        made, new = service.slice(view, asked)
        assert (new, made.parent) == (True, view.id)
        done = until(lambda: over(service.store, made.id))
    assert (done.state, done.done, done.total) == ("finished", 1000, 1000)
    found = done.shards[0].result["slice"]
    assert [member["label"] for member in found["members"]] == ["SGD", "SGD with momentum", "AdamW"]
    assert {member["difference"]["train_loss"] for member in found["members"]} == {0.0}
    assert [member["steps"] for member in found["members"]] == [[0, 8, 16, 24, 32, 40]] * 3
    starts = {(round(member["x"][0], 12), round(member["y"][0], 12)) for member in found["members"]}
    assert len(starts) == 1  # all set out from the same weights
    again, new = service.slice(view, asked.model_copy(update={"members": service.sliced_members(view)}))
    assert (new, again.id, again.state) == (False, made.id, "finished")  # the default, named
    assert [each.id for each in service.store.jobs.slices(view.id)] == [made.id]
    assert [each.id for each in service.store.jobs.recent()] == [view.id]


def test_a_slice_whose_worker_is_killed_ends_with_the_same_numbers(
    service: ComparisonService, settings: ComparisonSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REST_UNTIL", str(tmp_path / "on"))
    made, _ = service.slice(finished(service, steps=2000), PathsRequest(kind="paths", grid=9, points=6))
    with scheduler(settings, "tests.comparisons.resting") as working:
        until(lambda: service.store.jobs.get(made.id).shards[0].step > 100)
        (process,) = processes(working.engine)
        os.kill(process, signal.SIGKILL)
        (tmp_path / "on").touch()
        done = until(lambda: over(service.store, made.id))
    assert [event.kind for event in service.store.jobs.events(made.id)] == [
        "queued", "started", "retry", "started", "part", "finished",
    ]  # fmt: skip
    undisturbed = compute(task_of(service.store, made.id), lambda _: None, never)
    assert done.shards[0].result["slice"] == json.loads(json.dumps(undisturbed.found))


def test_a_slice_that_is_cancelled_stops_before_its_end_and_can_be_asked_for_again(
    service: ComparisonService, settings: ComparisonSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REST_UNTIL", str(tmp_path / "never"))
    view = finished(service, steps=20_000)
    # Nobody asks or ends its worker meanwhile: that would come after a minute.
    with scheduler(settings.model_copy(update={"stop_seconds": 600.0}), "tests.comparisons.resting"):
        made, _ = service.slice(view, PathsRequest(kind="paths", grid=9))
        until(lambda: service.store.jobs.get(made.id).shards[0].step > 100)
        service.store.jobs.cancel(made.id)
        done = until(lambda: over(service.store, made.id))
        assert done.state == "cancelled"
        assert 100 < done.done < done.total / 2
        again, new = service.slice(view, PathsRequest(kind="paths", grid=9))
        assert (again.id, new, again.state) == (made.id, False, "queued")
        service.store.jobs.cancel(made.id)
        until(lambda: over(service.store, made.id))


def test_a_slice_that_takes_too_long_has_timed_out(service: ComparisonService, settings: ComparisonSettings) -> None:
    made, _ = service.slice(finished(service, steps=20_000), PathsRequest(kind="paths", grid=9))
    with scheduler(settings.model_copy(update={"shard_seconds": 0.5, "stop_seconds": 600.0}), REAL):
        done = until(lambda: over(service.store, made.id))
    assert (done.state, done.reason) == ("failed", "timed out")


def turn(service: ComparisonService, compute: object) -> JobView:
    """The one slice of the newest comparison after a worker had its turn at it."""
    worker = Worker(service.settings, "one", lambda: None, compute=lambda: compute)  # type: ignore[arg-type,return-value]
    lease = worker.coordinator.claim("one")
    assert lease is not None
    worker.work(lease)
    worker.coordinator.close()
    return service.store.jobs.slices(service.store.jobs.recent()[0].id)[0]


def test_a_slice_that_is_not_possible_fails_at_once_and_says_why(service: ComparisonService) -> None:
    service.slice(finished(service), RandomRequest(kind="random"))

    def refuse(*_: object) -> SliceResult:
        raise BadShard("the paths stand still")

    view = turn(service, refuse)
    assert (view.state, view.reason, view.detail) == ("failed", "not possible", "BadShard: the paths stand still")


def test_a_slice_is_given_up_after_three_attempts(service: ComparisonService) -> None:
    service.slice(finished(service), RandomRequest(kind="random"))

    def crash(*_: object) -> SliceResult:
        raise RuntimeError("eaten by a grue")

    for failures in (1, 2, 3):
        until(service.store.leases.waiting)
        assert turn(service, crash).shards[0].failures == failures
    assert service.store.jobs.slices(service.store.jobs.recent()[0].id)[0].reason == "crashed"


def test_slices_beyond_those_kept_go_the_oldest_first(service: ComparisonService) -> None:
    view = finished(service)
    service.settings = service.settings.model_copy(update={"keep_slices": 2})
    for seed in range(4):
        service.slice(view, RandomRequest(kind="random", seed=seed))
        turn(service, lambda *_: SliceResult("finished", 1.0, {}))
    assert [each.spec["seed"] for each in service.store.jobs.slices(view.id)] == [3, 2, 1]


def test_slices_go_with_their_comparison_and_are_not_counted_as_one(service: ComparisonService) -> None:
    view = finished(service)
    service.slice(view, RandomRequest(kind="random"))
    turn(service, lambda *_: SliceResult("finished", 1.0, {}))
    assert service.store.jobs.forget(1) == []
    assert service.store.jobs.measured()  # of shards alone: a slice has no such rate
    assert service.store.jobs.forget(0) == [view.id]
    assert service.store.database.read("SELECT count(*) FROM jobs")[0][0] == 0


def test_a_record_of_the_first_version_gets_room_for_slices(settings: ComparisonSettings, store: Store) -> None:
    job = submission()
    store.jobs.submit(job, 5)
    step_back(settings.database, 1)
    with Store(settings.database) as opened:
        view = opened.jobs.get(job.id)
        assert view is not None
        assert (view.state, view.parent) == ("queued", None)
        assert opened.jobs.slices(job.id) == []
        tables = "SELECT sql FROM sqlite_master WHERE name IN ('jobs_by_parent') OR sql LIKE '%parent TEXT REFERENCES%'"
        assert len(opened.database.read(tables)) == 2
