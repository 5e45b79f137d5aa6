"""Python compiled at set-up: the same modules, importable without their source."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.vendor.bytecode import Bytecode
from app.vendor.compile_archive import compile_archive
from app.vendor.errors import SourceFailed

MEMBERS = {
    "one/__init__.py": b'"""Says one."""\nassert __doc__\nVALUE = 1\n',
    "one/part.py": b"def fail():\n    raise ValueError('no')\n",
    "one/broken.py": b"def (:\n",
    "one/data.txt": b"data",
}

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path):
    with zipfile.ZipFile(tmp_path / "source.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    return tmp_path / "source.zip"


def test_compiled_modules_are_imported_from_the_archive_and_name_their_home(source, tmp_path):
    compile_archive(str(source), str(tmp_path / "target.zip"), "/home/of", [])

    program = "import one, one.part; print(one.VALUE, one.__doc__, one.part.fail.__code__.co_filename, one.__file__)"
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(tmp_path / "target.zip")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.split() == ["1", "Says", "one.", "/home/of/one/part.py", f"{tmp_path}/target.zip/one/__init__.pyc"]


def test_what_is_no_module_or_does_not_compile_stays_as_it_is(source, tmp_path):
    compile_archive(str(source), str(tmp_path / "target.zip"), "/home/of", [])

    with zipfile.ZipFile(tmp_path / "target.zip") as archive:
        assert archive.namelist() == ["one/__init__.pyc", "one/part.pyc", "one/broken.py", "one/data.txt"]
        assert archive.read("one/broken.py") == MEMBERS["one/broken.py"]
        assert archive.read("one/data.txt") == b"data"
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}


def test_with_imports_only_what_they_load_is_compiled(tmp_path):
    with zipfile.ZipFile(tmp_path / "source.zip", "w") as archive:
        for name in ("json/__init__.py", "json/decoder.py", "json/never.py", "never.py"):
            archive.writestr(name, b"a = 1\n")

    compile_archive(str(tmp_path / "source.zip"), str(tmp_path / "target.zip"), "/home/of", ["json.decoder"])

    with zipfile.ZipFile(tmp_path / "target.zip") as archive:
        assert archive.namelist() == ["json/__init__.pyc", "json/decoder.pyc", "json/never.py", "never.py"]


def test_pyodide_compiles_for_itself_and_not_for_this_python(source):
    made = Bytecode(CHECKOUT).compiled(source.read_bytes(), "/home/of")

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == ["one/__init__.pyc", "one/part.pyc", "one/broken.py", "one/data.txt"]
        magic, unchecked = archive.read("one/part.pyc")[:4], archive.read("one/part.pyc")[4:8]
    # CPython gives each minor version its own range of magic numbers: 3.14 starts at 3600, 3.15 at 3650.
    assert 3600 <= int.from_bytes(magic[:2], "little") < 3650
    assert unchecked == b"\x01\0\0\0"


def test_without_pyodide_the_reason_is_told(tmp_path):
    with pytest.raises(SourceFailed, match=r"node ended with 1: Error .*pyodide"):
        Bytecode(tmp_path).compiled(b"", "/home/of")
