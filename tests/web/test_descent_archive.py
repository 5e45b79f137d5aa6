import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import brotli
import descent
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web import descent_archive as descent_archive_module
from app.web.descent_archive import descent_archive
from app.web.routes import package

FOLDER = Path(descent.__file__).parent


def packed() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(descent_archive().content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    descent_archive.cache_clear()
    yield
    descent_archive.cache_clear()


def test_the_archive_holds_every_imported_source_with_its_bytecode_and_nothing_else():
    found = packed()
    sources = {str(path.relative_to(FOLDER.parent)): path.read_bytes() for path in FOLDER.rglob("*.py")}
    assert {name: found[name] for name in found if name.endswith(".py")} == sources
    assert {descent_archive_module._source_of(name) for name in found if name.endswith(".pyc")} == set(sources)
    assert list(found) == sorted(found)


def test_what_was_changed_since_it_was_compiled_goes_without_bytecode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    before = packed()
    stale = tmp_path / "descent.zip"
    with zipfile.ZipFile(stale, "w") as archive:
        for name, content in before.items():
            archive.writestr(name, content + b"# older\n" if name == "descent/wire.py" else content)
    stale.with_name("descent.zip.br").write_bytes(b"of another archive")
    monkeypatch.setattr(descent_archive_module, "COMPILED", stale)
    descent_archive.cache_clear()
    assert packed() == {name: before[name] for name in before if name != "descent/__pycache__/wire.cpython-314.pyc"}
    assert brotli.decompress(descent_archive().brotli) == descent_archive().content


def test_without_set_up_the_sources_are_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(descent_archive_module, "COMPILED", tmp_path / "none.zip")
    descent_archive.cache_clear()
    assert packed() == {str(path.relative_to(FOLDER.parent)): path.read_bytes() for path in FOLDER.rglob("*.py")}


def test_the_same_sources_give_the_same_bytes():
    first = descent_archive()
    descent_archive.cache_clear()
    assert descent_archive() == first


def test_the_archive_can_be_imported_from(tmp_path: Path):
    path = tmp_path / descent_archive().name
    path.write_bytes(descent_archive().content)
    code = f"import sys; sys.path[:0] = [{str(path)!r}]; import descent.browser; print(descent.__file__)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith(str(path))


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.include_router(package.router)
    return TestClient(app)


def test_the_archive_is_served_under_its_hash_and_kept_for_ever(client: TestClient):
    answer = client.get(f"/package/{descent_archive().name}")
    assert answer.content == descent_archive().content
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-encoding"] == "br"
    plain = client.get(f"/package/{descent_archive().name}", headers={"Accept-Encoding": "gzip"})
    assert plain.content == descent_archive().content
    assert "content-encoding" not in plain.headers
    assert "immutable" in answer.headers["cache-control"]


def test_another_version_is_not_found_and_the_answer_names_this_one(client: TestClient):
    answer = client.get("/package/descent-0123456789abcdef.zip")
    assert answer.status_code == 404
    assert descent_archive().name in answer.json()["detail"]
