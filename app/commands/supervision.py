"""A process that is kept running beside this one: started again whenever it ends, ever later the sooner it ended."""

import logging
import subprocess
import time
from collections.abc import Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Self

log = logging.getLogger("app.commands.supervision")

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
LOOK = 0.1
"""Seconds between two looks at the process."""


class Supervised:
    """Keeps one process running as a context: it is there on entry, and over when the context is left.

    A process that ends by itself is started again after a pause, which doubles from one second to a minute while it
    keeps ending within a minute of its start. Each end is said in the log, with what is done about it.
    """

    def __init__(self, command: Sequence[str], what: str, stop_seconds: float, first_pause: float = FIRST_PAUSE):
        self.command = command
        self.what = what
        """What the log calls it: "the worker"."""
        self.stop_seconds = stop_seconds
        self.first_pause = first_pause
        self.starts = 0
        """How often it was started."""
        self._over = Event()
        self._process = self._start()
        self._thread = Thread(target=self._watch, name="supervision", daemon=True)

    def __enter__(self) -> Self:
        """Watch the process."""
        self._thread.start()
        return self

    def ask(self) -> None:
        """Ask the process to end and wait for nothing; it is not started again."""
        self._over.set()
        self._process.terminate()

    @property
    def trouble(self) -> str | None:
        """Why the process is not there, in a sentence; None while it is."""
        code = self._process.poll()
        if code is None or self._over.is_set():
            return None
        return f"{self.what} ended ({ending(code)}) and is started again; started {self.starts} times so far"

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Ask the process to end, and end it after `stop_seconds`."""
        self._over.set()
        self._thread.join()
        self._process.terminate()
        try:
            self._process.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        self.starts += 1
        return subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C in a terminal is for this process, which then ends the other
        )

    def _watch(self) -> None:
        pause, started = self.first_pause, time.monotonic()
        while not self._over.wait(LOOK):
            code = self._process.poll()
            if code is None:
                continue
            if time.monotonic() - started > LONGEST_PAUSE:
                pause = self.first_pause
            log.error("%s ended (%s); it starts again in %g s", self.what, ending(code), pause)
            if self._over.wait(pause):
                return
            pause, started = min(LONGEST_PAUSE, 2 * pause), time.monotonic()
            self._start_again()

    def _start_again(self) -> None:
        try:
            self._process = self._start()
        except OSError as error:
            log.error("%s could not be started: %s", self.what, error)


def ending(code: int) -> str:
    """How a process ended: by which signal, or with which status."""
    return f"signal {-code}" if code < 0 else f"status {code}"
