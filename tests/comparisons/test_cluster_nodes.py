"""Which slots the nodes of a cluster have, and which are used: told by hand, as Ray tells it."""

from collections.abc import Mapping
from typing import Any

from app.comparisons.workers.ray_cluster.nodes import Node, freest, nodes_of, on_this_machine, room, unit_of


def told(name: str, address: str, resources: Mapping[str, float], alive: bool = True) -> dict[str, Any]:
    names = {"NodeID": name, "NodeManagerHostname": name, "NodeManagerAddress": address}
    return {**names, "Alive": alive, "Resources": resources}


def slots(nodes: list[Node]) -> dict[str, int]:
    return {node.name: node.slots for node in nodes}


def test_every_processor_is_a_slot_and_every_gpu_where_there_are_any_and_no_part_of_one() -> None:
    head, plain = told("head", "192.0.2.1", {"memory": 1.0}), told("plain", "192.0.2.2", {"CPU": 4.5})
    dead = told("dead", "192.0.2.4", {"CPU": 8.0, "GPU": 8.0}, alive=False)
    assert slots(nodes_of([head, plain, dead], "here", None, lambda _: True)) == {"head": 0, "plain": 4}
    graphics = told("graphics", "192.0.2.3", {"CPU": 16.0, "GPU": 2.0})
    assert slots(nodes_of([head, plain, graphics], "here", None, lambda _: True)) == {
        "head": 0, "plain": 0, "graphics": 2
    }  # fmt: skip
    assert unit_of([head, plain]) == "CPU"
    assert unit_of([plain, graphics]) == "GPU"


def test_a_node_elsewhere_has_the_address_for_others_or_none() -> None:
    both = [told("one", "192.0.2.1", {"CPU": 1.0}), told("two", "192.0.2.2", {"CPU": 1.0})]
    found = nodes_of(both, "http://127.0.0.1:8123", "http://lab:8123", lambda address: address == "192.0.2.1")
    assert [node.site for node in found] == ["http://127.0.0.1:8123", "http://lab:8123"]
    found = nodes_of(both, "http://127.0.0.1:8123", None, lambda address: address == "192.0.2.1")
    assert [node.site for node in found] == ["http://127.0.0.1:8123", None]
    assert freest(found, {}, []).name == "one"
    assert freest(found, {"one": 1}, []) is None  # nothing is started where the site cannot be reached
    assert room(found, {}, available=2) == 1


def test_what_others_have_of_the_cluster_is_no_room() -> None:
    nodes = [Node("a", "a", "", 4, "x"), Node("b", "b", "", 2, "x")]
    assert room(nodes, {}, available=6) == 6
    assert room(nodes, {"a": 3}, available=0) == 3
    assert room(nodes, {"a": 3}, available=1) == 4
    assert freest(nodes, {"a": 3}, []).name == "b"
    assert freest(nodes, {"a": 3}, ["b"]).name == "a"


def test_this_machine_knows_its_own_addresses() -> None:
    assert on_this_machine("127.0.0.1")
    assert not on_this_machine("203.0.113.7")
