"""What a submission may not do: read or write files that are not its own, start or signal processes, open connections.

An audit hook of Python, which cannot be taken out again. It hears what Python code does; it does not hear machine code,
and it is no prison for somebody who corrupts the interpreter's memory.
"""

import os
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

REFUSED = frozenset(
    {
        *("os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "pty.spawn"),
        *("os.killpg", "os.link", "os.setxattr", "resource.setrlimit", "resource.prlimit", "subprocess.Popen"),
        *("gc.get_objects", "gc.get_referrers", "gc.get_referents", "sys.remote_exec"),
    }
)
"""Audit events that end in an error whatever their arguments are."""
REFUSED_KINDS = ("ctypes.", "socket.", "ftplib.", "http.client.", "urllib.", "smtplib.", "webbrowser.", "sqlite3.")
READS = frozenset({"os.listdir", "os.scandir", "glob.glob", "os.chdir", "os.walk", "os.getxattr", "os.listxattr"})
WRITES = frozenset(
    {
        *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.chown", "os.utime"),
        *("os.symlink", "os.chflags", "os.lchmod", "os.lchown"),
    }
)


def refuse(numpy: str) -> None:
    """From here on the process reads Python's own files, NumPy's, this folder and the working folder, and no others."""
    real = os.path.realpath
    here, own = real(Path(__file__).parent), real(Path.cwd())
    python = {real(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    readable = (own, here, real(numpy), real(f"{numpy}.libs"), *python, "/dev/null", "/dev/urandom", "/dev/zero")
    sys.addaudithook(_hook(readable, own, os.getpid()))


def _hook(readable: tuple[str, ...], own: str, process: int) -> Callable[[str, tuple[Any, ...]], None]:
    real, separator, writing = os.path.realpath, os.sep, os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

    def within(path: Any, folders: tuple[str, ...]) -> bool:
        found = real(os.fsdecode(path))
        return any(found == folder or found.startswith(folder + separator) for folder in folders)

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = given
            if isinstance(path, int) or path is None:
                return
            writes = bool(flags & writing) if isinstance(flags, int) else any(one in str(mode) for one in "wax+")
            if not within(path, (own, "/dev/null") if writes else readable):
                raise PermissionError(f"a submission cannot open {os.fsdecode(path)!r}: it has a folder of its own")
        elif event in READS:
            if given and not isinstance(given[0], int) and not within(given[0] or ".", readable):
                raise PermissionError(f"a submission cannot look at {os.fsdecode(given[0])!r}")
        elif event in WRITES:
            paths = [one for one in given if isinstance(one, str | bytes)]
            if not paths or not all(within(one, (own,)) for one in paths):
                raise PermissionError("a submission can change files in its own folder alone")
        elif event == "os.kill":
            if given[0] != process:
                raise PermissionError("a submission can signal no process but its own")
        elif event == "import":
            if len(given) > 1 and isinstance(given[1], str) and not within(given[1], readable):
                raise PermissionError(f"a submission cannot load {given[1]!r}")
        elif event in REFUSED or event.startswith(REFUSED_KINDS):
            raise PermissionError(f"a submission cannot do this: {event}")

    return hook
