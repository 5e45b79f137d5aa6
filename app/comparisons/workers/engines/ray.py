"""Workers on the nodes of a Ray cluster: one actor per GPU, or per processor where the cluster has no GPU.

Ray is imported by a process of its own (`app.comparisons.workers.ray_cluster.driver`), which the engine starts, hears
and starts again: a call of Ray may wait for minutes, and Ray ends a process whose head is gone. The workers ask the
site for work over HTTP, so that their leases stand whatever becomes of the cluster.
"""

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.comparisons.errors import EngineFailure
from app.comparisons.workers.engines.base import UNWELCOME, Order, Status

log = logging.getLogger("app.comparisons.workers.engines.ray")

DRIVER = "app.comparisons.workers.ray_cluster.driver"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds before the cluster is tried again; twice as long each time."""
SILENT = 10.0
"""So many seconds after its last answer the head is taken for gone: nothing is started any more."""
STUCK = 120.0
"""So long the driver may say nothing; then it is ended, and another one is started."""
END_SECONDS = 8.0
"""So long the driver may take to leave the cluster."""
REMEMBERED = 1000
"""Workers that are over and of which it is still known how they ended."""
ENDED: Status = {"alive": False, "exit": None, "reason": None}


@dataclass(frozen=True)
class Place:
    """Where workers find the site, and how they are let in."""

    here: str
    """Its address from this machine."""
    elsewhere: str | None
    """Its address from other machines; None where it listens on this one only."""
    holder: str
    """Whose the token is: owners of leases are named `holder/process`."""
    token: str
    authority: str | None = None
    """The certificate of the authority that vouches for the site, where machines do not know it."""


class RayEngine:
    """An engine over one cluster. No call waits for it: they answer by what was heard last."""

    def __init__(
        self,
        address: str,
        place: Place,
        most: int | None = None,
        wheel: str | None = None,
        module: str = "app.comparisons.workers.worker",
        tell: Callable[[dict[str, Any]], None] = lambda _: None,
    ):
        self.address = address
        self.place = place
        self.most = most
        """Workers at a time; None: as many as the cluster has room for."""
        self.wheel = wheel
        self.module = module
        self.tell = tell
        """Told how the cluster is, again and again: `{"engine", "address", "trouble", "nodes"}`."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._heard: dict[str, Any] | None = None
        self._heard_at = time.monotonic()
        self._known: set[str] = set()
        self._ended: dict[str, Status] = {}
        self._trouble: str | None = f"connecting to Ray at {address}"
        self._last: str | None = None
        """How the last worker ended that Ray could not keep."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="ray", daemon=True)
        self._thread.start()

    def capacity(self) -> int:
        """Slots of nodes that can reach the site, as far as nobody else has them; what runs alone while Ray is away."""
        self._end_stuck()
        with self._lock:
            if self._heard is None or self._heard["silent"] > SILENT:
                return len(self._known)
            room = int(self._heard["capacity"])
        return room if self.most is None else min(room, self.most)

    def launch(self, order: Order) -> str:
        """Start a worker where there is most room; its handle is the owner that its leases will have.

        A worker without work gives its slot back to the cluster after the `idle_seconds` of the settings.
        """
        handle = f"{self.place.holder}/{order['owner']}"
        idle = order["settings"]["idle_seconds"]
        server = {"token": self.place.token, "authority": self.place.authority, "idle_seconds": idle}
        sent = {"owner": order["owner"], "module": self.module, "together": True, "server": server}
        room = self.capacity()
        with self._lock:
            if self._heard is None or self._heard["silent"] > SILENT:
                raise EngineFailure(self._trouble or f"Ray at {self.address} does not answer")
            if len(self._known) >= room:
                raise EngineFailure(f"all {room} slots are taken")
            self._known.add(handle)
        self._send({"do": "launch", "handle": handle, "order": sent})
        return handle

    def alive(self, handle: str) -> Status:
        """As it was heard last; a worker that Ray has lost may live on, and its lease with it."""
        with self._lock:
            if handle in self._known:
                return {"alive": True, "exit": None, "reason": None}
            return self._ended.get(handle, ENDED)

    def stop(self, handle: str, force: bool) -> None:
        """Ask the actor to end its worker."""
        with self._lock:
            if handle not in self._known:
                return
        self._send({"do": "stop", "handle": handle, "force": force})

    def close(self) -> None:
        """Leave the cluster; what still runs there ends."""
        self._over.set()
        process = self._process
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join()

    def _send(self, order: Mapping[str, Any]) -> None:
        """Tell the driver; nothing where it is gone, which is heard soon."""
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(json.dumps(order, allow_nan=False) + "\n")
            process.stdin.flush()
        except (OSError, ValueError) as error:
            log.debug("the driver is gone: %s", error)

    def _end_stuck(self) -> None:
        if time.monotonic() - self._heard_at > STUCK and self._process is not None:
            self._process.kill()

    def _keep(self) -> None:
        """Start the driver, hear it to its end, and start another, ever later."""
        pause = FIRST_PAUSE
        while not self._over.is_set():
            connected = self._hear()
            if self._over.is_set():
                return
            pause = FIRST_PAUSE if connected else min(LONGEST_PAUSE, 2 * pause)
            log.error("%s; it is tried again in %g s", self._trouble, pause)
            self._told()
            self._over.wait(pause)

    def _hear(self) -> bool:
        """Whether the driver was connected before it ended."""
        asked = {
            "address": self.address, "here": self.place.here, "elsewhere": self.place.elsewhere, "wheel": self.wheel
        }  # fmt: skip
        self._heard_at = time.monotonic()
        failure = None
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", DRIVER, json.dumps(asked)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # Ray keeps logs of its own, and says much
                text=True,
                start_new_session=True,  # Ctrl+C in a terminal is for the scheduler
            )
        except OSError as error:
            self._trouble = f"the process that speaks to Ray could not be started: {error}"
            return False
        self._process = process
        if self._over.is_set():  # who closes the engine may not have seen it
            process.kill()
        assert process.stdout is not None
        assert process.stdin is not None
        for line in process.stdout:
            with suppress(ValueError):  # half a line, of a process that was ended
                said = json.loads(line)
                failure = said.get("failure", failure)
                self._take(said)
        process.wait()
        process.stdout.close()
        with suppress(OSError):  # what could not be written any more
            process.stdin.close()
        with self._lock:
            connected = self._heard is not None
            self._heard = None
            self._ended |= dict.fromkeys(self._known, ENDED)
            self._known.clear()
            self._trouble = failure or f"the connection to Ray at {self.address} has ended; its head may be gone"
        return connected

    def _take(self, said: dict[str, Any]) -> None:
        self._heard_at = time.monotonic()
        with self._lock:
            if "ended" in said:
                self._known.discard(said["ended"])
                self._ended = {**dict(list(self._ended.items())[-REMEMBERED:]), said["ended"]: said["status"]}
                self._last = self._why(said["ended"], said["status"])
            elif "nodes" in said:
                self._heard = said
                away = said["silent"] > SILENT
                self._trouble = f"the head of Ray has not answered for {said['silent']:.0f} s" if away else None
        if "nodes" in said:
            self._told()

    def _why(self, handle: str, status: Status) -> str | None:
        """What is told of an end that nobody asked for."""
        if status["exit"] == UNWELCOME:
            return f"{handle} was not taken by the site"
        if status["exit"] is None:
            return f"{handle} is gone: {status.get('detail') or 'Ray does not say why'}"
        if status["exit"] > 0:
            return f"{handle} ended with status {status['exit']}; Ray's folder of logs on its node says more"
        return self._last

    def _told(self) -> None:
        with self._lock:
            heard = self._heard or {"nodes": [], "workers": [], "unit": "CPU", "capacity": 0}
            state = {
                "engine": "ray",
                "address": self.address,
                "trouble": self._trouble,
                "last": self._last,
                "unit": heard["unit"],
                "capacity": heard["capacity"],
                "nodes": [{**node, "workers": of(heard["workers"], node["id"])} for node in heard["nodes"]],
            }
        self.tell(state)


def of(workers: list[dict[str, Any]], node: str) -> list[dict[str, Any]]:
    """The workers on one node."""
    return [{"handle": each["handle"], "starts": each["starts"]} for each in workers if each["node"] == node]
