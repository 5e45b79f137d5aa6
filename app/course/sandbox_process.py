"""A process that runs a submission, and the other end that talks to it.

The process reads the source and then cases from its standard input, and writes one observation for each to a pipe of
its own; what the submission prints to file descriptor 1 goes nowhere. It may be killed at any time, die, or send
anything: to the other end that is a timeout, a crash or bytes that are checked like any other.
"""

import contextlib
import os
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import descent
from descent import wire

from app.course.errors import Crash, Timeout

_LENGTH = struct.Struct("<Q")
START_SECONDS = 30.0
"""How long Python and NumPy may take to start."""


class SubmissionProcess:
    """A running process that holds one submission; `observe` sends it a case. Use it as a context."""

    def __init__(self, source: str, file_name: str, memory_mib: int):
        reader, writer = os.pipe()
        folders = [str(Path(descent.__file__).parent.parent), str(Path(__file__).parents[2])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.course.sandbox_process", str(writer), str(memory_mib)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(writer,),
            start_new_session=True,  # so that whatever it starts can be ended with it
            env={**os.environ, "PYTHONPATH": os.pathsep.join(folders), "OPENBLAS_NUM_THREADS": "1"},
        )
        os.close(writer)
        self._reader = reader
        try:
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
        """Kills the process and everything that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._process.wait()
        with contextlib.suppress(OSError):
            os.close(self._reader)

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


def main(result: int, memory_mib: int) -> None:
    """Serve cases until the standard input ends."""
    import numpy
    from descent.browser import Sandbox

    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has it or allows it
        import resource

        most = memory_mib * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cases = os.fdopen(os.dup(0), "rb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    _write(result, b"")  # ready
    sandbox = Sandbox(numpy)
    file_name, source = _message(cases), _message(cases)
    while file_name is not None and source is not None:
        case = _message(cases)
        if case is None:
            return
        text = source.decode("utf-8", "surrogatepass")
        _write(result, sandbox.run(text, case, file_name=file_name.decode()))


def _message(stream: object) -> bytes | None:
    head = stream.read(_LENGTH.size)  # type: ignore[attr-defined]
    if len(head) < _LENGTH.size:
        return None
    data: bytes = stream.read(_LENGTH.unpack(head)[0])  # type: ignore[attr-defined]
    return data


def _write(result: int, data: bytes) -> None:
    message = memoryview(_LENGTH.pack(len(data)) + data)
    while message:
        message = message[os.write(result, message) :]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
