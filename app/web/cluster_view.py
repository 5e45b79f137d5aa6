"""What a page shows of a cluster: its nodes, what each of their workers does, and why something waits."""

from collections.abc import Mapping
from typing import Any

UNREACHED = (
    "The site listens on its own machine only, which workers on other nodes cannot reach: start it with"
    " --host 0.0.0.0, or name its address with --site-address."
)


def cluster_view(state: Mapping[str, Any], jobs: Mapping[str, str], waiting: int) -> dict[str, Any]:
    """Rows of nodes and sentences on what waits.

    `state` is what the engine told, `jobs` the job that each owner of a lease works on, `waiting` the shards that wait.
    """
    nodes = [node_row(node, state["unit"], jobs) for node in state["nodes"]]
    return {"address": state["address"], "nodes": nodes, "waits": waits(state, waiting) if waiting else []}


def node_row(node: Mapping[str, Any], unit: str, jobs: Mapping[str, str]) -> dict[str, Any]:
    """One node as a row: its name, its slots in words, and what each worker does."""
    doing = [
        {"worker": each["handle"], "job": jobs.get(each["handle"]), "state": "starts" if each["starts"] else "is idle"}
        for each in node["workers"]
    ]
    name = node["name"] if node["address"] == node["name"] else f"{node['name']} ({node['address']})"
    slots = f"{node['slots']} {unit}{'' if node['slots'] == 1 else 's'}" if node["slots"] else "none"
    return {"name": name, "slots": slots, "doing": doing, "unreached": bool(node["slots"]) and node["site"] is None}


def waits(state: Mapping[str, Any], waiting: int) -> list[str]:
    """Why shards wait, each reason as a sentence."""
    said = [f"{waiting} {'shard waits' if waiting == 1 else 'shards wait'}."]
    if state["trouble"]:
        return [*said, f"{state['trouble'][:1].upper()}{state['trouble'][1:]}."]
    slots = sum(node["slots"] for node in state["nodes"] if node["site"])
    taken = sum(len(node["workers"]) for node in state["nodes"])
    starting = sum(each["starts"] for node in state["nodes"] for each in node["workers"])
    if any(node["slots"] and not node["site"] for node in state["nodes"]):
        said.append(UNREACHED)
    if not slots:
        said.append(f"No node that can reach the site has a {state['unit']} for workers.")
    elif taken >= slots:
        which = "The one slot is" if slots == 1 else f"All {slots} slots are"
        said.append(f"{which} taken; work goes on as one comes free, or a node joins.")
    elif state["capacity"] <= taken:
        said.append(f"Others have what is left of the {slots} slots of the cluster.")
    if starting:
        said.append(f"{starting} {'worker is' if starting == 1 else 'workers are'} being started.")
    if state["last"]:
        said.append(f"The last that went wrong: {state['last']}.")
    return said
