"""The `descent` package as one archive for the browser, made of the very files that this server has imported."""

import hashlib
import io
import zipfile
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

# Zip cannot say earlier; a fixed date keeps the archive, and so its hash, the same on every machine.
_DATE = (1980, 1, 1, 0, 0, 0)


class Archive(NamedTuple):
    """A zip file and the hash of its content, which names it."""

    content: bytes
    digest: str

    @property
    def name(self) -> str:
        """The file name, which changes with the content, so that the file itself can be cached for ever."""
        return f"descent-{self.digest}.zip"


@cache
def descent_archive() -> Archive:
    """The archive of every Python file of `descent`, sorted by name; the same files always give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(_sources(files("descent"), "descent")):
            archive.writestr(zipfile.ZipInfo(name, _DATE), content)
    content = buffer.getvalue()
    return Archive(content, hashlib.sha256(content).hexdigest()[:16])


def _sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    """The Python files below `folder` with their paths in the archive."""
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".py"):
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
    return found
