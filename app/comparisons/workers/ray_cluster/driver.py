"""The process that is connected to a cluster: orders as lines of JSON in, what becomes of them as lines of JSON out.

    python -m app.comparisons.workers.ray_cluster.driver '{"address": "auto", "here": "http://127.0.0.1:8123", ...}'

In: `{"do": "launch", "handle", "order"}`, `{"do": "stop", "handle", "force"}`. Out: `{"nodes", "capacity", ...}` again
and again, `{"ended", "status"}`, and `{"failure", "passing"}` before it ends because there is no cluster. It ends, and
its actors with it, once nothing comes in any more.
"""

import json
import os
import queue
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from typing import Any, TextIO

LOOK = 0.1
"""Seconds between two looks at the workers."""
TOLD = 0.5
"""Seconds between two accounts of how it is."""
ASKED = 1.0
"""Seconds between two questions to the head."""


class Head:
    """What the head says of its cluster, asked by a thread of its own: one that is gone keeps who asks it waiting."""

    def __init__(self, here: str, elsewhere: str | None):
        self.here = here
        self.elsewhere = elsewhere
        self.nodes: list[Any] = []
        self.unit = "CPU"
        self.available = 0
        self.answered = time.monotonic()
        threading.Thread(target=self._run, name="head", daemon=True).start()

    def _run(self) -> None:
        import ray

        from app.comparisons.workers.ray_cluster.nodes import nodes_of, on_this_machine, unit_of

        while True:
            with suppress(Exception):  # however it fails, it has not answered
                told = ray.nodes()
                available = ray.available_resources()
                self.unit = unit_of([each for each in told if each["Alive"]])
                self.available = int(available.get(self.unit, 0))
                self.nodes = nodes_of(told, self.here, self.elsewhere, on_this_machine)
                self.answered = time.monotonic()
            time.sleep(ASKED)


class Driver:
    """Does what comes in, and says what becomes of it."""

    def __init__(self, asked: dict[str, Any], source: TextIO, target: TextIO):
        from app.comparisons.workers.ray_cluster.staff import Staff

        self.asked = asked
        self.target = target
        self.staff = Staff()
        self.head = Head(asked["here"], asked["elsewhere"])
        self._said = 0.0
        self._orders: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(source,), name="orders", daemon=True).start()

    def _read(self, source: TextIO) -> None:
        for line in source:
            self._orders.put(line)
        self._orders.put("")

    def say(self, **said: Any) -> None:
        """One line out."""
        print(json.dumps(said, allow_nan=False), file=self.target, flush=True)

    def run(self) -> None:
        """Until nothing comes in any more."""
        while self._do_all():
            for handle, status in self.staff.look().items():
                self.say(ended=handle, status=status)
            if time.monotonic() - self._said >= TOLD:
                self._said = time.monotonic()
                self._tell()
            time.sleep(LOOK)

    def _do_all(self) -> bool:
        while not self._orders.empty():
            line = self._orders.get()
            if not line:
                return False
            order = json.loads(line)
            if order["do"] == "launch":
                status = self.staff.launch(order["handle"], order["order"], self.head.nodes, self.head.unit)
                if status is not None:
                    self.say(ended=order["handle"], status=status)
            else:
                self.staff.stop(order["handle"], order["force"])
        return True

    def _tell(self) -> None:
        from app.comparisons.workers.ray_cluster.nodes import room

        head, hired = self.head, self.staff.hired
        workers = [
            {"handle": handle, "node": each.node.id, "starts": each.begun is not None} for handle, each in hired.items()
        ]
        self.say(
            nodes=[asdict(node) for node in head.nodes],
            unit=head.unit,
            capacity=room(head.nodes, self.staff.taken(), head.available),
            workers=workers,
            silent=time.monotonic() - head.answered,
        )


def main(text: str) -> int:
    """Connect and work; the exit status."""
    target = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever Ray prints is no line of ours
    os.environ.update(RAY_AUTH_MODE="token", RAY_USAGE_STATS_ENABLED="0")
    asked = json.loads(text)
    from app.comparisons.workers.ray_cluster.connecting import NoCluster, connect, require_token

    try:
        connect(asked["address"], asked["wheel"])
        require_token(asked["address"])
    except NoCluster as error:
        print(json.dumps({"failure": str(error), "passing": error.passing}), file=target, flush=True)
        return 1
    Driver(asked, sys.stdin, target).run()
    return 0


if __name__ == "__main__":
    status = main(sys.argv[1])
    import ray

    last = threading.Timer(5.0, os._exit, (status,))  # where the head is gone, Ray would wait for it
    last.daemon = True
    last.start()
    ray.shutdown()
    sys.exit(status)
