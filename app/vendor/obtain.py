"""The original bytes of one wanted file: the cache, then each source in order; the pinned hash decides."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.vendor.errors import Attempt, Exhausted, SourceFailed
from app.vendor.lock import Wanted
from app.vendor.place import write_whole
from app.vendor.progress import Say, step

Read = Callable[[str], bytes]

FETCHED = ("http:", "https:", "pypi:")  # worth keeping; the others are already on this machine


def sha256(content: bytes) -> str:
    """The SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def obtain(wanted: Wanted, read: Read, cache: Path, say: Say) -> bytes:
    """The original with the pinned hash; `Exhausted` when no source has it.

    A source that is passed over is told at once, with the reason.
    """
    tried: list[Attempt] = []

    def pass_over(source: str, reason: str) -> None:
        tried.append(Attempt(source, reason))
        say(f"{wanted.name}: not from {source} ({reason})")

    kept = cache / wanted.name
    if kept.is_file() and any(source.startswith(FETCHED) for source in wanted.sources):
        content = kept.read_bytes()
        if sha256(content) == wanted.sha256:
            return content
        pass_over(str(kept), _refusal(content, wanted))
    for source in wanted.sources:
        try:
            with step(say, f"{wanted.name} from {source.partition('!')[0]}"):
                content = read(source)
        except SourceFailed as failed:
            pass_over(source, str(failed))
            continue
        if sha256(content) == wanted.sha256:
            if source.startswith(FETCHED):
                write_whole(kept, content)
            return content
        pass_over(source, _refusal(content, wanted))
    raise Exhausted(tried)


def _refusal(content: bytes, wanted: Wanted) -> str:
    return f"refused: {len(content)} bytes with SHA-256 {sha256(content)}, wanted {wanted.sha256}"
