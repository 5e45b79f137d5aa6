"""Smaller forms: nothing that is read in the browser is lost, and equal input gives equal bytes."""

import io
import json
import zipfile

from app.vendor.lock import Wanted
from app.vendor.slim import slim


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def uncompiled(content: bytes, _home: str, _imports: object) -> bytes:
    return content


def wanted(recipe: str) -> Wanted:
    return Wanted("pyodide/file", "0" * 64, ("npm:a/b",), recipe)


def read(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_a_stored_zip_has_the_same_members_uncompressed():
    members = {"a.py": b"a = 1\n" * 100, "folder/": b"", "folder/b.txt": b"b"}

    stored = read(slim(wanted("python-stdlib"), archive(members), {}, uncompiled))

    assert {info.filename: stored.read(info) for info in stored.infolist()} == members
    assert {info.compress_type for info in stored.infolist()} == {zipfile.ZIP_STORED}


def test_the_same_archive_always_gives_the_same_bytes():
    one, other = archive({"a.py": b"a"}), archive({"a.py": b"a"})

    assert slim(wanted("python-stdlib"), one, {}, uncompiled) == slim(wanted("python-stdlib"), other, {}, uncompiled)


def test_numpy_keeps_code_and_licences_and_loses_what_only_compilers_and_editors_read():
    kept = {
        "numpy/__init__.py",
        "numpy/_core/_multiarray_umath.cpython-314-wasm32-emscripten.so",
        "numpy/f2py/__init__.py",
        "numpy/testing/_private/utils.py",
        "numpy-2.4.3.dist-info/RECORD",
        "numpy-2.4.3.dist-info/licenses/numpy/random/LICENSE.md",
    }
    lost = {
        "numpy/__init__.pyi",
        "numpy/__init__.pxd",
        "numpy/_core/_multiarray_tests.cpython-314-wasm32-emscripten.so",
        "numpy/_core/include/numpy/ndarraytypes.h",
        "numpy/_core/lib/libnpymath.a",
        "numpy/_core/tests/test_dtype.py",
        "numpy/conftest.py",
        "numpy/random/_examples/numba/extending.py",
    }

    made = slim(wanted("numpy-wheel"), archive(dict.fromkeys(kept | lost, b"x")), {}, uncompiled)

    assert set(read(made).namelist()) == kept


def test_the_list_of_packages_names_what_is_served_with_the_hash_it_is_served_with():
    original = {
        "info": {"python": "3.14.0"},
        "packages": {
            "numpy": {"file_name": "numpy.whl", "sha256": "a" * 64, "depends": []},
            "scipy": {"file_name": "scipy.whl", "sha256": "b" * 64, "depends": ["numpy"]},
        },
    }

    made = json.loads(slim(wanted("pyodide-lock"), json.dumps(original).encode(), {"numpy.whl": "c" * 64}, uncompiled))

    assert made == {
        "info": {"python": "3.14.0"},
        "packages": {"numpy": {"file_name": "numpy.whl", "sha256": "c" * 64, "depends": []}},
    }
