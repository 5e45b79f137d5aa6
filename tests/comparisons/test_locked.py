"""A record that is locked by somebody else delays those who write, and nobody else."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from fastapi.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.web.application import create_app
from app.web.settings import Settings
from tests.comparisons.workplace import submission, until

SPEC = {"rules": [{"name": "sgd"}], "workload": {"name": "noisy_quadratic"}}
MANY = 60
"""More than the threads that routes share."""


@pytest.fixture
def locked(store: Store, settings: ComparisonSettings) -> Iterator[threading.Event]:
    """Another process's transaction, which holds the write lock until the event is set or the test is over."""
    assert store.jobs.recent() == []
    other = sqlite3.connect(settings.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    freed = threading.Event()
    waiting = threading.Thread(target=lambda: (freed.wait(), other.execute("ROLLBACK")))
    waiting.start()
    yield freed
    freed.set()
    waiting.join()
    other.close()


def test_a_read_does_not_wait_for_a_write_that_waits(store: Store, locked: threading.Event) -> None:
    known = submission()
    writer = threading.Thread(target=store.jobs.submit, args=(known, 5))
    writer.start()
    try:
        until(lambda: store.database._writing.acquire(blocking=False) is False)  # the writer has begun to wait
        assert store.jobs.get(known.id) is None
        assert writer.is_alive()
    finally:
        locked.set()
        writer.join()
    assert store.jobs.get(known.id) is not None


def test_pages_are_served_while_more_write_than_there_are_threads(
    settings: ComparisonSettings, locked: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.comparisons.service.Store", partial(Store, patience=600.0))  # none gives up on a slow day
    app = create_app(Settings())
    app.state.comparisons = ComparisonService(settings)
    specs = [{**SPEC, "steps": 5 + number} for number in range(MANY)]
    with TestClient(app, base_url="http://localhost:8123") as client, ThreadPoolExecutor(MANY) as pool:
        answers = [pool.submit(client.post, "/api/comparisons", json=spec) for spec in specs]
        for address in ("/healthz", "/", "/compare", "/api/comparisons"):
            assert client.get(address).status_code == 200
        assert [answer.result().json() for answer in answers if answer.done()] == []
        locked.set()
        assert {answer.result().status_code for answer in answers} == {201, 429}
    app.state.comparisons.close()
