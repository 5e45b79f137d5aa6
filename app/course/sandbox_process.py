"""A process that runs a submission, and the other end that talks to it.

The process gets the source and then cases through its standard input, and writes one observation for each to a pipe of
its own; what the submission prints to file descriptor 1 goes nowhere. It may be killed at any time, die, or send
anything: to the other end that is a timeout, a crash or bytes that are checked like any other.

It runs an isolated Python (`-I -S`) in a folder of its own, with copies of `descent` and of `app.course.child` and with
NumPy, and knows nothing of this checkout but where NumPy is: no `app`, no environment, no site-packages. Python code in
it opens no other files (`refusals`), starts no processes and signals none but itself; on Linux the kernel sees to the
latter (`system_calls`). Who breaks the interpreter itself can still read what the user can read, but can neither end
this process nor write in its place. It has the modules of the page's Python and no others (`page_modules`).
"""

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import descent
import numpy
from descent import wire

from app.course.errors import Crash, Timeout
from app.course.page_python import page_python

_LENGTH = struct.Struct("<Q")
START_SECONDS = 30.0
"""How long Python and NumPy may take to start."""
CHILD = Path(__file__).parent / "child"
PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
"""What of the environment a Python may need to start."""


class SubmissionProcess:
    """A running process that holds one submission; `observe` sends it a case. Use it as a context."""

    def __init__(self, source: str, file_name: str, memory_mib: int):
        reader, writer = os.pipe()
        self._folder = work = Path(tempfile.mkdtemp(prefix="submission-"))
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            [getattr(sys, "_base_executable", sys.executable), "-I", "-S", str(_program()), str(writer)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(writer,),
            start_new_session=True,  # so that whatever it starts can be ended with it
            cwd=work,
            env={**environment, "OPENBLAS_NUM_THREADS": "1", "HOME": str(work), "TMPDIR": str(work)},
        )
        os.close(writer)
        self._reader = reader
        page = page_python()
        given = {
            "memory_mib": memory_mib,
            "numpy": str(Path(numpy.__file__).parent.parent),
            "modules": [*page["modules"], "numpy", "descent", "submission"],
            "python": page["python"],
        }
        try:
            self._send(json.dumps(given).encode())
            self._receive(START_SECONDS)
            self._send(file_name.encode())
            self._send(source.encode("utf-8", "surrogatepass"))
        except BaseException:
            self.end()
            raise

    def observe(self, case: bytes, seconds: float) -> bytes:
        """The bytes of the observation; `Timeout` after `seconds`, `Crash` if the process ends first."""
        self._send(case)
        return self._receive(seconds)

    def end(self) -> None:
        """Kills the process and everything that it started, and removes its folder."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._process.wait()
        with contextlib.suppress(OSError):
            os.close(self._reader)
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "SubmissionProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(_LENGTH.pack(len(data)) + data)
            self._process.stdin.flush()
        except OSError as error:
            raise Crash(self._how_it_ended()) from error

    def _receive(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline, seconds))
        if length > wire.MAX_BYTES:
            raise Crash("the process sent something that is no message")
        return self._read(length, deadline, seconds)

    def _read(self, length: int, deadline: float, seconds: float) -> bytes:
        data = bytearray()
        while len(data) < length:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._reader], [], [], left)[0]:
                raise Timeout(f"no answer within {seconds:g} seconds")
            part = os.read(self._reader, min(length - len(data), 2**20))
            if not part:
                raise Crash(self._how_it_ended())
            data += part
        return bytes(data)

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "the process closed its pipe"
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"Python was ended by {signal.Signals(-code).name}"
        return f"Python ended with exit code {code}"


@cache
def _program() -> Path:
    """The folder with what runs in the process, copied once; it goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="submission-program-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(CHILD, folder, dirs_exist_ok=True)
    shutil.copytree(Path(descent.__file__).parent, folder / "descent")
    return folder
