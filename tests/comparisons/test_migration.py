"""A record of an earlier version is copied before it is changed, and the copy is a record to go back to."""

import subprocess
import sys

import pytest

from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.tables import VERSION, columns, expected
from tests.comparisons.by_hand import work
from tests.comparisons.earlier_version import step_back
from tests.comparisons.workplace import shard, submission


@pytest.fixture
def earlier(settings: ComparisonSettings) -> str:
    """The one job of a record of the version before; its file has no writer."""
    job = submission(shard(), shard(4))
    with Store(settings.database) as store:
        store.jobs.submit(job, 5)
        work(store)
        assert store.jobs.get(job.id).state == "finished"
        store.worker_tokens.make("lab-1", 3)
    step_back(settings.database, VERSION - 1)
    return job.id


def test_a_record_of_the_version_before_opens_with_all_it_had(settings: ComparisonSettings, earlier: str) -> None:
    with Store(settings.database) as store:
        assert store.jobs.get(earlier).state == "finished"
        assert store.jobs.get(earlier).shards[0].interruptions == 0
        assert store.rows.table(earlier).runs == 8
        assert [(each.name, each.max_shards) for each in store.worker_tokens.all()] == [("lab-1", 3)]
        assert columns(store.database._reader) == expected()


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_record_of_any_earlier_version_becomes_one_of_this(settings: ComparisonSettings, version: int) -> None:
    Store(settings.database).close()
    step_back(settings.database, version)
    with Store(settings.database) as store:
        assert columns(store.database._reader) == expected()
        assert store.database.read("PRAGMA user_version")[0][0] == VERSION


def test_before_it_is_changed_a_record_is_copied_and_the_copy_can_be_gone_back_to(
    settings: ComparisonSettings, earlier: str, caplog: pytest.LogCaptureFixture
) -> None:
    Store(settings.database).close()
    copy = settings.var / f"runs.version-{VERSION - 1}.sqlite3"
    assert str(copy) in caplog.text
    assert [each.name for each in settings.var.iterdir() if "unfinished" in each.name] == []
    kept = copy.read_bytes()
    with Store(settings.database) as store:
        store.jobs.forget(0)
        assert store.jobs.recent() == []
    copy.replace(settings.database)
    with Store(settings.database) as store:
        assert store.jobs.get(earlier).state == "finished"
        assert store.rows.table(earlier).runs == 8
    assert copy.read_bytes() == kept  # of what was gone back to there is a copy again


@pytest.mark.usefixtures("earlier")
def test_no_copy_takes_the_place_of_another(settings: ComparisonSettings) -> None:
    Store(settings.database).close()
    step_back(settings.database, VERSION - 1)
    Store(settings.database).close()
    names = sorted(each.name for each in settings.var.glob("runs.version-*"))
    assert names == [f"runs.version-{VERSION - 1}-2.sqlite3", f"runs.version-{VERSION - 1}.sqlite3"]


@pytest.mark.usefixtures("earlier")
def test_without_room_for_the_copy_nothing_is_changed(settings: ComparisonSettings) -> None:
    code = """
import resource, sys
from pathlib import Path
from app.comparisons.errors import StoreFull
from app.comparisons.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    Store(Path(sys.argv[1]))
except StoreFull as full:
    print(full)
"""
    before = settings.database.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", code, str(settings.database)], stdout=subprocess.PIPE, text=True, check=True
    )
    assert done.stdout == "the disk has no room for the record of the runs\n"
    assert list(settings.var.glob("runs.version-*")) == []
    assert settings.database.read_bytes() == before
