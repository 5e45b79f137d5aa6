"""The `descent` package as one archive for the browser, made of the very files that this server has imported.

Set-up has compiled them (`app/vendor/own.py`). Where a file was changed since, its bytecode is left out, and the
browser compiles that one.
"""

import hashlib
import io
import zipfile
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

import brotli

from app.places import STATIC

COMPILED = STATIC / "compiled" / "descent.zip"
# Zip cannot say earlier; a fixed date keeps the archive, and so its hash, the same on every machine.
_DATE = (1980, 1, 1, 0, 0, 0)
_QUALITY = 5
"""Of Brotli where set-up has not compressed: a third of a second."""


class Archive(NamedTuple):
    """A zip file, its Brotli form, and the hash of its content, which names it."""

    content: bytes
    brotli: bytes
    digest: str

    @property
    def name(self) -> str:
        """The file name, which changes with the content, so that the file itself can be cached for ever."""
        return f"descent-{self.digest}.zip"


@cache
def descent_archive() -> Archive:
    """The archive of every Python file of `descent`, sorted by name; the same files always give the same bytes."""
    sources = dict(_sources(files("descent"), "descent"))
    made, small = _made()
    compiled = _members(made)
    if {name: content for name, content in compiled.items() if name.endswith(".py")} == sources:
        return _archive(made, small)
    same = {name for name, content in sources.items() if compiled.get(name) == content}
    bytecode = {name: content for name, content in compiled.items() if _source_of(name) in same}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted({**sources, **bytecode}.items()):
            archive.writestr(zipfile.ZipInfo(name, _DATE), content)
    return _archive(buffer.getvalue(), b"")


def _archive(content: bytes, small: bytes) -> Archive:
    small = small or brotli.compress(content, quality=_QUALITY)
    return Archive(content, small, hashlib.sha256(content).hexdigest()[:16])


def _made() -> tuple[bytes, bytes]:
    """The archive that set-up made and its Brotli form; nothing where it made none."""
    try:
        return COMPILED.read_bytes(), COMPILED.with_name(f"{COMPILED.name}.br").read_bytes()
    except OSError:
        return b"", b""


def _members(archive: bytes) -> dict[str, bytes]:
    if not archive:
        return {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _source_of(bytecode: str) -> str:
    """The path of the module whose bytecode has that path."""
    folder, _, name = bytecode.rpartition("/__pycache__/")
    return f"{folder}/{name.partition('.')[0]}.py"


def _sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    """The Python files below `folder` with their paths in the archive."""
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".py"):
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
    return found
