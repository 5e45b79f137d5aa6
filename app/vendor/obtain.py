"""The original bytes of one wanted file: the cache, then each source in order; the pinned hash decides."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.vendor.errors import Attempt, SourceFailed
from app.vendor.lock import Wanted
from app.vendor.place import write_whole
from app.vendor.progress import Say, step

Read = Callable[[str], bytes]

FETCHED = ("http:", "https:", "pypi:")  # worth keeping; the others are already on this machine


def sha256(content: bytes) -> str:
    """The SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def obtain(wanted: Wanted, read: Read, cache: Path, say: Say) -> tuple[bytes | None, list[Attempt]]:
    """The original with the pinned hash, or None, and the sources that failed before it."""
    tried: list[Attempt] = []
    kept = cache / wanted.name
    if any(source.startswith(FETCHED) for source in wanted.sources) and kept.is_file():
        content = kept.read_bytes()
        if sha256(content) == wanted.sha256:
            return content, tried
        tried.append(Attempt(f"cache: {kept.name}", _wrong(content, wanted)))
    for source in wanted.sources:
        try:
            with step(say, f"{wanted.name} from {source}"):
                content = read(source)
        except SourceFailed as failed:
            tried.append(Attempt(source, str(failed)))
            continue
        if sha256(content) == wanted.sha256:
            if source.startswith(FETCHED):
                write_whole(kept, content)
            return content, tried
        tried.append(Attempt(source, _wrong(content, wanted)))
    return None, tried


def _wrong(content: bytes, wanted: Wanted) -> str:
    return f"refused: {len(content)} bytes with SHA-256 {sha256(content)}, wanted {wanted.sha256}"
