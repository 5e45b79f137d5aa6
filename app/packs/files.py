"""The files of a pack by path, read from a folder or a zip within limits.

A zip may come from anybody. Its entries are read into memory and never written anywhere, no more bytes of each than the
limits allow, whatever the zip says of their sizes; a path that leads out of it, a link and an encrypted entry are
refused.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.packs.errors import BadPack

MANIFEST = "pack.toml"
MOST_FILES = 2000
MOST_BYTES_OF_A_FILE = 256 * 1024
MOST_BYTES = 8 * 1024 * 1024
"""Of all files together, unpacked, and of a zip as it lies there."""
KINDS = (".toml", ".md", ".py")
"""Files of other kinds are passed over: a pack may have pictures of its class beside it, but no page shows them."""
_PATH = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")


def read_files(place: Path) -> dict[str, str]:
    """The texts of the pack's files, by path below its folder with slashes between; `BadPack` says what is wrong."""
    if place.is_dir():
        return _texts(place, _of_folder(place))
    if not place.is_file():
        raise BadPack(f"{place}: there is no such folder or zip; a pack is a folder with a {MANIFEST}, or a zip of one")
    return _texts(place, _of_zip(place))


def _of_folder(place: Path) -> Iterator[tuple[str, bytes]]:
    for path in _walked(place):
        name = path.relative_to(place).as_posix()
        if path.is_symlink():
            raise BadPack(f"{place}: {name} is a link; a pack holds its files itself")
        if path.is_file() and _wanted(name):
            with path.open("rb") as file:
                yield name, file.read(MOST_BYTES_OF_A_FILE + 1)


def _walked(place: Path) -> Iterator[Path]:
    """What is in the folder and below it, links and hidden folders not followed."""
    for path in sorted(place.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink() and not _hidden(path.name):
            yield from _walked(path)


def _of_zip(place: Path) -> Iterator[tuple[str, bytes]]:
    if place.stat().st_size > MOST_BYTES:
        raise BadPack(f"{place}: it has {place.stat().st_size} bytes; a pack has at most {MOST_BYTES}")
    try:
        with zipfile.ZipFile(place) as archive:
            entries = archive.infolist()
            if len(entries) > 2 * MOST_FILES:
                raise BadPack(f"{place}: it has {len(entries)} entries; a pack has at most {MOST_FILES} files")
            for entry in entries:
                _check(place, entry)
                if not entry.is_dir() and _wanted(entry.filename):
                    with archive.open(entry) as file:
                        yield entry.filename, file.read(MOST_BYTES_OF_A_FILE + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise BadPack(f"{place}: it cannot be read as a zip: {error}") from error


def _check(place: Path, entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name:
        raise BadPack(f"{place}: the path {name!r} leads out of it")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise BadPack(f"{place}: {name} is a link; a pack holds its files itself")
    if entry.flag_bits & 1:
        raise BadPack(f"{place}: {name} is encrypted")


def _wanted(name: str) -> bool:
    return name.endswith(KINDS) and not any(map(_hidden, name.split("/")))


def _hidden(name: str) -> bool:
    """What systems and editors leave behind: .DS_Store, __MACOSX, __pycache__."""
    return name.startswith((".", "__"))


def _texts(place: Path, found: Iterator[tuple[str, bytes]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    total = 0
    for name, content in found:
        total += len(content)
        if len(content) > MOST_BYTES_OF_A_FILE:
            raise BadPack(f"{place}: {name} is too large; a file of a pack has at most {MOST_BYTES_OF_A_FILE} bytes")
        if total > MOST_BYTES or len(texts) >= MOST_FILES:
            raise BadPack(f"{place}: too much; a pack has at most {MOST_FILES} files and {MOST_BYTES} bytes")
        if not _PATH.fullmatch(name):
            raise BadPack(f"{place}: {name!r} is no name of a file in a pack: letters, digits, hyphens and underscores")
        if name in texts:
            raise BadPack(f"{place}: {name} is in it twice")
        try:
            texts[name] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadPack(f"{place}: {name} is no UTF-8 text: {error}") from error
    return _below_manifest(place, texts)


def _below_manifest(place: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts by path below the folder of the manifest: a zip may hold that folder as its only one."""
    if MANIFEST in texts:
        return dict(texts)
    tops = {name.partition("/")[0] for name in texts}
    top = next(iter(tops), "")
    if len(tops) != 1 or f"{top}/{MANIFEST}" not in texts:
        raise BadPack(f"{place}: it has no {MANIFEST}, so it is no pack (docs/packs.md)")
    return {name.removeprefix(f"{top}/"): text for name, text in texts.items()}
