"""The addresses of slices: the real application and database; a worker's turn is played by the test."""

import csv
import io
import json
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.comparisons.errors import BadShard, StoreBusy, StoreFull
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings, Retries
from app.comparisons.slices.compute import compute
from app.comparisons.workers.worker import Worker
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import submit

PATHS: dict[str, Any] = {"kind": "paths", "grid": 7, "points": 5}


def finished(client: TestClient, service: ComparisonService, **changes: Any) -> str:
    """A comparison with made-up numbers: of every rule run 3 (of 0 to 3) diverged."""
    job = submit(client, **changes)
    work(service.store)
    return job


def turn(service: ComparisonService) -> None:
    """A worker computes the slice that waits."""
    worker = Worker(service.settings, "one", lambda: None, compute=lambda: compute)  # type: ignore[arg-type,return-value]
    lease = worker.coordinator.claim("one")
    assert lease is not None
    worker.work(lease)
    worker.coordinator.close()


def ask(client: TestClient, job: str, asked: Any = PATHS) -> dict[str, Any]:
    answer = client.post(f"/api/comparisons/{job}/slices", json=asked)
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_slice_is_asked_for_listed_computed_and_taken_away(client: TestClient, service: ComparisonService) -> None:
    job = finished(client, service)
    assert client.get(f"/api/comparisons/{job}/slices").json() == {"slices": [], "members": [0, 4, 8], "workers": 0}
    first = client.post(f"/api/comparisons/{job}/slices", json=PATHS)
    made = first.json()
    assert (first.status_code, first.headers["location"]) == (201, f"/api/comparisons/{job}/slices/{made['id']}")
    assert made["sentence"] == "Paths of Nesterov momentum, SGD with momentum and AdamW in one plane, 7 × 7 places"
    assert (made["state"], made["share"], made["asked"]["members"]) == ("queued", 0.0, [0, 4, 8])
    address = f"/api/comparisons/{job}/slices/{made['id']}"
    assert client.get(address).json()["found"] is None
    for form in ("json", "csv"):
        assert client.get(f"{address}.{form}").status_code == 409
    turn(service)
    detail = client.get(address).json()
    assert (detail["state"], detail["share"], detail["run"]) == ("finished", 1.0, job)
    found = detail["found"]
    assert len(found["loss"]) == len(found["loss"][0]) == found["grid"] == 7
    assert 0 < found["explained"][1] <= found["explained"][0] <= 1
    member = found["members"][0]
    assert (member["steps"], member["off_plane"]["end"]) == ([0, 5, 10, 15, 20], 0.0)
    # The numbers of this comparison are made up: a slice says how far training again came from them.
    again = member["again"]["train_loss"]
    assert member["difference"]["train_loss"] == abs(again - member["recorded"]["train_loss"]) > 0
    second = client.post(f"/api/comparisons/{job}/slices", json={**PATHS, "members": [0, 4, 8]})
    assert (second.status_code, second.json()["id"], second.json()["state"]) == (200, made["id"], "finished")
    assert [each["id"] for each in client.get(f"/api/comparisons/{job}/slices").json()["slices"]] == [made["id"]]
    taken = client.get(f"{address}.json")
    assert taken.json() == detail
    assert taken.headers["content-disposition"] == f'attachment; filename="slice-{made["id"]}.json"'
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv").text)))
    assert [row["part"] for row in rows] == ["grid"] * 49 + ["path"] * 15
    assert float(rows[10]["loss"]) == found["loss"][1][3]
    assert (float(rows[10]["x"]), float(rows[10]["y"])) == (found["x"][3], found["y"][1])
    assert float(rows[49 + 5 + 1]["loss_on_plane"]) == found["members"][1]["loss_on_plane"][1]


def test_a_random_plane_has_its_directions_and_no_path(client: TestClient, service: ComparisonService) -> None:
    job = finished(client, service)
    made = ask(client, job, {"kind": "random", "members": [5], "grid": 5, "seed": 9, "reach": 0.5})
    assert made["sentence"].startswith("Random plane through SGD with momentum (lr = ")
    turn(service)
    found = client.get(f"/api/comparisons/{job}/slices/{made['id']}").json()["found"]
    assert found["window"] == [[-0.5, 0.5]] * 2
    assert found["members"][0]["x"] is None
    assert found["loss"][2][2] == found["centre"]["loss"]
    assert client.get(f"/api/comparisons/{job}/slices/{made['id']}.csv").text.count("\n") == 26


def test_the_default_of_a_random_plane_is_the_first_run_that_did_not_diverge(
    client: TestClient,
    service: ComparisonService,
) -> None:
    job = finished(client, service, seeds=1, trials=1, rules=[{"name": "sgd", "grid": {"lr": [0.1]}}])  # all diverged
    answer = client.post(f"/api/comparisons/{job}/slices", json={"kind": "random"})
    assert answer.status_code == 422
    assert "run 0 diverged and has no final weights" in answer.json()["errors"][0]["message"]
    other = finished(client, service)
    assert ask(client, other, {"kind": "random"})["asked"]["members"] == [0]


MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "round"}, "body", "a slice has a kind; possible: paths, random (given: an object)"),
    ({"kind": None}, "body", "a slice has a kind; possible: paths, random (given: an object)"),
    ({"surprise": 1}, "body.paths.surprise", "Extra inputs are not permitted (given: a whole number)"),
    ({"seed": 1}, "body.paths.seed", "Extra inputs are not permitted (given: a whole number)"),
    ({"grid": 62}, "body.paths.grid", "less than or equal to 61 (given: a whole number)"),
    ({"grid": True}, "body.paths.grid", "valid integer (given: true or false)"),
    ({"grid": 20.5}, "body.paths.grid", "valid integer (given: a number)"),
    ({"points": 1}, "body.paths.points", "greater than or equal to 2 (given: a whole number)"),
    ({"points": 101}, "body.paths.points", "less than or equal to 100 (given: a whole number)"),
    ({"members": []}, "body.paths.members", "at least 1 item"),
    ({"members": [0, 1, 2, 4, 5, 6, 8]}, "body.paths.members", "at most 6 items"),
    ({"members": [-1]}, "body.paths.members.0", "greater than or equal to 0"),
    ({"members": ["0"]}, "body.paths.members.0", "valid integer (given: a text)"),
    ({"members": [0, 12]}, "body.members", "run 12 is not in this comparison; possible: 0 to 11 (given: a list)"),
    ({"members": [4, 0, 4]}, "body.members", "a run is named twice; name each once"),
    ({"members": [0, 5]}, "body.members", "these have seeds 0, 1; possible: one seed"),
    ({"members": [3, 7]}, "body.members", "every run that was named diverged"),
    ({"kind": "random", "points": 5}, "body.random.points", "Extra inputs are not permitted"),
    ({"kind": "random", "members": [0, 4]}, "body.random.members", "at most 1 item"),
    ({"kind": "random", "reach": 0}, "body.random.reach", "greater than or equal to 0.001"),
    ({"kind": "random", "reach": float("inf")}, "body.random.reach", "finite number (given: NaN or Infinity)"),
    ({"kind": "random", "members": [3]}, "body.members", "run 3 diverged and has no final weights"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "place", "message"), MISTAKES)
def test_what_cannot_be_sliced_is_said_with_its_place_and_what_is_possible(
    client: TestClient,
    service: ComparisonService,
    changes: dict[str, Any],
    place: str,
    message: str,
) -> None:
    job = finished(client, service)
    whole = {"kind": "random", **changes} if changes.get("kind") == "random" else {**PATHS, **changes}
    text = json.dumps(whole)
    answer = client.post(f"/api/comparisons/{job}/slices", content=text, headers={"content-type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert any(error["place"] == place and message in error["message"] for error in errors), errors


def test_one_number_has_no_plane(client: TestClient, service: ComparisonService) -> None:
    job = finished(client, service, workload={"name": "noisy_quadratic", "options": {"dimension": 1}})
    answer = client.post(f"/api/comparisons/{job}/slices", json=PATHS)
    assert answer.status_code == 422
    assert "trains one number here, and a plane needs two" in answer.json()["errors"][0]["message"]


def test_a_slice_beyond_the_limit_of_time_says_what_to_change(client: TestClient, service: ComparisonService) -> None:
    job = finished(client, service)
    service.settings = service.settings.model_copy(update={"max_slice_seconds": 1e-3})
    answer = client.post(f"/api/comparisons/{job}/slices", json=PATHS)
    assert answer.status_code == 422
    assert "with a smaller grid or fewer members" in answer.json()["detail"]


def test_a_comparison_that_is_not_finished_has_no_slice_yet(client: TestClient) -> None:
    job = submit(client)
    answer = client.post(f"/api/comparisons/{job}/slices", json=PATHS)
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "A slice is drawn of a finished comparison; this one is queued.",
    )
    assert client.get(f"/api/comparisons/{job}/slices").json()["members"] == []


def test_slices_wait_in_the_same_queue_and_its_cap_holds_for_them(
    client: TestClient,
    service: ComparisonService,
    settings: ComparisonSettings,
) -> None:
    job = finished(client, service)
    for seed in range(settings.max_queued):
        ask(client, job, {"kind": "random", "seed": seed})
    answer = client.post(f"/api/comparisons/{job}/slices", json=PATHS)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1


def test_a_slice_is_cancelled_and_taken_up_again(client: TestClient, service: ComparisonService) -> None:
    job = finished(client, service)
    made = ask(client, job)
    address = f"/api/comparisons/{job}/slices/{made['id']}"
    assert client.delete(address).json()["state"] == "cancelled"
    assert client.delete(address).json()["state"] == "cancelled"
    assert ask(client, job)["state"] == "queued"
    turn(service)
    assert client.delete(address).json()["state"] == "finished"  # what is over stays


def test_a_slice_that_failed_says_why(client: TestClient, service: ComparisonService) -> None:
    job = finished(client, service)
    made = ask(client, job)
    lease = service.store.leases.take("hand", 60.0)
    assert lease is not None
    service.store.leases.fail(lease, "not possible", str(BadShard("the paths stand still")), Retries(seconds=0.0))
    found = client.get(f"/api/comparisons/{job}/slices/{made['id']}").json()
    assert (found["state"], found["reason"], found["detail"]) == ("failed", "not possible", "the paths stand still")


def test_slices_and_comparisons_are_not_taken_for_one_another(client: TestClient, service: ComparisonService) -> None:
    job, other = finished(client, service), finished(client, service, steps=30)
    made = ask(client, job)
    for path in ("", "/statistics", "/events", "/slices", "/results.json"):
        assert client.get(f"/api/comparisons/{made['id']}{path}").status_code == 404
    assert client.get(f"/compare/{made['id']}").status_code == 404
    for wrong in (f"{other}/slices/{made['id']}", f"{job}/slices/{job}", f"{job}/slices/{'0' * 16}"):
        assert client.get(f"/api/comparisons/{wrong}").status_code == 404
        assert client.delete(f"/api/comparisons/{wrong}").status_code == 404
    assert client.get(f"/api/comparisons/{job}/slices/nonsense").status_code == 422
    assert len(client.get("/api/comparisons").json()["jobs"]) == 2


@pytest.mark.parametrize(("error", "status"), [(StoreFull("full"), 507), (StoreBusy("busy"), 503)])
def test_a_record_that_cannot_be_written_is_said(
    client: TestClient,
    service: ComparisonService,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
) -> None:
    job = finished(client, service)

    def fail(*_: object) -> bool:
        raise error

    monkeypatch.setattr(service.store.jobs, "submit", fail)
    assert client.post(f"/api/comparisons/{job}/slices", json=PATHS).status_code == status
    monkeypatch.undo()
    made = ask(client, job)
    monkeypatch.setattr(service.store.jobs, "cancel", fail)
    assert client.delete(f"/api/comparisons/{job}/slices/{made['id']}").status_code == status


def test_a_diverged_member_travels_through_every_form(client: TestClient, service: ComparisonService) -> None:
    job = finished(client, service, steps=60, rules=[{"name": "sgd", "grid": {"lr": [0.1, 1e9]}}])
    made = ask(client, job, {**PATHS, "members": [2, 4]})
    turn(service)

    def no_constants(name: str) -> float:
        raise AssertionError(f"{name} in JSON")

    for form in ("", ".json"):
        text = client.get(f"/api/comparisons/{job}/slices/{made['id']}{form}").text
        gone = json.loads(text, parse_constant=no_constants)["found"]["members"][0]
        assert gone["diverged_at"] is not None
        assert gone["again"] == {"train_loss": None, "evaluation": None}
    table = client.get(f"/api/comparisons/{job}/slices/{made['id']}.csv").text
    assert "nan" not in table
    assert "inf" not in table


def test_the_api_describes_slices(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert {path: sorted(paths[path]) for path in paths if "slices" in path} == {
        "/api/comparisons/{id}/slices": ["get", "post"],
        "/api/comparisons/{id}/slices/{slice}": ["delete", "get"],
        "/api/comparisons/{id}/slices/{slice}.csv": ["get"],
        "/api/comparisons/{id}/slices/{slice}.json": ["get"],
    }
