"""The numbers of a site for Prometheus: right, guarded, and without anything that a stranger could make grow."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.web.application import create_app
from app.web.settings import Settings
from tests.comparisons.by_hand import work
from tests.comparisons.workplace import shard, submission

TOKEN = "a token of sixteen or more"
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    app = create_app()
    app.state.comparisons = ComparisonService(ComparisonSettings(var=tmp_path / "var"))
    yield app
    app.state.comparisons.close()


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def samples(client: TestClient) -> Samples:
    """Every sample, by name and labels, as Prometheus's own parser reads it."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name.removeprefix("optimizer_playground_"), tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_the_record_is_counted_as_it_is(app: FastAPI, client: TestClient) -> None:
    store = app.state.comparisons.store
    store.jobs.submit(submission(shard(members=4, steps=20), shard(4, members=4, steps=20)), 5)
    work(store)
    store.jobs.submit(submission(shard()), 5)
    store.workers.seen("laptop", 2)
    found = samples(client)
    assert found["jobs", (("kind", "comparison"), ("state", "finished"))] == 1
    assert found["jobs", (("kind", "comparison"), ("state", "open"))] == 1
    assert found["shards", (("state", "finished"),)] == 2
    assert found["shards", (("state", "queued"),)] == 1
    assert found["run_steps", ()] == 2 * 4 * 20
    assert found["worker_slots", (("worker", "laptop"),)] == 2
    assert found["oldest_waiting_seconds", ()] >= 0
    assert found["record_bytes", ()] > 0
    assert found["process_open_fds", ()] > 0


def test_a_shard_whose_worker_went_silent_is_queued(app: FastAPI, client: TestClient) -> None:
    store = app.state.comparisons.store
    store.jobs.submit(submission(shard()), 5)
    store.leases.take("somebody", 1000.0)
    assert samples(client)["shards", (("state", "running"),)] == 1
    with store.database.write() as cursor:
        cursor.execute("UPDATE shards SET expires = 0")
    assert samples(client)["shards", (("state", "queued"),)] == 1


def test_answers_are_counted_by_status_and_no_name_from_outside_becomes_a_label(client: TestClient) -> None:
    client.get("/healthz")
    client.get("/healthz")
    client.get("/nowhere")
    for number in range(3):
        client.request(f"MADE{number}", "/healthz")
    found = samples(client)
    assert found["http_answer_seconds_count", (("method", "GET"), ("status", "200"))] == 2
    assert found["http_answer_seconds_count", (("method", "GET"), ("status", "404"))] == 1
    assert {dict(labels)["method"] for name, labels in found if name == "http_answer_seconds_count"} == {"GET", "other"}
    assert found["http_requests", ()] == 1


def test_on_a_public_server_they_need_the_token(tmp_path: Path) -> None:
    app = create_app(Settings(host="0.0.0.0", token=SecretStr(TOKEN)))
    app.state.comparisons = ComparisonService(ComparisonSettings(var=tmp_path))
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    app.state.comparisons.close()


def test_without_the_library_the_answer_says_what_to_install(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    answer = client.get("/metrics")
    assert answer.status_code == 501
    assert "optimizer-playground[operations]" in answer.json()["detail"]


def test_a_record_that_cannot_be_read_is_said(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "runs.sqlite3").write_bytes(b"nothing that can be read" * 100)
    answer = client.get("/metrics")
    assert answer.status_code == 503
    assert "is not a readable record" in answer.json()["detail"]
