"""Fills `static/vendor/` from `vendor.lock`; a second run finds everything in place and opens no source."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.vendor import bytecode, compress, manifest, obtain, slim
from app.vendor.errors import Attempt, Exhausted, NotFilled, SourceFailed
from app.vendor.lock import Wanted, read_lock
from app.vendor.manifest import Encoded, Made
from app.vendor.place import write_whole
from app.vendor.progress import Say, step
from app.vendor.sources import Sources

CACHE_VARIABLE = "OPTIMIZER_PLAYGROUND_CACHE"


def fill(root: Path, *, read: obtain.Read | None = None, say: Say = print) -> dict[str, Made]:
    """The files now in `static/vendor/`, by path below it.

    `root` is the checkout. `read` gives the bytes of one source, `say` gets the progress lines. Downloads are kept in
    `.cache/`, or where the environment variable OPTIMIZER_PLAYGROUND_CACHE says.

    Raises:
        BadLock: the lock file cannot be read.
        NotFilled: some files could not be had; all the others are in place.
    """
    lock = read_lock(root / "pyodide_pkgs" / "vendor.lock")
    folder = root / "static" / "vendor"
    cache = Path(os.environ.get(CACHE_VARIABLE) or root / ".cache")
    before = manifest.read_manifest(folder)
    files: dict[str, Made] = {}
    missing: dict[str, list[Attempt]] = {}
    read = read or Sources(root).read
    for wanted in lock:
        served = {path.rpartition("/")[2]: made.sha256 for path, made in files.items()}
        made_from = _made_from(root, wanted, served)
        made = before.get(wanted.path)
        if made and made.made_from == made_from and manifest.stands(folder, wanted.path, made):
            files[wanted.path] = made
            continue
        try:
            original = obtain.obtain(wanted, read, cache, say)
            content = _served(root, wanted, original, served, say)
        except Exhausted as exhausted:
            missing[wanted.path] = exhausted.attempts
            continue
        write_whole(folder / wanted.path, content)
        files[wanted.path] = Made(obtain.sha256(content), len(content), made_from)
    new = [path for path in files if files[path] is not before.get(path)]
    if new:
        with step(say, f"compressing {len(new)} files"):
            files |= _compressed(folder, {path: files[path] for path in new})
    if files != before:
        manifest.write_manifest(folder, files)
        _remove_others(folder, files)
    if missing:
        raise NotFilled(missing, by_hand=f"{cache}{os.sep}")
    return files


def _made_from(root: Path, wanted: Wanted, served: Mapping[str, str]) -> str:
    """Digest of everything that decides the served bytes, so that a change of any of it makes the file again."""
    decides = [wanted.sha256, wanted.recipe]
    read = [Path(compress.__file__)]
    if wanted.recipe != "as-is":
        read += [Path(slim.__file__), bytecode.SCRIPT, bytecode.COMPILER]
    if wanted.recipe == "pyodide-lock":
        decides += [f"{name} {sha256}" for name, sha256 in sorted(served.items())]
    for source in wanted.sources:
        if source.startswith("esbuild:"):
            read += [root / source.removeprefix("esbuild:"), root / "package-lock.json"]
    decides += [obtain.sha256(path.read_bytes()) if path.is_file() else "absent" for path in read]
    return obtain.sha256("\n".join(decides).encode())


def _served(root: Path, wanted: Wanted, original: bytes, served: Mapping[str, str], say: Say) -> bytes:
    try:
        with step(say, f"{wanted.name}: making the {wanted.recipe} smaller and faster to start"):
            return slim.slim(wanted, original, served, bytecode.Bytecode(root).compiled)
    except SourceFailed as failed:
        raise Exhausted([Attempt(f"recipe {wanted.recipe}", str(failed))]) from failed


def _compressed(folder: Path, files: Mapping[str, Made]) -> dict[str, Made]:
    """The same files with their compressed forms written beside them, on all cores."""

    def one(path: str) -> Made:
        made = files[path]
        forms = compress.encodings(path, (folder / path).read_bytes())
        for name, content in forms.items():
            write_whole(folder / f"{path}{compress.SUFFIXES[name]}", content)
        encoded = {name: Encoded(obtain.sha256(content), len(content)) for name, content in forms.items()}
        return Made(made.sha256, made.size, made.made_from, encoded)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(files, pool.map(one, files), strict=True))


def _remove_others(folder: Path, files: Mapping[str, Made]) -> None:
    """Removes what an earlier lock file had put there, and the parts of a set-up that was killed."""
    ours = {manifest.NAME} | set(files)
    ours |= {f"{path}{compress.SUFFIXES[name]}" for path, made in files.items() for name in made.encodings}
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in ours:
            path.unlink()
