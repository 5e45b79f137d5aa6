"""`/readyz` says what is amiss; `/healthz` does not care."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.places import STATIC
from app.web.application import create_app
from app.web.settings import Settings


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    static = tmp_path / "static"
    shutil.copytree(STATIC / "css", static / "css")
    (static / "vendor").mkdir()
    (static / "vendor" / "some.wasm").write_bytes(b"wasm")
    app = create_app(Settings(static=static))
    app.state.comparisons = ComparisonService(ComparisonSettings(var=tmp_path / "var"))
    yield app
    app.state.comparisons.close()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://localhost")


class Kept:
    def __init__(self, trouble: str | None):
        self.trouble = trouble


def test_a_server_with_everything_is_ready(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert {name: each["ok"] for name, each in answer.json().items() if name != "status"} == {
        "record": True, "worker": True, "files": True,
    }  # fmt: skip


def test_a_record_that_cannot_be_read_is_not_ready_and_alive(client: TestClient, app: FastAPI) -> None:
    database = app.state.comparisons.settings.database
    database.parent.mkdir()
    database.write_bytes(b"garbage" * 1000)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert str(database) in answer.json()["record"]["detail"]
    assert client.get("/healthz").status_code == 200


def test_a_worker_that_belongs_here_and_is_not_there_is_not_ready(client: TestClient, app: FastAPI) -> None:
    app.state.worker = Kept("the worker ended (status 3) and is started again; so far it was started 7 times")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == {"ok": False, "detail": app.state.worker.trouble}
    app.state.worker = Kept(None)
    assert client.get("/readyz").status_code == 503
    app.state.comparisons.store.workers.seen("one", 1)
    assert client.get("/readyz").status_code == 200


def test_a_file_that_is_gone_or_another_is_not_ready(client: TestClient, app: FastAPI) -> None:
    file = app.state.settings.static / "vendor" / "some.wasm"
    file.write_bytes(b"another one")
    assert client.get("/readyz").json()["files"]["ok"] is False
    file.unlink()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "some.wasm" in answer.json()["files"]["detail"]
    assert client.get("/healthz").status_code == 200


def test_the_page_of_comparisons_says_why_no_worker_is_there(app: FastAPI) -> None:
    whole = create_app()
    whole.state.comparisons = app.state.comparisons
    whole.state.worker = Kept("the worker for large runs ended (signal 9) and is started again; started 3 times so far")
    page = TestClient(whole, base_url="http://localhost").get("/compare", headers={"accept": "text/html"})
    assert f"No worker is alive: {whole.state.worker.trouble}." in page.text
