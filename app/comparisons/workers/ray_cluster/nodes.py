"""Which nodes a cluster has, how many workers each can have, and where a worker there finds the site."""

import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Node:
    """One machine of the cluster, or one that pretends to be."""

    id: str
    name: str
    address: str
    slots: int
    """Workers that it can have: its GPUs, or its processors in a cluster without any."""
    site: str | None
    """Where workers there ask for work; None where they cannot reach the site."""


def nodes_of(
    told: Sequence[Mapping[str, Any]], here: str, elsewhere: str | None, is_here: Callable[[str], bool]
) -> list[Node]:
    """The nodes that are alive, of what `ray.nodes()` tells; `here` and `elsewhere` are addresses of the site."""
    alive = [each for each in told if each["Alive"]]
    unit = unit_of(alive)
    found = []
    for each in alive:
        address = str(each["NodeManagerAddress"])
        slots = int(each["Resources"].get(unit, 0))
        site = here if is_here(address) else elsewhere
        found.append(Node(str(each["NodeID"]), str(each["NodeManagerHostname"]), address, slots, site))
    return sorted(found, key=lambda node: (node.name, node.id))


def unit_of(alive: Sequence[Mapping[str, Any]]) -> str:
    """What one worker takes: a GPU where the cluster has any, otherwise a CPU; never a part of one."""
    return "GPU" if any(each["Resources"].get("GPU", 0) >= 1 for each in alive) else "CPU"


def on_this_machine(address: str) -> bool:
    """Whether an address is one of this machine's: only these can be bound."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def freest(nodes: Sequence[Node], taken: Mapping[str, int], avoided: Sequence[str]) -> Node | None:
    """The node with the most free slots from which the site can be reached; None where no slot is free."""
    usable = [node for node in nodes if node.site and node.id not in avoided]
    free = {node.id: node.slots - taken.get(node.id, 0) for node in usable}
    best = max(usable, key=lambda node: free[node.id], default=None)
    return best if best is not None and free[best.id] > 0 else None


def room(nodes: Sequence[Node], taken: Mapping[str, int], available: int) -> int:
    """How many workers there may be, those that run included; `available` is what nobody has taken of the cluster."""
    ours = sum(taken.values())
    free = sum(max(0, node.slots - taken.get(node.id, 0)) for node in nodes if node.site)
    return ours + min(free, max(0, available))
