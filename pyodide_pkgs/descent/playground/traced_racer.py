"""The graph of a racer's rule with what stands around it, remembered from one step that is shown to the next."""

from collections.abc import Sequence
from typing import Any

from descent.graph import Graph, trace
from descent.playground.racer import Racer
from descent.sandbox.traced import SHORT, traced
from descent.spec import Namespace

FILE = "rule.py"
MOST_KNOWN = 32

Key = tuple[Any, ...]
_known: dict[Key, Graph] = {}


def graph_of(racer: Racer, shapes: Sequence[Sequence[int]], xp: Namespace) -> Graph:
    """The graph of the racer's rule, modifiers in it, for tensors of these shapes; `Refused` where it has none.

    One graph serves all values of the numeric settings, which a race gives as arrays: no rule needs them as constants.
    """
    key = (*racer.label, tuple(map(tuple, shapes)))
    if key in _known:
        return _known[key]
    settings = {**racer.choices, **racer.settings}
    source = racer.description.get("source")
    if source is None:
        graph = trace(racer.rule, shapes, xp, settings).graph
    else:
        modifiers = racer.description.get("modifiers") or ()
        graph = traced(source, FILE, shapes, xp, steps=SHORT, modifiers=modifiers, settings=settings).graph
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[key] = graph
    return graph
