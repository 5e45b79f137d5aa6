"""Smaller, faster forms of checked originals: Python compiled, what the browser never reads left out, archives stored.

A stored archive is larger on disk and smaller on the wire: Brotli over the whole of it finds what repeats from member
to member, which deflate hides, and nothing is left for Python in the browser to inflate.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from app.vendor.lock import Wanted

Compiled = Callable[[bytes, str, Sequence[str]], bytes]

# What NumPy and our own packages import beyond what Pyodide loads by itself.
STDLIB_IMPORTS = (
    "ctypes",
    "datetime",
    "difflib",
    "email.message",
    "hashlib",
    "importlib.metadata",
    "importlib.resources",
    "numbers",
    "pickle",
    "pkgutil",
    "platform",
    "pprint",
    "secrets",
    "tarfile",
    "tomllib",
)

# Where Pyodide 314 puts the two archives: tracebacks name these paths.
STDLIB = "/lib/python314.zip"
SITE_PACKAGES = "/lib/python3.14/site-packages"
CACHE_TAG = "cpython-314"
"""The tag in the names of its bytecode files."""

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold: equal input gives equal bytes
UNREAD = {".pyi", ".h", ".a", ".pxd", ".pyx", ".c", ".ini", ".build", ".template", ".typed", ".md", ".rst"}
UNREAD_FOLDERS = ("numpy/_core/include/", "numpy/random/_examples/", "numpy/_pyinstaller/")  # `import *` needs f2py


def slim(wanted: Wanted, original: bytes, served: Mapping[str, str], compiled: Compiled) -> bytes:
    """What is served for the original, by the entry's recipe.

    `served` maps the name of each file made before this one to its SHA-256; `compiled` is `Bytecode.compiled`.
    """
    match wanted.recipe:
        case "python-stdlib":
            return compiled(_stored(original, lambda _: True), STDLIB, STDLIB_IMPORTS)
        case "numpy-wheel":
            return compiled(_stored(original, _read_by_numpy), SITE_PACKAGES, ())
        case "pyodide-lock":
            return _lock(original, served)
    return original


def _read_by_numpy(member: str) -> bool:
    """Whether anything that `import numpy` can reach is in the member; licences stay, they must travel along."""
    path = PurePosixPath(member)
    if ".dist-info" in path.parts[0]:
        return True
    tests = "tests" in path.parts or path.name == "conftest.py" or "_tests.cpython" in path.name
    return not (tests or path.suffix in UNREAD or member.startswith(UNREAD_FOLDERS))


def _stored(archive: bytes, keep: Callable[[str], bool]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for member in source.infolist():
            if keep(member.filename):
                info = zipfile.ZipInfo(member.filename, EPOCH)
                info.create_system = 3
                info.external_attr = member.external_attr
                target.writestr(info, source.read(member))
    return out.getvalue()


def _lock(original: bytes, served: Mapping[str, str]) -> bytes:
    """Pyodide's own list of packages with only those that are served, under the hashes they are served with."""
    lock = json.loads(original)
    lock["packages"] = {
        name: {**package, "sha256": served[package["file_name"]]}
        for name, package in lock["packages"].items()
        if package["file_name"] in served
    }
    return json.dumps(lock, sort_keys=True).encode()
