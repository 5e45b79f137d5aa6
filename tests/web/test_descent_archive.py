import io
import subprocess
import sys
import zipfile
from pathlib import Path

import descent
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web.descent_archive import descent_archive
from app.web.routes import package

FOLDER = Path(descent.__file__).parent


def test_the_archive_holds_every_imported_source_and_nothing_else():
    with zipfile.ZipFile(io.BytesIO(descent_archive().content)) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {str(path.relative_to(FOLDER.parent)): path.read_bytes() for path in FOLDER.rglob("*.py")}
    assert list(packed) == sorted(packed)


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
    assert "immutable" in answer.headers["cache-control"]


def test_another_version_is_not_found_and_the_answer_names_this_one(client: TestClient):
    answer = client.get("/package/descent-0123456789abcdef.zip")
    assert answer.status_code == 404
    assert descent_archive().name in answer.json()["detail"]
