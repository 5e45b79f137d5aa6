"""What was known as `/api/runs` answers as `/api/comparisons` does, so that old links and clients go on working."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.web.addresses import COMPARISONS, OLD_COMPARISONS
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import SPEC, submit

SLICE = {"kind": "random", "grid": 5}


def test_every_method_of_the_description_answers_the_same_at_the_old_address(client: TestClient, app: FastAPI) -> None:
    described = [
        (method, path.removeprefix(COMPARISONS).format(id="0" * 16, slice="1" * 16, other="2" * 16))
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        if path.startswith(COMPARISONS)
    ]
    assert len(described) > 12
    for method, path in described:
        old, new = (client.request(method, address + path) for address in (OLD_COMPARISONS, COMPARISONS))
        assert (old.status_code, old.content, old.history) == (new.status_code, new.content, [])
        assert new.status_code not in (404, 405) or "no comparison of that name" in new.text


def test_the_description_names_the_new_address_only(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert any(path.startswith(COMPARISONS) for path in paths)
    assert not any(path.startswith(OLD_COMPARISONS) for path in paths)


def test_what_is_handed_in_at_the_old_address_is_named_by_the_new_one(client: TestClient) -> None:
    planned = [client.post(f"{address}/plan", json=SPEC) for address in (OLD_COMPARISONS, COMPARISONS)]
    assert planned[0].json() == planned[1].json()
    first = client.post(OLD_COMPARISONS, json=SPEC)
    assert (first.status_code, first.history) == (201, [])
    assert first.headers["location"] == f"{COMPARISONS}/{first.json()['id']}"
    assert client.post(COMPARISONS, json=SPEC).status_code == 200  # the same job


@pytest.mark.parametrize(
    "path",
    ["", "/{id}", "/{id}/events", "/{id}/statistics", "/{id}/so-far", "/{id}/slices", "/{id}/results.json",
     "/{id}/results.csv", "/{id}/results.html", "/{id}/results.parquet", "/nope", "/0000000000000000"],
)  # fmt: skip
def test_what_is_read_is_the_same_at_both(client: TestClient, service: ComparisonService, path: str) -> None:
    job = submit(client)
    work(service.store)
    old, new = (client.get(address + path.format(id=job)) for address in (OLD_COMPARISONS, COMPARISONS))
    assert old.history == []
    assert (old.status_code, old.headers["content-type"], old.content) == (
        new.status_code,
        new.headers["content-type"],
        new.content,
    )


def test_slices_are_asked_for_read_and_cancelled_at_the_old_address(
    client: TestClient, service: ComparisonService
) -> None:
    job = submit(client)
    work(service.store)
    asked = client.post(f"{OLD_COMPARISONS}/{job}/slices", json=SLICE)
    assert asked.status_code == 201
    made = asked.json()
    assert asked.headers["location"] == f"{COMPARISONS}/{job}/slices/{made['id']}"
    assert made["comparison"] == made["run"] == job
    address = f"{OLD_COMPARISONS}/{job}/slices/{made['id']}"
    assert client.get(address).json()["state"] == "queued"
    assert client.get(f"{address}.csv").status_code == client.get(f"{address}.json").status_code == 409
    assert client.delete(address).json()["state"] == "cancelled"


def test_a_comparison_is_cancelled_at_the_old_address(client: TestClient) -> None:
    job = submit(client)
    assert client.delete(f"{OLD_COMPARISONS}/{job}").json()["state"] == "cancelled"
    assert client.get(f"{COMPARISONS}/{job}").json()["state"] == "cancelled"
