"""What stands in `static/vendor/`: `manifest.json`, written by set-up, read by the next set-up and by the server.

    {"digest": "<16 hex digits over all files>",
     "files": {"pyodide/pyodide.mjs": {"sha256": ..., "size": ..., "made_from": ..., "encodings": {"br": {...}}}}}

The digest stands for the whole folder: served below a path that holds it, everything is immutable, and Pyodide's own
relative addresses go on working.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.vendor.compress import SUFFIXES
from app.vendor.place import write_whole

NAME = "manifest.json"


@dataclass(frozen=True)
class Encoded:
    """A pre-compressed form of a file, beside it with one more suffix."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Made:
    """One served file as it was written."""

    sha256: str
    size: int
    made_from: str
    """Digest of the original's pin, the recipe and the code of the recipe: another value means make it again."""
    encodings: dict[str, Encoded] = field(default_factory=dict)


def read_manifest(folder: Path) -> dict[str, Made]:
    """The files last written to the folder by path; empty where there is no readable manifest."""
    try:
        files = json.loads((folder / NAME).read_bytes())["files"]
        return {
            path: Made(
                made["sha256"],
                made["size"],
                made["made_from"],
                {name: Encoded(**encoded) for name, encoded in made["encodings"].items()},
            )
            for path, made in files.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_manifest(folder: Path, files: dict[str, Made]) -> None:
    """Replaces the folder's manifest."""
    digest = hashlib.sha256("\n".join(f"{path} {made.sha256}" for path, made in sorted(files.items())).encode())
    content = {"digest": digest.hexdigest()[:16], "files": {path: asdict(files[path]) for path in sorted(files)}}
    write_whole(folder / NAME, json.dumps(content, indent=1).encode())


def stands(folder: Path, path: str, made: Made) -> bool:
    """Whether the file and its compressed forms are in the folder, byte for byte as they were written."""
    forms = {"": made.sha256} | {SUFFIXES[name]: encoded.sha256 for name, encoded in made.encodings.items()}
    try:
        return all(_digest(folder / f"{path}{suffix}") == sha256 for suffix, sha256 in forms.items())
    except OSError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
