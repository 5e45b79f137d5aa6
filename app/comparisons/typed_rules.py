"""Rules that a person typed, as graphs: one for each shape of tensor that they step. No source, nothing that runs code.

A rule is called `typed_` and the first digits of what identifies its graphs, wherever a built-in one has its name.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from descent import registry
from descent.graph import Graph, Refused, check, rule_of
from descent.graph.graph import canonical, without_names
from descent.spec import Rule

PREFIX = "typed_"
LENGTH = 12


@lru_cache(maxsize=256)
def graph_of(text: str) -> Graph:
    """The graph of a canonical text; `Refused` where it is none."""
    return check(json.loads(text))


@lru_cache(maxsize=256)
def canonical_text(text: str) -> str:
    """The canonical text of a graph that came as JSON text; `Refused` where it is none.

    Text and not data, because JavaScript writes 1.0 as 1 and -0.0 as 0.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("a graph is JSON text, as it was traced") from None
    # Checked first: what is no graph may be nested deeper than text can be written.
    return canonical(check(data).data)


def nameless(text: str) -> str:
    """The canonical text without what the author called the values."""
    return canonical(without_names(json.loads(text)))


def name_of(texts: Sequence[str]) -> str:
    """What the rule of these graphs is called; the author's names do not count, nor the order."""
    digests = sorted(graph_of(text).identity for text in texts)
    return PREFIX + hashlib.sha256("".join(digests).encode()).hexdigest()[:LENGTH]


def is_typed(name: str) -> bool:
    """Whether that is the name of a typed rule."""
    return name.startswith(PREFIX)


def rule(name: str, texts: Sequence[str]) -> Rule:
    """The rule of the registry, or with graphs the typed one; errors as the registry and `check` raise them."""
    return typed_rule(tuple(texts)) if texts else registry.rule(name)


@lru_cache(maxsize=64)
def typed_rule(texts: tuple[str, ...]) -> Rule:
    """One rule of several graphs, each for the tensors of its shape; `Refused` where they are not of one rule."""
    graphs = [graph_of(text) for text in texts]
    first = graphs[0]
    for graph in graphs[1:]:
        for what in ("scope", "hypers", "choices"):
            if getattr(graph, what) != getattr(first, what):
                raise Refused(f"the graphs of a rule have one {what}; two of these differ")
        if (graph.view is None) != (first.view is None):
            raise Refused("either all graphs of a rule have a view, or none")
    if first.scope == "model":
        if len(graphs) > 1:
            raise Refused("a rule of scope model has one graph, for all tensors together")
        return rule_of(first)
    rules = {graph.shapes[0]: rule_of(graph) for graph in graphs}
    if len(rules) < len(graphs):
        raise Refused("two graphs are for one shape; give each shape once")
    return _by_shape(rules, rules[first.shapes[0]])


def _by_shape(rules: Mapping[tuple[int, ...], Rule], like: Rule) -> Rule:
    """A rule like one of them that lets each tensor be stepped by the one for its shape."""

    def called(which: str) -> Callable[..., Any]:
        def call(p: Any, *args: Any, **settings: Any) -> Any:
            shape = tuple(p.shape[1:])
            if shape not in rules:
                raise Refused(f"no graph is for the shape {shape}; there are: {', '.join(map(str, rules))}")
            return getattr(rules[shape], which)(p, *args, **settings)

        return call

    inputs = tuple(dict.fromkeys(name for one in rules.values() for name in one.inputs))
    return Rule(
        called("init"),
        called("update"),
        like.scope,
        like.hypers,
        inputs=inputs,
        view=called("view") if like.view else None,
    )


def missing(texts: Sequence[str], shapes: Mapping[str, Sequence[int]], matrices: Sequence[str]) -> str | None:
    """Why graphs do not go with the tensors of a workload, in a sentence; None where they do.

    `shapes` are all its tensors by name, `matrices` the names of those that a rule of matrices takes.
    """
    graphs = [graph_of(text) for text in texts]
    if graphs[0].scope == "model":
        wanted = [tuple(sides) for sides in shapes.values()]
        if list(graphs[0].shapes) != wanted:
            return f"the graph is for tensors of the shapes {_listed(graphs[0].shapes)}; needed are {_listed(wanted)}"
        return None
    taken = [name for name in shapes if graphs[0].scope != "matrix" or name in matrices]
    there, needed = {graph.shapes[0] for graph in graphs}, {tuple(shapes[name]) for name in taken}
    if there != needed:
        return f"there are graphs for the shapes {_listed(sorted(there))}; needed are {_listed(sorted(needed))}"
    return None


def _listed(shapes: Sequence[Sequence[int]]) -> str:
    return ", ".join("x".join(map(str, sides)) or "()" for sides in shapes) or "none"


class StepCost(NamedTuple):
    """What one step of all tensors takes."""

    calls: int
    """Of the array library."""
    operations: int
    """On numbers, per run."""
    held: int
    """Numbers per run that are there at once, at most: every value of the step."""


def step_cost(texts: Sequence[str], shapes: Mapping[Any, Sequence[int]]) -> StepCost:
    """What one step of all tensors of these shapes takes, counted from the nodes."""
    one = graph_of(texts[0])
    graphs = {graph.shapes[0]: graph for graph in map(graph_of, texts)}
    stepped = [graphs[sides] for sides in map(tuple, shapes.values()) if sides in graphs]
    stepped = [one] if one.scope == "model" else stepped
    held = [sum(kind.entries for kind in graph.update.kinds) for graph in stepped]
    calls = sum(len(graph.update.nodes) for graph in stepped)
    return StepCost(calls, sum(graph.cost for graph in stepped), sum(held))
