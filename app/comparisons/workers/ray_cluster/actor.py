"""The actor on a node: it starts one worker process of ours, says when that has ended, and stops it.

A worker in a process of its own is ended, crashes and runs out of memory as on any other machine, and the actor is
there to say so. If Ray ends the actor, the worker ends at once with it, and its lease says the rest.
"""

import json
import shutil
import tempfile
import time
from pathlib import Path

from app.comparisons.workers.engines.local import LocalEngine

LOOK = 0.1
"""Seconds between two looks at the process."""


class Slot:
    """One GPU or one processor of a node with one worker; everything that crosses is JSON."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="playground-worker-"))
        self._engine: LocalEngine | None = None
        self._owner = ""

    def begin(self, text: str) -> None:
        """Start the worker by its order: `owner`, `module`, and the `server` with `address`, `token`, `authority`."""
        order = json.loads(text)
        server = order["server"]
        for name in ("token", "authority"):
            content = server.pop(name)
            if content is not None:
                file = self._folder / name  # the folder is of this user alone
                file.write_text(content, encoding="ascii")
                server["token_file" if name == "token" else name] = str(file)
        self._owner = order["owner"]
        self._engine = LocalEngine(1, order.pop("module"))
        self._engine.launch(order)

    def ended(self) -> str:
        """How the worker ended, as a `Status`; answers once it has."""
        assert self._engine is not None
        while (status := self._engine.alive(self._owner))["alive"]:
            time.sleep(LOOK)
        shutil.rmtree(self._folder, ignore_errors=True)
        return json.dumps(status)

    def stop(self, force: bool) -> None:
        """Ask the worker to end, or end it at once."""
        if self._engine is not None:
            self._engine.stop(self._owner, force)
