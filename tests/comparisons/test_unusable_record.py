"""A file of the record that cannot be used is named with what to do, and stays as it is."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.comparisons.errors import StoreUnusable
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.store import Store
from app.comparisons.store.tables import VERSION
from tests.comparisons.workplace import shard, submission


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


def damaged(path: Path) -> None:
    """A record whose pages were written over, all but the first two."""
    with Store(path) as store:
        for _ in range(20):
            store.jobs.submit(submission(*(shard(4 * place) for place in range(40))), 100)
    whole = bytearray(path.read_bytes())
    whole[8192:] = b"\xa5" * (len(whole) - 8192)
    path.write_bytes(whole)


def cut_short(path: Path) -> None:
    with Store(path) as store:
        store.jobs.submit(submission(), 5)
    path.write_bytes(path.read_bytes()[:6000])


def of_something_else(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def of_a_later_version(path: Path) -> None:
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 5}")
    connection.close()


def without_a_table(path: Path) -> None:
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE records")
    connection.close()


def a_folder(path: Path) -> None:
    path.mkdir()


BAD: dict[Callable[[Path], None], str] = {
    garbage: "file is not a database",
    damaged: "is not a readable record of the runs",
    cut_short: "is not a readable record of the runs",
    of_something_else: "a database of something else, with the tables recipes",
    of_a_later_version: f"of version {VERSION + 5}, written by a later version of this program; this one knows",
    without_a_table: "lacks records.choosing, records.diverged",
    a_folder: "cannot be opened and written (unable to open database file)",
}


@pytest.mark.parametrize("spoil", BAD, ids=lambda spoil: spoil.__name__)
def test_a_file_that_is_no_record_is_named_with_what_to_do_and_stays_as_it_is(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = tmp_path / "runs.sqlite3"
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    service = ComparisonService(ComparisonSettings(var=tmp_path))
    with pytest.raises(StoreUnusable) as caught:
        service.check()
    service.close()
    said = str(caught.value)
    assert str(path) in said
    assert BAD[spoil] in said
    assert "or name another folder in OPTIMIZER_PLAYGROUND_RUNS_VAR" in said
    assert before == (path.read_bytes() if path.is_file() else None)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("mine")
    with pytest.raises(StoreUnusable, match="cannot be opened and written"):
        Store(tmp_path / "var" / "runs.sqlite3")


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder that another user than root can read only, with a record in it."""
    place = Path(tempfile.mkdtemp())  # pytest's own folder is closed to others
    Store(place / "runs.sqlite3").close()
    (place / "runs.sqlite3").chmod(0o444)
    place.chmod(0o555)
    yield place
    place.chmod(0o755)
    shutil.rmtree(place)


def test_a_record_that_is_read_only_is_named(read_only: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from app.comparisons.store import Store
if os.getuid() == 0:
    os.setuid(65534)
Store(Path(sys.argv[1]))
"""
    path = read_only / "runs.sqlite3"
    done = subprocess.run([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE, text=True, timeout=300)
    assert f"the record of the runs, {path}, cannot be opened and written ({path} is read-only)" in done.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize("spoil", [garbage, damaged, of_a_later_version], ids=lambda spoil: spoil.__name__)
def test_a_command_that_needs_the_record_ends_with_one_sentence(
    tmp_path: Path, command: str, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "runs.sqlite3")
    environment = {**os.environ, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(tmp_path)}
    arguments = ["--port", "8199"] if command == "serve" else []
    done = subprocess.run(
        [sys.executable, "-m", "app", command, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / "runs.sqlite3") in done.stderr
    assert "OPTIMIZER_PLAYGROUND_RUNS_VAR" in done.stderr


def test_pages_and_the_api_say_what_is_wrong_with_the_record(client: TestClient, settings: ComparisonSettings) -> None:
    settings.var.mkdir()
    garbage(settings.database)
    person = client.get("/compare", headers={"accept": "text/html"})
    assert person.status_code == 503
    assert "is not a readable record of the runs (file is not a database)" in person.text
    program = client.get("/api/comparisons")
    assert program.status_code == 503
    assert program.json()["detail"].startswith(str(settings.database))
    assert client.get("/").status_code == 200
    settings.database.unlink()
    assert client.get("/api/comparisons").json()["jobs"] == []
