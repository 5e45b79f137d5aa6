"""A log is lines for a person, or one JSON object a line; a worker says what each of its lines is about."""

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import log
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from tests.comparisons.handing_in import SPEC


@pytest.fixture(autouse=True)
def root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers, root.level
    yield
    root.handlers, level = before
    root.setLevel(level)


def written(monkeypatch: pytest.MonkeyPatch, **environment: str) -> io.StringIO:
    """What a log that begins now writes."""
    for name in (log.FORM, log.LEVEL):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(f"OPTIMIZER_PLAYGROUND_{name}", value)
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    log.begin()
    return stream


def test_at_first_a_log_is_lines_of_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = written(monkeypatch)
    with log.about(job="0a1b"):
        logging.getLogger("app.x").info("unheard")
        logging.getLogger("app.x").warning("heard %d", 3)
    (line,) = stream.getvalue().splitlines()
    assert line.endswith(" heard 3")


def test_as_json_each_line_says_what_it_is_about_and_errors_keep_their_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = written(monkeypatch, LOG="json", LOG_LEVEL="info")
    with log.about(worker="w1", job="0a1b"):
        with log.about(shard=3):
            logging.getLogger("app.x").info("begun")
        try:
            raise ValueError("a\nb")
        except ValueError:
            logging.getLogger("app.x").exception("failed")
    logging.getLogger("app.x").warning("elsewhere")
    begun, failed, elsewhere = (json.loads(line) for line in stream.getvalue().splitlines())
    assert begun.pop("time")
    assert begun == {
        "level": "INFO",
        "name": "app.x",
        "message": "begun",
        "worker": "w1",
        "job": "0a1b",
        "shard": 3,
    }
    assert ("shard" in failed, "ValueError: a\nb" in failed["exc_info"]) == (False, True)
    assert "worker" not in elsewhere


def test_what_cannot_be_is_said_and_the_log_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = written(monkeypatch, LOG="xml", LOG_LEVEL="loud")
    logging.getLogger("app.x").warning("heard")
    text = stream.getvalue()
    assert "OPTIMIZER_PLAYGROUND_LOG_LEVEL is 'loud'; possible are debug, info, warning, error" in text
    assert "OPTIMIZER_PLAYGROUND_LOG is 'xml'; possible are text and json" in text
    assert text.endswith(" heard\n")


def test_without_the_library_json_becomes_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pythonjsonlogger", None)
    monkeypatch.setitem(sys.modules, "pythonjsonlogger.json", None)
    stream = written(monkeypatch, LOG="json")
    logging.getLogger("app.x").warning("heard")
    assert stream.getvalue().splitlines()[0].endswith(log.NO_JSON)
    assert stream.getvalue().endswith(" heard\n")


def test_a_real_worker_writes_its_job_and_shard_with_every_line(tmp_path: Path) -> None:
    settings = ComparisonSettings(var=tmp_path, idle_seconds=0.0)
    service = ComparisonService(settings)
    view, _ = service.submit(ComparisonSpec.model_validate(SPEC))
    order = json.dumps({"owner": "w1", "settings": settings.model_dump(mode="json")})
    done = subprocess.run(
        [sys.executable, "-m", "app.comparisons.workers.worker", order],
        env={**os.environ, log.FORM: "json", log.LEVEL: "info"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stderr.splitlines()]
    ours = [line for line in lines if line["name"] == "app.comparisons.workers.worker"]
    shards = len(service.comparison(view.id).shards)
    assert [(line["worker"], line["job"], line["shard"]) for line in ours] == [
        ("w1", view.id, shard + 1) for shard in range(shards) for _ in range(2)
    ]
    assert service.comparison(view.id).state == "finished"
    service.close()
