"""The `descent` package for the browser, compiled: `static/compiled/descent.zip`, sources with bytecode beside them.

Python in the browser would else compile each module anew, in each interpreter, at every start: half of what our own
code took to start. Sources stay: rules are shown, exported and named in tracebacks. The archive names in its comment
what it was made with, and holds what it was made from.
"""

import io
import zipfile
from pathlib import Path, PurePosixPath

from app.vendor import bytecode, compress, slim
from app.vendor.lock import read_lock
from app.vendor.obtain import sha256
from app.vendor.place import write_whole
from app.vendor.progress import Say, step

NAME = "descent.zip"


def fill_own(root: Path, say: Say) -> Path:
    """The archive, made where it is absent or where sources or tools have changed.

    Raises:
        SourceFailed: it could not be compiled; without it the browser compiles the sources.
    """
    sources = packed(root / "pyodide_pkgs", "descent")
    target = root / "static" / "compiled" / NAME
    made_with = _made_with(root)
    if not _stands(target, sources, made_with):
        with step(say, "descent: compiling the package for the browser"):
            content = compiled(sources, bytecode.Bytecode(root), made_with)
            small = compress.encodings(NAME, content)["br"]
        write_whole(target.with_name(f"{NAME}.br"), small)
        write_whole(target, content)
    return target


def packed(folder: Path, package: str) -> dict[str, bytes]:
    """The Python files of a package below a folder, by their paths in the archive."""
    files = sorted((folder / package).rglob("*.py"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def compiled(sources: dict[str, bytes], compiler: bytecode.Bytecode, made_with: str) -> bytes:
    """A stored zip of the sources, each with the bytecode that Python looks for beside it."""
    code = compiler.compiled(_zip(sources), slim.SITE_PACKAGES)
    members = dict(sources)
    with zipfile.ZipFile(io.BytesIO(code)) as archive:
        for name in (each for each in archive.namelist() if each.endswith(".pyc")):
            members[beside(name)] = archive.read(name)
    return _zip(dict(sorted(members.items())), made_with)


def beside(name: str) -> str:
    """Where Python looks for the bytecode `a/b.pyc` of the module `a/b.py` that is there too."""
    path = PurePosixPath(name)
    return (path.parent / "__pycache__" / f"{path.stem}.{slim.CACHE_TAG}.pyc").as_posix()


def _zip(members: dict[str, bytes], comment: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = comment.encode()
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, slim.EPOCH), content)
    return buffer.getvalue()


def _made_with(root: Path) -> str:
    """Digest of the interpreter that compiles and of our own part in it."""
    pins = [wanted.sha256 for wanted in read_lock(root / "pyodide_pkgs" / "vendor.lock") if "pyodide" in wanted.path]
    read = (bytecode.SCRIPT, bytecode.COMPILER, Path(slim.__file__), Path(compress.__file__), Path(__file__))
    return sha256("\n".join([*pins, *(sha256(path.read_bytes()) for path in read)]).encode())


def _stands(target: Path, sources: dict[str, bytes], made_with: str) -> bool:
    try:
        with zipfile.ZipFile(target) as archive:
            there = {name: archive.read(name) for name in archive.namelist() if name.endswith(".py")}
            return (
                archive.comment.decode() == made_with and there == sources and target.with_name(f"{NAME}.br").is_file()
            )
    except (OSError, zipfile.BadZipFile, ValueError):
        return False
