"""Static files by manifest: known at start, named by content, served compressed and for ever.

Two groups, each under a hash of all its files, so that relative imports between ES modules keep working and a change of
ours does not make a visitor fetch Python again:

    /assets/<hash>/js/...      our modules and style sheets
    /vendor/<hash>/...         what set-up fetched: Python, the editor, plots, fonts

A request is looked up in a dictionary; no path from outside ever reaches the file system.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli

# Windows registries and slim images disagree about these; the browser does not forgive a wrong one.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
COMPRESSIBLE = {".css", ".js", ".json", ".mjs", ".svg"}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: its bytes or its place on disk, its type and, where there is one, its Brotli form."""

    plain: Path | bytes
    media_type: str
    brotli: Path | bytes | None
    sizes: tuple[tuple[Path, int], ...] = ()
    """The files that are sent from the disk, each with its size at the start."""

    def body(self, accept_encoding: str) -> tuple[Path | bytes, dict[str, str]]:
        """What to send and the headers that say how it is encoded."""
        if self.brotli is None:
            return self.plain, {}
        if "br" in accepted(accept_encoding):
            return self.brotli, {"Content-Encoding": "br", "Vary": "Accept-Encoding"}
        return self.plain, {"Vary": "Accept-Encoding"}


def accepted(accept_encoding: str) -> set[str]:
    """The content codings a request names. No browser names one in order to refuse it."""
    return {part.split(";")[0].strip() for part in accept_encoding.lower().split(",")}


class Assets:
    """The manifest of one group of files below `folder`, served under `/<prefix>/<hash>/`.

    `rewrite` replaces text in style sheets, so that ours can name fonts of the other group. `skip` leaves out folders.
    """

    def __init__(
        self,
        prefix: str,
        folder: Path,
        *,
        skip: frozenset[str] = frozenset(),
        rewrite: Mapping[str, str] | None = None,
    ):
        self.folder = folder
        self.files: dict[str, Asset] = {}
        digest = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.suffix not in TYPES or path.relative_to(folder).parts[0] in skip:
                continue
            name = path.relative_to(folder).as_posix()
            content = path.read_bytes()
            plain: Path | bytes = path
            if path.suffix == ".css" and rewrite:
                plain = content = rewritten(content, rewrite)
            digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
            packed = compressed(path, content)
            sent = tuple((each, each.stat().st_size) for each in (plain, packed) if isinstance(each, Path))
            self.files[name] = Asset(plain, TYPES[path.suffix], packed, sent)
        self.hash = digest.hexdigest()[:16]
        self.base = f"/{prefix}/{self.hash}/"

    def url(self, name: str) -> str:
        """The address of the file of that name; `KeyError` names it if it is not there."""
        if name not in self.files:
            raise KeyError(f"no static file is called {name!r} in {self.folder.name}/; was set-up run (make setup)?")
        return self.base + name

    def size(self, name: str) -> int:
        """The size of the file as it is before any compression."""
        plain = self.files[name].plain
        return len(plain) if isinstance(plain, bytes) else plain.stat().st_size

    def gone(self) -> list[str]:
        """The names of files that are not there any more as they were at the start."""

        def same(path: Path, size: int) -> bool:
            try:
                return path.stat().st_size == size
            except OSError:
                return False

        return [name for name, asset in self.files.items() if not all(same(*each) for each in asset.sizes)]

    def url_ending(self, start: str, end: str) -> str:
        """The address of the one file whose name starts and ends so (its middle is a version)."""
        matching = (name for name in self.files if name.startswith(start) and name.endswith(end))
        return self.url(next(matching, start + end))


def rewritten(content: bytes, rewrite: Mapping[str, str]) -> bytes:
    """The style sheet with each key of `rewrite` replaced."""
    text = content.decode()
    for old, new in rewrite.items():
        text = text.replace(old, new)
    return text.encode()


def compressed(path: Path, content: bytes) -> Path | bytes | None:
    """The file's Brotli form: beside it on disk where set-up made one, else made here for text."""
    beside = path.with_name(path.name + ".br")
    if beside.is_file():
        return beside
    if path.suffix in COMPRESSIBLE:
        return bytes(brotli.compress(content, quality=6))
    return None
