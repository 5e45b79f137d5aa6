"""The record of a test, for the service and for commands alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.web.application import create_app


@pytest.fixture(scope="package")
def application() -> FastAPI:
    return create_app()


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ComparisonService]:
    settings = ComparisonSettings(var=tmp_path / "var")
    monkeypatch.setattr("app.comparisons.service.ComparisonSettings", lambda: settings)
    service = ComparisonService(settings)
    yield service
    service.close()


@pytest.fixture
def client(application: FastAPI, service: ComparisonService) -> TestClient:
    application.state.comparisons = service
    return TestClient(application, base_url="http://localhost", raise_server_exceptions=False)
