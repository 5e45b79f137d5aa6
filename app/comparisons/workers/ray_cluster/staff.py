"""The workers on a cluster: one actor each, from the order to how it ended. No call here waits for the cluster."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from app.comparisons.store.attempts import OUT_OF_MEMORY
from app.comparisons.workers.engines.base import Status
from app.comparisons.workers.ray_cluster.actor import Slot
from app.comparisons.workers.ray_cluster.connecting import first_line
from app.comparisons.workers.ray_cluster.nodes import Node, freest

START_SECONDS = 60.0
"""So long an actor may take to come; somebody else has its slot, or its node is gone."""
FORCE_SECONDS = 5.0
"""So long an actor may take to end its worker; then it is ended itself."""
AVOIDED_SECONDS = 30.0
"""So long nothing is started on a node where that did not work."""
MEMORY = ("NODE_OUT_OF_MEMORY", "running low on memory")
"""What Ray says of an actor that it ended to get memory back."""


@dataclass
class Hired:
    """One worker, and what is known of it."""

    node: Node
    actor: Any
    begun: Any
    """Answers once the worker was started; None after it did."""
    ended: Any
    """Answers once the worker has ended."""
    since: float
    forced: float | None = None


class Staff:
    """All workers that this process started."""

    def __init__(self) -> None:
        self.hired: dict[str, Hired] = {}
        self._avoided: dict[str, float] = {}

    def taken(self) -> Counter[str]:
        """How many slots of each node are taken by its id."""
        return Counter(each.node.id for each in self.hired.values())

    def launch(self, handle: str, order: dict[str, Any], nodes: Sequence[Node], unit: str) -> Status | None:
        """Start a worker where there is most room; how it ended where there is none."""
        now = time.monotonic()
        avoided = [node for node, until in self._avoided.items() if until > now]
        node = freest(nodes, self.taken(), avoided)
        if node is None:
            return gone("no slot is free")
        order["server"]["address"] = node.site
        actor = (
            ray.remote(Slot)
            .options(
                num_cpus=1 if unit == "CPU" else 0,
                num_gpus=1 if unit == "GPU" else 0,
                max_restarts=0,
                max_task_retries=0,  # leases alone decide what is tried again
                max_concurrency=3,
                scheduling_strategy=NodeAffinitySchedulingStrategy(node_id=node.id, soft=False),
            )
            .remote()
        )
        self.hired[handle] = Hired(node, actor, actor.begin.remote(json.dumps(order)), None, now)
        return None

    def stop(self, handle: str, force: bool) -> None:
        """Ask a worker to end, or end it; nothing where it is gone."""
        each = self.hired.get(handle)
        if each is None:
            return
        each.actor.stop.remote(force)
        if force and each.forced is None:
            each.forced = time.monotonic()

    def look(self) -> dict[str, Status]:
        """Those that have ended since the last look."""
        over = {}
        for handle, each in list(self.hired.items()):
            status = self._look_at(each)
            if status is not None:
                over[handle] = status
                del self.hired[handle]
                ray.kill(each.actor)
        return over

    def _look_at(self, each: Hired) -> Status | None:
        now = time.monotonic()
        try:
            if each.begun is not None and ready(each.begun):
                ray.get(each.begun, timeout=FORCE_SECONDS)
                each.begun, each.ended = None, each.actor.ended.remote()
            if each.ended is not None and ready(each.ended):
                status: Status = json.loads(ray.get(each.ended, timeout=FORCE_SECONDS))
                return status
        except Exception as error:  # the actor is gone, or the program is not there: Ray wraps whatever it was
            self._avoided[each.node.id] = now + AVOIDED_SECONDS
            return gone(first_line(error), OUT_OF_MEMORY if any(word in str(error) for word in MEMORY) else None)
        if each.begun is not None and now - each.since > START_SECONDS:
            self._avoided[each.node.id] = now + AVOIDED_SECONDS
            return gone(f"no slot came free on {each.node.name} within {START_SECONDS:g} s")
        if each.forced is not None and now - each.forced > FORCE_SECONDS:
            self._avoided[each.node.id] = now + AVOIDED_SECONDS
            return gone(f"{each.node.name} does not answer")
        return None


def ready(reference: Any) -> bool:
    """Whether an answer is there."""
    return bool(ray.wait([reference], timeout=0)[0])


def gone(detail: str, reason: str | None = None) -> Status:
    """The status of a worker of which nobody knows how it ended."""
    return {"alive": False, "exit": None, "reason": reason, "detail": detail}
