"""From a rule to its graph: `update`, `init` and `view` are called with symbols, and what they do is written down."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from descent.graph.check import check
from descent.graph.graph import Graph, canonical
from descent.graph.namespace import TracedNamespace
from descent.graph.refusal import Refused
from descent.graph.tape import Pinned
from descent.graph.tracer import Tracer
from descent.spec import Rule

RUN_COUNTS = (1009, 1013)
"""The numbers of runs with which a rule is traced: whatever depends on them differs."""


class Trace:
    """A graph, and what a person should know about it."""

    def __init__(self, graph: Graph, alone: int | None, state: Any):
        self.graph = graph
        self.alone = alone
        """The line that takes a run as the only one; None where the function takes many runs at once."""
        self.state = state
        """A state in the author's own form, its leaves symbols."""


def trace(
    rule: Rule | Callable[[], Rule],
    shapes: Sequence[Sequence[int]],
    host: Any,
    choices: Mapping[str, Any] | None = None,
    files: frozenset[str] = frozenset(),
    entering: Callable[[TracedNamespace], Any] | None = None,
) -> Trace:
    """The graph of the rule for a tensor of that shape, or for scope `model` for several tensors.

    In place of the rule, a function that loads it anew: what a rule keeps from call to call then begins afresh.

    `host` is the array namespace in which plain numbers are computed, `files` what its author wrote, `entering` is told
    of each namespace before it is used. `Refused` with the author's line where the rule cannot be traced.
    """
    load: Callable[[], Rule] = (lambda: rule) if isinstance(rule, Rule) else rule
    first = load()
    if first.perturb is not None:
        raise Refused(
            "a graph is one step, and SAM takes a second gradient at a point of its own within it; take SAM away"
        )
    settings = first.settings(choices or {})
    pinned: dict[str, Any] = {}
    while True:
        try:
            found = [Tracer(load(), shapes, host, settings, pinned, files, runs, entering) for runs in RUN_COUNTS]
            graphs = [one.data() for one in found]
            break
        except Pinned as error:
            new = [name for name in error.names if name not in pinned]
            if not new:
                raise Refused(f"{', '.join(error.names)} is needed as a number") from None
            pinned |= {name: settings[name] for name in new}
    if canonical(graphs[0]) != canonical(graphs[1]):
        again = Tracer(load(), shapes, host, settings, pinned, files, RUN_COUNTS[0], entering)
        if canonical(again.data()) != canonical(graphs[0]):
            raise Refused(
                "traced twice, this gives two formulas: it draws by chance, reads a clock, or keeps something from "
                "call to call; noise is an input that a rule declares, and what lasts belongs into s"
            ).placed(*found[0].differing(again))
        raise Refused(
            "this depends on the number of runs, the first side of every array (len(p), p.shape[0], a loop over it); "
            "the tensor begins at p.shape[1]"
        ).placed(*found[0].differing(found[1]))
    return Trace(check(graphs[0]), found[0].alone, found[0].returned)
