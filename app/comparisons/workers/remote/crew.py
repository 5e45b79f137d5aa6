"""Keeps workers running on this machine for a server on another one, and tells it of those that ended by themselves."""

import logging
import secrets
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Any

from app.comparisons.errors import EngineFailure, ServerAway, Unwelcome
from app.comparisons.workers.endings import ending
from app.comparisons.workers.engines.base import FAILED, UNWELCOME, Engine
from app.comparisons.workers.remote.connection import Connection
from app.comparisons.workers.remote.messages import Ended

log = logging.getLogger("app.comparisons.workers.remote")

LOOK = 0.2
"""Seconds between two looks at the processes."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds before a worker is started again that ended soon after its start; twice as long each time."""
SOON = 60.0
AFTER_KILL = 2.0


class Crew:
    """As many workers as the engine has room for; they end when the crew does."""

    def __init__(self, engine: Engine, address: str, token_file: Path, authority: Path | None, stop_seconds: float):
        self.engine = engine
        self.server = {
            "address": address,
            "token_file": str(token_file.absolute()),
            "authority": None if authority is None else str(authority.absolute()),
        }
        self.stop_seconds = stop_seconds
        self.over = Event()
        self.connection = Connection(address, token_file, name(), self.over, authority)
        self._started: dict[str, float] = {}
        self._pause = 0.0
        self._paused_until = 0.0

    def run(self) -> int:
        """Keep them running until `over` is set, or the server takes none of them; the exit status."""
        try:
            while not self.over.wait(LOOK):
                if not self._look():
                    return 1
        finally:
            self._stop()
            self.connection.close()
        return 0

    def _look(self) -> bool:
        """Start what is missing, tell of what has ended; False where another start does not help."""
        for process, began in list(self._started.items()):
            status = self.engine.alive(process)
            if status["alive"]:
                continue
            del self._started[process]
            self._tell(process, status)
            if status["exit"] == UNWELCOME:
                return False
            if status["exit"] not in (0, FAILED) or time.monotonic() - began < FIRST_PAUSE:
                soon = time.monotonic() - began < SOON
                self._pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, 2 * self._pause)) if soon else FIRST_PAUSE
                self._paused_until = time.monotonic() + self._pause
        while len(self._started) < self.engine.capacity() and time.monotonic() >= self._paused_until:
            process = name()
            try:
                self.engine.launch({"owner": process, "server": self.server})
            except EngineFailure as failure:
                log.error("%s", failure)
                self._paused_until = time.monotonic() + FIRST_PAUSE
                break
            self._started[process] = time.monotonic()
        return True

    def _tell(self, process: str, status: Mapping[str, Any]) -> None:
        """Have the server take back at once what a dead worker held; it does so later anyway."""
        if status["exit"] in (0, UNWELCOME):
            return
        reason, detail = ending(status["exit"])
        log.error("a worker is gone: %s; another one is started", detail)
        said = Ended(process=process, reason=status["reason"] or reason, detail=detail)
        try:
            self.connection.once("POST", "/ended", said)
        except (ServerAway, Unwelcome) as error:
            log.warning("%s", error)

    def _stop(self) -> None:
        """Ask the workers to end, and end them after a while: they give back what they hold, with a checkpoint."""
        for force, seconds in ((False, self.stop_seconds), (True, AFTER_KILL)):
            for process in self._started:
                self.engine.stop(process, force=force)
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline and any(self.engine.alive(each)["alive"] for each in self._started):
                time.sleep(LOOK / 4)


def name() -> str:
    """A name for a process that no other one has, beginning with that of this machine."""
    host = "".join(letter for letter in socket.gethostname() if letter.isascii() and letter.isalnum())[:30]
    return f"{host or 'worker'}-{secrets.token_hex(12)}"
