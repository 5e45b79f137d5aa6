"""A checked graph, and its canonical text: what `update`, `init` and `view` of a rule compute, as lists of operations.

A value is numbered: first the inputs of its section, then the nodes in order of evaluation. The canonical text is JSON
with sorted keys and without spaces; its SHA-256, taken without the author's names, is the identity of the graph.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from descent.graph.kinds import Kind

VERSION = 1
MAX_NODES = 4000
MAX_DEPTH = 256


@dataclass(frozen=True)
class Node:
    """One operation on earlier values; `name` is what the author called the outcome, if anything."""

    op: str
    args: tuple[int, ...]
    attrs: Mapping[str, Any]
    name: str | None = None


@dataclass(frozen=True)
class Section:
    """One function: its inputs with their kinds, its nodes, which values come out, and the kind of every value."""

    inputs: tuple[tuple[str, Kind], ...]
    nodes: tuple[Node, ...]
    outputs: Mapping[str, int]
    kinds: tuple[Kind, ...]
    cost: int
    """Operations on numbers for one run."""


@dataclass(frozen=True)
class Graph:
    """A rule as a graph. Made by `check` alone, so whoever holds one may evaluate it."""

    scope: str
    shapes: tuple[tuple[int, ...], ...]
    """Of its tensors without the run axis: one, but for scope `model`."""
    hypers: Mapping[str, float]
    """Each numeric hyperparameter with its default."""
    choices: Mapping[str, Any]
    """What was constant while it was traced."""
    state: Mapping[str, Kind]
    update: Section
    init: Section
    view: Section | None
    data: Mapping[str, Any] = field(repr=False)

    @property
    def text(self) -> str:
        """The canonical text."""
        return canonical(self.data)

    @property
    def identity(self) -> str:
        """The hash of what it computes, 64 hexadecimal digits; the author's names do not count."""
        return hashlib.sha256(canonical(without_names(self.data)).encode()).hexdigest()

    @property
    def nodes(self) -> int:
        """How many nodes its sections have."""
        return sum(len(section.nodes) for section in (self.update, self.init, self.view) if section)

    @property
    def cost(self) -> int:
        """Operations on numbers for one run and step."""
        return self.update.cost


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces; equal data give equal text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def without_names(data: Any) -> Any:
    """The data without what the author called the nodes."""
    if isinstance(data, dict):
        named = "op" in data
        return {key: without_names(value) for key, value in data.items() if not (named and key == "name")}
    return [without_names(one) for one in data] if isinstance(data, list) else data
