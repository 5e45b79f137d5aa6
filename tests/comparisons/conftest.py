"""One thread for torch: the shards here are small, and threads that wait for each other cost more than they bring."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.web.application import create_app
from tests.comparisons.lab import Lab, Labs


@pytest.fixture(scope="package", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def settings(tmp_path: Path) -> ComparisonSettings:
    """Short intervals, and a lease that no busy machine lets run out: tests of that say when."""
    return ComparisonSettings(
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
def store(settings: ComparisonSettings) -> Iterator[Store]:
    with Store(settings.database) as opened:
        yield opened


@pytest.fixture
def service(settings: ComparisonSettings) -> Iterator[ComparisonService]:
    service = ComparisonService(settings)
    yield service
    service.close()


@pytest.fixture
def app(service: ComparisonService) -> FastAPI:
    app = create_app()
    app.state.comparisons = service
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def labs(settings: ComparisonSettings, tmp_path: Path) -> Iterator[Labs]:
    made: list[Lab] = []

    def make(name: str, **changes: Any) -> Lab:
        made.append(Lab(settings.model_copy(update={"var": tmp_path / name, "idle_seconds": 0.0, **changes})))
        return made[-1]

    yield make
    for each in made:
        each.service.close()


@pytest.fixture
def lab(labs: Labs) -> Lab:
    """One in which the comparison that is grown is finished."""
    made = labs("grown")
    made.run()
    assert made.trained == [("nesterov", 4, 0), ("momentum", 4, 0), ("adamw", 4, 0)]
    return made
