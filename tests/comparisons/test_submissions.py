"""Comparisons are planned and handed in, or refused: the real application, a real database and no worker."""

import concurrent.futures
import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from descent import registry
from starlette.testclient import TestClient

from app.comparisons.errors import StoreFull
from app.comparisons.planning.cost import SLACK
from app.comparisons.service import ComparisonService
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import SPEC, spec, submit


def test_a_plan_says_what_would_run_and_starts_nothing(client: TestClient, service: ComparisonService) -> None:
    answer = client.post("/api/comparisons/plan", json=SPEC).json()
    assert answer["sentence"] == ("3 rules × 2 settings × 2 seeds on Noisy quadratic, 20 steps: 12 runs, about 6 s")
    assert [entry["label"] for entry in answer["entries"]] == ["Nesterov momentum", "SGD with momentum", "AdamW"]
    assert [entry["baseline"] for entry in answer["entries"]] == [False, True, True]
    assert {len(entry["settings"]) for entry in answer["entries"]} == {2}
    assert (answer["runs"], answer["shards"], answer["parameters"], answer["workers"]) == (12, 3, 4, 0)
    assert service.store.jobs.recent() == []


def test_the_same_comparison_handed_in_twice_is_the_same_job(client: TestClient) -> None:
    first = client.post("/api/comparisons", json=SPEC)
    assert first.status_code == 201
    assert first.headers["location"] == f"/api/comparisons/{first.json()['id']}"
    shuffled = json.dumps(dict(reversed(SPEC.items())), indent=3).replace("0.1,", "1e-1,")
    second = client.post("/api/comparisons", content=shuffled, headers={"content-type": "application/json"})
    assert second.status_code == 200
    assert second.json()["id"] == first.json()["id"]
    assert len(client.get("/api/comparisons").json()["jobs"]) == 1


ADAM = ", ".join(choice.name for choice in registry.rule("adam").choices)
MANY = [{"name": "adam"}] * 17

MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({"steps": True}, "body.steps", "Input should be a valid integer (given: true or false)"),
    ({"steps": "20"}, "body.steps", "Input should be a valid integer (given: a text)"),
    ({"steps": 20.5}, "body.steps", "Input should be a valid integer (given: a number)"),
    ({"steps": 0}, "body.steps", "Input should be greater than or equal to 1 (given: a whole number)"),
    ({"steps": 10**400}, "body.steps", "Input should be less than or equal to 1000000 (given: a whole number)"),
    ({"steps": math.nan}, "body.steps", "Input should be a valid integer (given: NaN or Infinity)"),
    ({"seeds": math.inf}, "body.seeds", "Input should be a valid integer (given: NaN or Infinity)"),
    ({"surprise": 1}, "body.surprise", "Extra inputs are not permitted (given: a whole number)"),
    ({"backend": "abacus"}, "body.backend", "Input should be 'reference' or 'compiled' (given: a text)"),
    ({"rules": []}, "body.rules", "List should have at least 1 item after validation, not 0 (given: a list)"),
    ({"rules": MANY}, "body.rules", "List should have at most 16 items after validation, not 17 (given: a list)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": [math.nan, 1]}}]}, "body.rules.0.grid.lr.list.0",
     "Input should be a finite number (given: NaN or Infinity)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": [True, 1]}}]}, "body.rules.0.grid.lr.list.0",
     "Input should be a valid number (given: true or false)"),
    ({"rules": [{"name": "sgd", "grid": {"beta": [1, 2]}}]}, "body.rules.0",
     "no hyperparameter of sgd has that name; there are: lr (given: an object)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": [1, 1]}}]}, "body.rules.0",
     "sgd.lr names a value twice; give each once (given: an object)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": {"low": 0.0, "high": 1.0, "points": 2}}}]},
     "body.rules.0.grid.lr.range", "a logarithmic range needs low > 0; or give scale 'linear' (given: an object)"),
    ({"rules": [{"name": "adam", "choices": {"correct_bias": 1}}]}, "body.rules.0",
     "no value of adam.correct_bias has that name; there are: True, False (given: an object)"),
    ({"rules": [{"name": "adam", "choices": {"bias": True}}]}, "body.rules.0",
     f"no choice of adam has that name; there are: {ADAM} (given: an object)"),
    ({"rules": [{"name": "sgd", "grid": {"lr": [1.0, 2.0, 3.0]}}]}, "body",
     "every rule is tuned with trials = 2 settings; the grid of sgd has 3 (given: an object)"),
    ({"rules": [{"name": "sgd"}, {"name": "sgd"}]}, "body",
     "two rules have one label; give each a label of its own (given: an object)"),
    ({"rules": [{"name": "muon"}]}, "body",
     "muon acts on weight matrices, and noisy_quadratic trains vectors only (given: an object)"),
    ({"workload": {"name": "noisy_quadratic", "options": {"dimension": 0}}}, "body.workload",
     "dimension is a whole number from 1 to 10000, given 0 (given: an object)"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "message"), MISTAKES, ids=[f"{m[1]}-{i}" for i, m in enumerate(MISTAKES)])
def test_what_does_not_fit_is_refused_with_the_place_and_what_is_possible(
    client: TestClient, change: dict[str, Any], place: str, message: str
) -> None:
    body = json.dumps(spec(**change))
    answer = client.post("/api/comparisons", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"place": place, "message": message} in answer.json()["errors"]


@pytest.mark.parametrize("name", ["rules", "workload"])
def test_an_unknown_name_is_answered_with_the_known_ones_and_not_repeated(client: TestClient, name: str) -> None:
    changed = spec(**{name: [{"name": "nope_nope"}] if name == "rules" else {"name": "nope_nope"}})
    answer = client.post("/api/comparisons", json=changed)
    assert answer.status_code == 422
    assert ("momentum" if name == "rules" else "noisy_quadratic") in answer.json()["errors"][0]["message"]
    assert "nope_nope" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null", b"3", b'"\\ud800"',
                                  b'{"\\ud800": 1}', b'{"rules": [{"name": "\\ud800"}]}', b"9" * 5000])  # fmt: skip
def test_a_body_that_is_no_comparison_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/comparisons", content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.json()["status"] == answer.status_code


def test_a_body_of_two_hundred_megabytes_is_refused_without_being_read(client: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(200):
            sent += 1
            yield b" " * 1_000_000

    answer = client.post("/api/comparisons", content=endless(), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    declared = client.post("/api/comparisons", content=b"{}", headers={"content-length": "200000000"})
    assert declared.status_code == 413


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"seeds": 256, "trials": 256, "rules": [{"name": "sgd"}]}, "196608 runs are too many; possible: at most 20"),
        ({"steps": 1_000_000, "record_every": 1}, "12000024 recorded numbers are too many"),
        ({"steps": 1_000_000, "record_every": 1000, "seeds": 256,
          "workload": {"name": "noisy_quadratic", "options": {"dimension": 10_000}}}, "are too long; possible:"),
    ],
)  # fmt: skip
def test_a_comparison_beyond_a_limit_is_refused_before_anything_is_queued(
    client: TestClient, service: ComparisonService, changes: dict[str, Any], part: str
) -> None:
    for address in ("/api/comparisons", "/api/comparisons/plan"):
        answer = client.post(address, json=spec(**changes))
        assert answer.status_code == 422
        assert part in answer.json()["detail"]
    assert service.store.jobs.recent() == []


def test_a_thousand_submissions_at_once_fill_the_queue_and_harm_nobody(
    client: TestClient, service: ComparisonService
) -> None:
    submit(client, steps=21)

    def one(number: int) -> tuple[int, str | None, str]:
        answer = client.post("/api/comparisons", json=spec(first_seed=number))
        # Others look at the list meanwhile.
        state = client.get("/api/comparisons").json()["jobs"][0]["state"] if number % 40 == 0 else "queued"
        return answer.status_code, answer.headers.get("retry-after"), state

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(one, range(1000)))
    created = [each for each in answers if each[0] == 201]
    refused = [each for each in answers if each[0] == 429]
    assert len(created) == service.settings.max_queued - 1
    assert len(created) + len(refused) == 1000
    assert all(each[1] is not None and int(each[1]) >= 1 for each in refused)
    assert {each[2] for each in answers} == {"queued"}
    work(service.store)
    assert {job["state"] for job in client.get("/api/comparisons").json()["jobs"]} == {"finished"}
    assert submit(client, first_seed=2000)


def test_a_plan_learns_from_what_was_finished(client: TestClient, service: ComparisonService) -> None:
    before = client.post("/api/comparisons/plan", json=spec(seeds=9)).json()["seconds"]
    submit(client)
    work(service.store)  # each shard says that it took a second, and should have taken a hundredth
    after = client.post("/api/comparisons/plan", json=spec(seeds=9)).json()["seconds"]
    assert after == pytest.approx(before * (1 + SLACK) / SLACK, rel=0.1)


def test_a_full_disk_is_said_and_nothing_is_queued(
    client: TestClient, service: ComparisonService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise StoreFull("the disk has no room for the record of the runs")

    monkeypatch.setattr(service.store.jobs, "submit", full)
    answer = client.post("/api/comparisons", json=SPEC)
    assert answer.status_code == 507
    assert "nothing was queued" in answer.json()["detail"]
