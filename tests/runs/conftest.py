"""One thread for torch: the shards here are small, and threads that wait for each other cost more than they bring."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.desk import Desk
from app.runs.settings import RunSettings
from app.runs.store import Store


@pytest.fixture(scope="package", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def settings(tmp_path: Path) -> RunSettings:
    """Short intervals, and a lease that no busy machine lets run out: tests of that say when."""
    return RunSettings(
        var=tmp_path / "var",
        heartbeat_seconds=0.2,
        missed_heartbeats=1000,
        poll_seconds=0.03,
        retry_seconds=0.05,
        stop_seconds=3.0,
        idle_seconds=5.0,
        checkpoint_steps=5,
        slots=1,
    )


@pytest.fixture
def store(settings: RunSettings) -> Iterator[Store]:
    with Store(settings.database) as opened:
        yield opened


@pytest.fixture
def desk(settings: RunSettings) -> Iterator[Desk]:
    desk = Desk(settings)
    yield desk
    desk.close()


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    app = create_app()
    app.state.desk = desk
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client
