"""A command that is started again whenever a file changes, for whoever works on the site.

Static files have addresses made of their content, computed at the start, so the server must begin anew for a script or
a style sheet as much as for Python.
"""

import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

WATCHED = ("app", "pyodide_pkgs", "static")
ENDINGS = frozenset({".py", ".js", ".css", ".html", ".svg", ".toml", ".json", ".md"})
FOREIGN = frozenset({"vendor", "__pycache__"})
EVERY, PATIENCE = 0.5, 10.0
"""Seconds between two looks at the files, and for which a process may take to end."""

Times = dict[str, int]


def changed_at(folders: Iterable[Path]) -> Times:
    """When each file that the site is made of was last written, in nanoseconds, by its path."""
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in ENDINGS and not FOREIGN & set(path.relative_to(folder).parts):
                try:
                    found[str(path)] = path.stat().st_mtime_ns
                except FileNotFoundError:  # an editor's draft, gone meanwhile
                    continue
    return found


def run_again_on_change(arguments: Sequence[str], root: Path, folders: Sequence[Path] | None = None) -> None:
    """Run `optimizer-playground` of this checkout with these arguments until interrupted, anew after every change."""
    folders = [root / name for name in WATCHED] if folders is None else folders
    seen = changed_at(folders)
    while True:
        process = subprocess.Popen([sys.executable, "-m", "app", *arguments], cwd=root)
        try:
            now = wait_for_change(folders, seen)
        except KeyboardInterrupt:
            end(process)
            return
        print(f"{first_difference(seen, now, root)} changed; starting again", flush=True)
        seen = now
        end(process)


def wait_for_change(folders: Sequence[Path], seen: Times) -> Times:
    """The new times, once they differ."""
    while (now := changed_at(folders)) == seen:
        time.sleep(EVERY)
    return now


def first_difference(before: Times, after: Times, root: Path) -> str:
    """The file that changed, appeared or went; the first of them by path, below the root where it is."""
    path = Path(min(name for name, _ in set(before.items()) ^ set(after.items())))
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process to end, and make it."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
