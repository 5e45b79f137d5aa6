"""Reads a capsule that anybody may have made: sizes are bounded before a byte is unpacked, and no path in it is used.

Everything is held in memory, under names that are known beforehand; whatever else a zip holds refuses it.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from app.comparisons.capsule.head import FORMAT, HEAD, PARTS, TOLD, VERSION, Capsule, Head
from app.comparisons.errors import BadFile
from app.comparisons.settings import ComparisonSettings
from app.comparisons.validation import error_lines

MOST_HEAD = 32 * 1024**2
"""Bytes of `capsule.json`."""
MOST_HEADER = 1024
"""Bytes of a `.npy` file before its numbers."""
MOST_FILE = 1024**3
"""Bytes of a capsule as it is."""
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read(path: Path, settings: ComparisonSettings) -> Capsule:
    """The capsule in a file; `BadFile` for anything else, `TooLarge`-like limits of `settings` included."""
    try:
        if path.stat().st_size > MOST_FILE:
            raise BadFile(f"{path.name} has {path.stat().st_size:,} bytes; a capsule has at most {MOST_FILE:,}")
        with zipfile.ZipFile(path) as archive:
            return _read(path.name, archive, settings)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, LookupError, EOFError, RuntimeError) as error:
        # Whatever a damaged directory makes of a reader of zips; RuntimeError is what it says of encrypted ones.
        raise BadFile(f"{path.name} is no capsule: {error}") from error


def _read(file: str, archive: zipfile.ZipFile, settings: ComparisonSettings) -> Capsule:
    infos = {info.filename: info for info in archive.infolist()}
    wanted = {HEAD, *(f"{part}.npy" for part in PARTS)}
    if len(infos) != len(archive.infolist()):
        raise BadFile(f"{file} is no capsule: it holds two files of one name")
    if foreign := sorted(infos.keys() - wanted - set(TOLD)):
        raise BadFile(f"{file} is no capsule: it holds {foreign[0][:80]!r}, which no capsule does")
    if missing := sorted(wanted - infos.keys()):
        raise BadFile(f"{file} is no whole capsule: it lacks {', '.join(missing)}")
    head = _head(file, _bytes(file, archive, infos[HEAD], MOST_HEAD))
    if head.runs > settings.max_members or head.runs * len(head.steps) > settings.max_values:
        raise BadFile(
            f"{file} has {head.runs:,} runs with {len(head.steps):,} records each; possible: at most"
            f" {settings.max_members:,} runs and {settings.max_values:,} records in all"
        )
    _consistent(file, head)
    arrays = {part: _array(file, archive, infos[f"{part}.npy"], part, head) for part in PARTS}
    return Capsule(head, arrays)


def _bytes(file: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """The unpacked bytes of one member, `most` of them at most."""
    if info.compress_type not in PLAIN or info.flag_bits & 0x1:
        raise BadFile(f"{file}: {info.filename} is packed in a way that no capsule is")
    if info.file_size > most:
        raise BadFile(f"{file}: {info.filename} has {info.file_size:,} bytes; possible here: at most {most:,}")
    with archive.open(info) as member:
        data = member.read(most + 1)
    if len(data) > most:
        raise BadFile(f"{file}: {info.filename} unpacks to more than {most:,} bytes")
    return data


def _head(file: str, data: bytes) -> Head:
    try:
        return Head.model_validate_json(data)
    except ValidationError as error:
        places = {each["loc"] for each in error.errors()}
        if ("format",) in places:
            raise BadFile(f"{file} is no capsule: {HEAD} does not say that it is {FORMAT!r}") from error
        if ("version",) in places:
            raise BadFile(
                f"{file} is a capsule of another version; this program knows version {VERSION}. Run a later one"
            ) from error
        raise BadFile(f"{file}: {HEAD} does not fit:\n{error_lines(error)}") from error


def _consistent(file: str, head: Head) -> None:
    """`BadFile` unless every run is trained once, every array has a hash, and steps end where the comparison does."""
    trained = [run for shard in head.shards for run in shard]
    if sorted(trained) != list(range(head.runs)):
        raise BadFile(f"{file}: its shards do not hold each of the {head.runs:,} runs once")
    if head.sha256.keys() != PARTS.keys():
        raise BadFile(f"{file}: {HEAD} has hashes of {', '.join(sorted(head.sha256))}; needed: {', '.join(PARTS)}")
    if sorted(set(head.steps)) != head.steps or head.steps[-1] > head.spec.steps:
        raise BadFile(f"{file}: its steps are not ascending from 0 to {head.spec.steps} at most")


def _array(file: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, part: str, head: Head) -> NDArray[Any]:
    """The numbers of one part; its header is read before anything of its size is made."""
    shape, kind = head.shape(part), np.dtype(PARTS[part][0]).newbyteorder("<")
    size = int(np.prod(shape)) * kind.itemsize
    data = _bytes(file, archive, info, size + MOST_HEADER)
    stream = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(stream)
        if version != (1, 0):
            raise ValueError(f"version {version} of the format")
        told_shape, fortran, told_kind = np.lib.format.read_array_header_1_0(stream, max_header_size=MOST_HEADER)
    except (ValueError, EOFError) as error:
        raise BadFile(f"{file}: {info.filename} is no .npy file: {str(error)[:200]}") from error
    if (told_shape, fortran, told_kind) != (shape, False, kind) or len(data) - stream.tell() != size:
        raise BadFile(f"{file}: {info.filename} holds {told_kind} {told_shape}; by {HEAD} it has {kind} {shape}")
    if hashlib.sha256(data).hexdigest() != head.sha256[part]:
        raise BadFile(f"{file}: {info.filename} was changed: its SHA-256 is not the one in {HEAD}")
    values: NDArray[Any] = np.frombuffer(data, dtype=kind, offset=stream.tell()).reshape(shape)
    if kind == np.dtype("bool") and not set(np.unique(values.view(np.uint8))) <= {0, 1}:
        raise BadFile(f"{file}: {info.filename} holds what is neither true nor false")
    return values


def versions_apart(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """What two results were made with, where it differs, a line each; the date is no difference."""
    lines = []
    for name in mine:
        if name in ("date", "rule_versions"):
            continue
        if mine[name] != theirs[name]:
            lines.append(f"{name.replace('_', ' ')}: {mine[name]} in the capsule, {theirs[name]} here")
    for label, version in mine["rule_versions"].items():
        here = theirs["rule_versions"].get(label, "none")
        if version != here:
            lines.append(f"version of {label}: {version} in the capsule, {here} here")
    return lines
