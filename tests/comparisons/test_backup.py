"""A backup holds what was acknowledged, is made while workers write, and is brought back without losing anything."""

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.comparisons.backup import back_up, restore
from app.comparisons.errors import NoBackup, StoreUnusable
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.tables import VERSION
from tests.comparisons.by_hand import work
from tests.comparisons.earlier_version import step_back
from tests.comparisons.workplace import over, run_out, same, scheduler, shard, submission, until


@pytest.fixture
def elsewhere(settings: ComparisonSettings) -> ComparisonSettings:
    """The same site on another disk."""
    return settings.model_copy(update={"var": settings.var.with_name("elsewhere")})


@pytest.fixture
def finished(settings: ComparisonSettings) -> str:
    """The one comparison of the record, which is over."""
    job = submission(shard(), shard(4))
    with Store(settings.database) as store:
        store.jobs.submit(job, 5)
        work(store)
    return job.id


def test_a_comparison_that_was_running_goes_on_from_a_backup_with_the_same_bits(
    settings: ComparisonSettings, elsewhere: ComparisonSettings, store: Store, tmp_path: Path
) -> None:
    enough = tmp_path / "enough"
    job = submission(shard(steps=40, rest=[7, str(enough)]))
    store.jobs.submit(job, 5)
    with scheduler(settings):
        until(lambda: store.jobs.get(job.id).shards[0].checkpoint)
        held = back_up(settings, tmp_path / "kept.zip")
        enough.touch()
        until(lambda: over(store, job.id))
    assert (held.comparisons, held.checkpoints) == (1, 1)

    assert restore(elsewhere, tmp_path / "kept.zip") == (held, [])
    with Store(elsewhere.database) as again:
        view = again.jobs.get(job.id)
        assert (view.state, view.shards[0].checkpoint) == ("running", 5)
        run_out(again)
        with scheduler(elsewhere):
            until(lambda: over(again, job.id))
        assert again.jobs.get(job.id).state == "finished"
        assert any("step 5" in event.message for event in again.jobs.events(job.id))
        assert same(again.rows.table(job.id), store.rows.table(job.id))


def test_what_was_there_before_is_moved_aside_and_not_lost(
    settings: ComparisonSettings, finished: str, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "kept.zip")
    with Store(settings.database) as store:
        store.jobs.submit(newer := submission(shard()), 5)
    (settings.checkpoints / newer.id / "0").mkdir(parents=True)
    _, (aside,) = restore(settings, tmp_path / "kept.zip")
    with Store(settings.database) as store:
        assert [view.id for view in store.jobs.recent()] == [finished]
    with Store(aside / settings.database.name) as store:
        assert {view.id for view in store.jobs.recent()} == {finished, newer.id}
    assert (aside / settings.checkpoints.name / newer.id / "0").is_dir()
    assert not settings.checkpoints.exists()


def test_a_damaged_record_is_replaced(settings: ComparisonSettings, finished: str, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "kept.zip")
    settings.database.write_bytes(b"nothing that can be read" * 1000)
    with pytest.raises(StoreUnusable):
        back_up(settings, tmp_path / "worthless.zip")
    assert not (tmp_path / "worthless.zip").exists()
    _, (aside,) = restore(settings, tmp_path / "kept.zip")
    assert (aside / settings.database.name).read_bytes().startswith(b"nothing")
    with Store(settings.database) as store:
        assert store.jobs.get(finished).state == "finished"


def test_a_record_of_the_version_before_is_kept_as_it_is_and_becomes_one_of_this(
    settings: ComparisonSettings, elsewhere: ComparisonSettings, finished: str, tmp_path: Path
) -> None:
    step_back(settings.database, VERSION - 1)
    back_up(settings, tmp_path / "kept.zip")
    restore(elsewhere, tmp_path / "kept.zip")
    with Store(elsewhere.database) as store:
        assert store.jobs.get(finished).state == "finished"
    assert (elsewhere.var / f"runs.version-{VERSION - 1}.sqlite3").is_file()


def test_nothing_is_brought_back_under_workers_that_live(
    settings: ComparisonSettings, finished: str, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "kept.zip")
    with Store(settings.database) as store:
        store.workers.seen("somebody", 3)
        with pytest.raises(NoBackup, match=r"3 workers use .* end the site and every worker first"):
            restore(settings, tmp_path / "kept.zip")
        assert store.jobs.get(finished).state == "finished"


@pytest.mark.usefixtures("finished")
@pytest.mark.parametrize("name", ["../out", "checkpoints/../../out", "notes.txt", "checkpoints/x/0/y.checkpoint"])
def test_a_file_with_anything_else_in_it_is_refused_and_nothing_of_it_is_written(
    settings: ComparisonSettings, tmp_path: Path, name: str
) -> None:
    back_up(settings, tmp_path / "kept.zip")
    with zipfile.ZipFile(tmp_path / "kept.zip", "a") as archive:
        archive.writestr(name, "planted")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NoBackup, match="is no backup of comparisons: it holds"):
        restore(settings, tmp_path / "kept.zip")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_lost_bytes_is_refused(settings: ComparisonSettings, finished: str, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "kept.zip")
    whole = (tmp_path / "kept.zip").read_bytes()
    for spoilt in (whole[: len(whole) // 2], whole[:200] + bytes(byte ^ 255 for byte in whole[200:300]) + whole[300:]):
        (tmp_path / "spoilt.zip").write_bytes(spoilt)
        with pytest.raises(NoBackup, match=r"is damaged|is no backup"):
            restore(settings, tmp_path / "spoilt.zip")
    with Store(settings.database) as store:
        assert store.jobs.get(finished).state == "finished"


@pytest.mark.usefixtures("finished")
def test_the_commands_say_what_they_did(
    settings: ComparisonSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPTIMIZER_PLAYGROUND_RUNS_VAR", str(settings.var))
    kept = str(tmp_path / "kept.zip")
    answer = CliRunner().invoke(cli, ["backup", kept])
    assert (answer.exit_code, answer.stdout.split(" (")[0]) == (0, f"{kept} holds 1 comparison and 0 checkpoints")
    again = CliRunner().invoke(cli, ["backup", kept])
    assert (again.exit_code, again.stderr) == (1, f"{kept} is there already; name another file, or remove it first\n")
    answer = CliRunner().invoke(cli, ["restore", kept])
    assert answer.exit_code == 0
    assert f"{settings.database} has 1 comparison and 0 checkpoints" in answer.stdout
    assert "What was there before is in " in answer.stdout
    gone = CliRunner().invoke(cli, ["restore", str(tmp_path / "nothing.zip")])
    assert (gone.exit_code, gone.stderr) == (1, f"{tmp_path / 'nothing.zip'} is not there\n")
