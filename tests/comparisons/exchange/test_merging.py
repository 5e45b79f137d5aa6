"""Finished comparisons of another record are taken once, with their slices; nothing else is."""

import json
import sqlite3
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.comparisons.store import Store
from app.comparisons.store.tables import VERSION
from tests.comparisons.by_hand import work
from tests.comparisons.earlier_version import step_back
from tests.comparisons.exchange.files import plain, results
from tests.comparisons.handing_in import spec, submit
from tests.comparisons.workplace import same

API = "/api/comparisons"


def asked(**changes: object) -> ComparisonSpec:
    return ComparisonSpec.model_validate_json(json.dumps(spec(**changes)))


@pytest.fixture
def other(tmp_path: Path) -> ComparisonSettings:
    """A record with two finished comparisons, the first of which has a slice, one that waits, and one removed."""
    settings = ComparisonSettings(var=tmp_path / "other")
    service = ComparisonService(settings)
    first, _ = service.submit(asked())
    service.submit(asked(seeds=3))
    gone, _ = service.submit(asked(seeds=5))
    work(service.store)
    service.store.jobs.remove(gone.id)
    with service.store.database.write() as cursor:
        cursor.execute(
            "INSERT INTO jobs (id, parent, digest, spec, plan, state, created)"
            " VALUES (?, ?, ?, '{}', '{}', 'finished', 1)",
            ("f" * 16, first.id, "f" * 64),
        )
    service.submit(asked(seeds=4))
    service.close()
    return settings


def test_what_is_finished_is_taken_with_every_number_and_only_once(
    client: TestClient, service: ComparisonService, other: ComparisonSettings
) -> None:
    mine = submit(client, seeds=6)
    before = other.database.read_bytes()
    code, said = results("import", other.database)
    assert code == 0, said
    assert "runs.sqlite3: 2 comparisons taken with 1 slice" in said
    assert "1 left, for they are not finished" in said
    with Store(other.database) as theirs:
        taken = [view for view in theirs.jobs.recent() if view.state == "finished"]
        assert len(taken) == 2
        for view in taken:
            held = service.comparison(view.id)
            assert same(service.store.rows.table(view.id), theirs.rows.table(view.id))
            assert (held.spec, held.plan, held.created, held.ended) == (view.spec, view.plan, view.created, view.ended)
            assert [shard.result for shard in held.shards] == [shard.result for shard in view.shards]
            assert client.get(f"{API}/{view.id}/results.html").status_code == 200
    assert [len(service.store.jobs.slices(view.id)) for view in taken] == [0, 1]
    assert before == other.database.read_bytes()
    code, said = results("import", other.database)
    assert "0 comparisons taken" in said
    assert "2 left, for they are here already" in said
    assert len(service.store.jobs.recent()) == 3
    assert service.comparison(mine).state == "queued"


def test_a_record_of_an_earlier_version_is_merged_and_stays_as_it_is(
    service: ComparisonService, other: ComparisonSettings, caplog: pytest.LogCaptureFixture
) -> None:
    step_back(other.database, VERSION - 1)
    code, said = results("import", other.database)
    assert (code, "2 comparisons taken" in said) == (0, True), said
    assert len(service.store.jobs.recent()) == 2
    assert caplog.text == ""  # nobody needs to know of the copy
    with sqlite3.connect(other.database) as opened:
        assert opened.execute("PRAGMA user_version").fetchone()[0] == VERSION - 1
    assert list(other.var.glob("*.version-*")) == []


def test_what_cannot_be_read_here_is_left_and_said(service: ComparisonService, other: ComparisonSettings) -> None:
    with Store(other.database) as theirs, theirs.database.write() as cursor:
        cursor.execute("UPDATE jobs SET spec = replace(spec, 'noisy_quadratic', 'gone') WHERE state = 'finished'")
        cursor.execute(
            "UPDATE shards SET task = 'x' WHERE job IN (SELECT id FROM jobs WHERE spec LIKE '%\"seeds\":3%')"
        )
    code, said = results("import", other.database)
    assert code == 0
    assert "0 comparisons taken" in said
    assert "left, for it cannot be read here: BadOption: no workload is called 'gone'" in said
    assert "left, for it cannot be read here: BadShard: not a shard" in said
    assert service.store.jobs.recent() == []


def test_a_file_that_is_no_record_of_this_or_an_earlier_version_is_refused(
    service: ComparisonService, other: ComparisonSettings, tmp_path: Path
) -> None:
    foreign = tmp_path / "x.sqlite3"
    with sqlite3.connect(foreign) as opened:
        opened.execute("CREATE TABLE people (name)")
    code, said = results("import", foreign)
    assert (code, "x.sqlite3 is no record that can be merged" in said) == (2, True)
    assert "it is a database of something else" in said
    with sqlite3.connect(other.database) as opened:
        opened.execute("PRAGMA user_version = 99")
    code, said = results("import", other.database)
    assert (code, "is a record of version 99, written by a later version" in said) == (2, True)
    foreign.write_bytes(b"SQLite format 3\x00" + b"\x01" * 5000)
    assert results("import", foreign)[0] == 2
    service.store.jobs.recent()
    code, said = results("import", service.settings.database)
    assert (code, "is the record of this site itself" in said) == (2, True)


def test_imported_runs_travel_on(service: ComparisonService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results("import", plain(tmp_path / "mine.csv"), "--better", "lower")
    (view,) = service.store.jobs.recent()
    third = ComparisonSettings(var=tmp_path / "third")
    monkeypatch.setattr("app.comparisons.service.ComparisonSettings", lambda: third)
    assert "1 comparison taken" in results("import", service.settings.database)[1]
    with Store(third.database) as theirs:
        held = theirs.jobs.get(view.id)
        assert held is not None
        assert (held.origin, held.name, held.imported) == (view.origin, "mine", True)
