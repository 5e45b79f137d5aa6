"""Comparisons are watched and cancelled: the real application and database; a worker's turn is played by the test."""

import pytest
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.shard import Record
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import events, submit


def test_a_comparison_is_seen_from_queued_to_finished(client: TestClient, service: ComparisonService) -> None:
    job = submit(client)
    waiting = client.get(f"/api/comparisons/{job}").json()
    assert (waiting["state"], waiting["done"], waiting["workers"]) == ("queued", 0, 0)
    service.store.workers.seen("a", 2)
    lease = service.store.leases.take("hand", 60.0)
    assert lease is not None
    service.store.leases.beat(lease, 60.0, 10, 8.0)
    running = client.get(f"/api/comparisons/{job}").json()
    assert (running["state"], running["done"], running["total"], running["workers"]) == ("running", 40, 240, 2)
    assert running["seconds_left"] == 25.0
    service.store.leases.release(lease)
    work(service.store)
    over = client.get(f"/api/comparisons/{job}").json()
    assert (over["state"], over["done"], over["diverged"]) == ("finished", 240, 3)
    assert [part["state"] for part in over["parts"]] == ["finished"] * 3


def test_a_comparison_is_cancelled(client: TestClient) -> None:
    job = submit(client)
    assert client.delete(f"/api/comparisons/{job}").json()["state"] == "cancelled"
    assert client.delete(f"/api/comparisons/{job}").json()["state"] == "cancelled"
    assert submit(client) == job
    assert client.get(f"/api/comparisons/{job}").json()["state"] == "queued"


@pytest.mark.parametrize("path", ["", "/events", "/statistics", "/so-far", "/results.json", "/results.csv"])
def test_a_comparison_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/api/comparisons/{'0' * 16}{path}").status_code == 404
    assert client.get(f"/api/comparisons/nonsense{path}").status_code == 422


def test_a_shard_that_is_being_trained_shows_its_loss_so_far(client: TestClient, service: ComparisonService) -> None:
    job = submit(client, steps=400, record_every=1)
    assert client.get(f"/api/comparisons/{job}/so-far").json() == {"rules": []}
    lease = service.store.leases.take("hand", 60.0)
    assert lease is not None
    assert client.get(f"/api/comparisons/{job}/so-far").json() == {"rules": []}

    def record(step: int) -> Record:
        # Two settings of two seeds: the second is the better one, its second seed diverges at step 100.
        bad = (False, False, False, step >= 100)
        return Record(step, (9.0, 8.0, 2.0 / (1 + step), None if bad[3] else 3.0 / (1 + step)), None, bad, 0.1)

    service.store.rows.put(lease, [record(step) for step in range(51)])
    (rule,) = client.get(f"/api/comparisons/{job}/so-far").json()["rules"]
    assert (rule["label"], rule["part"], rule["step"], rule["steps"], rule["n"]) == ("Nesterov momentum", 1, 50, 400, 2)
    assert rule["settings"] == {"lr": 0.2}
    assert rule["at"] == list(range(51))
    assert rule["loss"]["runs"][0][0] == 2.0
    assert client.get(f"/api/comparisons/{job}/statistics").json()["rules"][0]["best"] is None
    service.store.rows.put(lease, [record(step) for step in range(51, 300)])
    (rule,) = client.get(f"/api/comparisons/{job}/so-far").json()["rules"]
    assert (len(rule["at"]), rule["at"][0], rule["at"][-1]) == (64, 0, 299)
    assert rule["settings"] == {"lr": 0.1}  # with two seeds one that diverged is half of them
    service.store.leases.release(lease)
    assert client.get(f"/api/comparisons/{job}/so-far").json() == {"rules": []}


def test_events_go_on_after_the_last_one_seen(client: TestClient, service: ComparisonService) -> None:
    job = submit(client)
    work(service.store)
    told = events(client.get(f"/api/comparisons/{job}/events").text)
    kinds = [each["event"] for each in told]
    assert kinds == ["queued", *["started", "part"] * 3, "finished", "progress", "end"]
    ids = [int(each["id"]) for each in told if "id" in each]
    assert ids == sorted(ids)
    again = events(client.get(f"/api/comparisons/{job}/events", headers={"Last-Event-ID": str(ids[-2])}).text)
    assert [each["event"] for each in again] == ["finished", "progress", "end"]
    assert client.get(f"/api/comparisons/{job}/events", headers={"Last-Event-ID": str(ids[-1])}).status_code == 204
    for strange in ("x", "-1", "9" * 40, "\u00b2"):
        found = client.get(f"/api/comparisons/{job}/events", headers={"Last-Event-ID": strange.encode()})
        assert events(found.text)[0]["event"] == "queued"


def test_more_listeners_than_there_is_room_for_are_told(client: TestClient, service: ComparisonService) -> None:
    job = submit(client)
    service.listeners = service.settings.max_streams
    assert client.get(f"/api/comparisons/{job}/events").status_code == 429
    service.listeners = 0
    work(service.store)
    client.get(f"/api/comparisons/{job}/events")
    assert service.listeners == 0
