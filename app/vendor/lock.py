"""What is wanted: the entries of `pyodide_pkgs/vendor.lock` as values."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.vendor.errors import BadLock

SCHEMES = ("npm", "https", "http", "pypi", "esbuild", "types")
RECIPES = ("as-is", "python-stdlib", "numpy-wheel", "pyodide-lock")


@dataclass(frozen=True)
class Wanted:
    """One file of `static/vendor/`."""

    path: str
    """Below `static/vendor/`, with forward slashes."""
    sha256: str
    """Of the original, before `recipe`."""
    sources: tuple[str, ...]
    """Tried in order, each `scheme:rest`."""
    recipe: str = "as-is"
    """How the served file is made from the original, see `slim.py`."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return PurePosixPath(self.path).name


def read_lock(path: Path) -> tuple[Wanted, ...]:
    """The entries of the lock file in the order written; `BadLock` names the entry that is wrong."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise BadLock(f"{path.name} cannot be read: {error!r}") from error
    wanted = tuple(_wanted(entry) for entry in entries)
    paths = [file.path for file in wanted]
    twice = {path for path in paths if paths.count(path) > 1}
    if twice:
        raise BadLock(f"vendor.lock names twice: {', '.join(sorted(twice))}")
    return wanted


def _wanted(entry: dict[str, object]) -> Wanted:
    path, sha256, sources = entry.get("path"), entry.get("sha256"), entry.get("sources")
    recipe = entry.get("recipe", "as-is")
    if not isinstance(path, str) or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise BadLock(f"vendor.lock: path {path!r} is not a path below static/vendor/")
    if not isinstance(sha256, str) or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise BadLock(f"vendor.lock: {path}: sha256 {sha256!r} is not 64 hexadecimal digits")
    if not isinstance(sources, list) or not sources:
        raise BadLock(f"vendor.lock: {path}: no sources")
    for source in sources:
        if not isinstance(source, str) or source.partition(":")[0] not in SCHEMES:
            raise BadLock(f"vendor.lock: {path}: source {source!r} is of no known scheme: {', '.join(SCHEMES)}")
    if recipe not in RECIPES:
        raise BadLock(f"vendor.lock: {path}: no recipe is called {recipe!r}; there are: {', '.join(RECIPES)}")
    return Wanted(path, sha256, tuple(sources), str(recipe))
