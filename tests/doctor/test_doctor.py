"""Every fault that a site can have is found, named, and told what to do about; nothing is changed."""

import json
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.tables import VERSION
from app.doctor import workers
from app.doctor.program import files, libraries
from app.doctor.record import disk, record, waiting
from app.doctor.site import address, token
from app.vendor.manifest import read_manifest
from app.web.settings import Settings
from tests.comparisons.earlier_version import step_back
from tests.comparisons.workplace import submission


@pytest.fixture
def comparisons(tmp_path: Path) -> ComparisonSettings:
    return ComparisonSettings(var=tmp_path / "var")


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    workers.asked.cache_clear()
    yield
    workers.asked.cache_clear()


def test_a_site_that_has_all_it_needs_is_found_well_and_left_as_it_is(
    comparisons: ComparisonSettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Store(comparisons.database) as store:
        store.jobs.submit(submission(), 5)
        store.workers.seen("somebody", 1)
    before = kept(tmp_path)
    monkeypatch.setenv("OPTIMIZER_PLAYGROUND_RUNS_VAR", str(comparisons.var))
    answer = CliRunner().invoke(cli, ["doctor", "--json", "--port", str(free_port())])
    found = {each["what"]: each for each in json.loads(answer.stdout)}
    wrong = {name: each["said"] for name, each in found.items() if each["state"] == "wrong"}
    assert (answer.exit_code, wrong) == (0, {})
    assert found["record"]["said"].startswith(f"{comparisons.database}: 1 comparison, ")
    assert found["queue"]["said"] == "1 shard to do, and room for 1 at a time"
    assert found["torch"]["said"].startswith("torch 2.")
    assert kept(tmp_path) == before


def test_lines_say_what_to_do_and_the_status_that_something_is_wrong(
    comparisons: ComparisonSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparisons.var.mkdir()
    comparisons.database.write_bytes(b"nothing that can be read" * 100)
    monkeypatch.setenv("OPTIMIZER_PLAYGROUND_RUNS_VAR", str(comparisons.var))
    answer = CliRunner().invoke(cli, ["doctor", "--port", str(free_port())])
    assert answer.exit_code == 1
    assert "wrong  record     " in answer.stdout
    assert "put a copy of it in its place" in answer.stdout


def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPTIMIZER_PLAYGROUND_RUNS_MAX_QUEUED", "none")
    answer = CliRunner().invoke(cli, ["doctor"])
    assert answer.exit_code == 1
    assert answer.stdout.startswith("wrong  settings   OPTIMIZER_PLAYGROUND_RUNS_MAX_QUEUED: ")


def no_record(path: Path) -> None:
    path.write_bytes(b"nothing that can be read" * 100)


def of_something_else(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE pets (name TEXT)")
    connection.close()


def of_a_later_version(path: Path) -> None:
    Store(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={VERSION + 1}")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_record, "is not a readable record of the runs"),
        (of_something_else, "a database of something else, with the tables pets"),
        (of_a_later_version, f"is a record of version {VERSION + 1}"),
    ],
)
def test_a_record_that_cannot_be_used_is_named(
    comparisons: ComparisonSettings, spoil: Callable[[Path], None], said: str
) -> None:
    comparisons.var.mkdir()
    spoil(comparisons.database)
    found = record(comparisons)
    assert found.state == "wrong"
    assert said in found.said


def test_a_record_of_the_version_before_is_told_and_not_changed(comparisons: ComparisonSettings) -> None:
    Store(comparisons.database).close()
    step_back(comparisons.database, VERSION - 1)
    before = comparisons.database.read_bytes()
    found = record(comparisons)
    assert (found.state, found.do) == (
        "less",
        f"nothing: the next start copies it and makes it one of version {VERSION}",
    )
    assert comparisons.database.read_bytes() == before


def test_shards_that_wait_for_nobody_are_told(comparisons: ComparisonSettings) -> None:
    assert waiting(comparisons).state == "ok"
    with Store(comparisons.database) as store:
        store.jobs.submit(submission(), 5)
    found = waiting(comparisons)
    assert (found.state, found.said) == ("less", "1 shard to do, and room for 0 at a time")


def test_a_disk_that_is_nearly_full_is_told(comparisons: ComparisonSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert disk(comparisons).state == "ok"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12 - 10**9, 10**9))  # type: ignore[attr-defined]
    assert disk(comparisons).state == "less"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12 - 10**7, 10**7))  # type: ignore[attr-defined]
    assert disk(comparisons).state == "wrong"
    assert not comparisons.var.exists()


def test_files_for_browsers_that_are_gone_or_changed_are_named(tmp_path: Path) -> None:
    assert files(Settings()).state == "ok"
    copied = tmp_path / "static" / "vendor"
    shutil.copytree(Settings().static / "vendor", copied)
    first, second = list(read_manifest(copied))[:2]
    (copied / first).unlink()
    with (copied / second).open("r+b") as file:
        byte = file.read(1)
        file.seek(0)
        file.write(bytes([byte[0] ^ 1]))
    found = files(Settings(static=tmp_path / "static"))
    assert found.state == "wrong"
    assert f"2 of {len(read_manifest(copied))} files are gone or changed: {first}, {second}" in found.said
    assert files(Settings(static=tmp_path)).said == f"{tmp_path / 'vendor'} is empty or has no manifest.json"


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert libraries().state == "ok"
    monkeypatch.setattr("app.doctor.program.installed", lambda name: None if name == "brotli" else "1.0")
    assert libraries().said == "brotli is not installed"


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = address(Settings(port=listener.getsockname()[1]))
    assert (taken.state, "cannot be listened on" in taken.said) == ("less", True)


def test_a_site_that_others_reach_without_a_lasting_token_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert token(Settings()).state == "ok"
    assert token(Settings(host="0.0.0.0")).state == "less"
    monkeypatch.setenv("OPTIMIZER_PLAYGROUND_TOKEN", "0123456789abcdef")
    assert token(Settings(host="0.0.0.0")).state == "ok"


def test_a_torch_that_does_not_start_is_told_with_its_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ASK", "raise ImportError('libgomp.so.1: no such file')")
    found = workers.torch()
    assert (found.state, "ImportError: libgomp.so.1: no such file" in found.said) == ("wrong", True)


def test_a_site_that_would_refuse_workers_for_want_of_a_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workers.data().state == "ok"
    monkeypatch.setattr(workers, "installed", lambda _: None)
    assert workers.data().said.startswith("scikit-learn is not installed: workers on other machines")


def test_a_gpu_that_torch_cannot_use_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    monkeypatch.setattr(workers, "ASK", 'print(\'{"version": "2", "built": null, "names": []}\')')
    found = workers.gpu()
    assert (found.state, found.do) == ("wrong", "install a build of torch for CUDA")
    assert found.said == "2 here, and torch can use none of them"


def test_a_machine_without_a_compiler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert workers.compiler().state == "less"


def kept(folder: Path) -> dict[Path, bytes]:
    """All files below a folder but the log and the index that SQLite makes to read beside a writer."""
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
