"""The graph of a racer's rule as a picture: its nodes, and the number of each one at the step that is shown."""

import functools
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NotRequired, TypedDict

from descent.arrays import quiet
from descent.graph import Graph, Refused
from descent.graph.interpreter import every_value
from descent.graph.tree import leaves
from descent.playground.answers import NoArrays, Unbounded
from descent.playground.arguments import MOST_STEPS, Arguments
from descent.playground.drawn_graph import DrawnNode, drawn
from descent.playground.landscape import LandscapeArguments, landscape_of
from descent.playground.race import per_row
from descent.playground.racer import RacerArguments, racer_of
from descent.playground.traced_racer import graph_of
from descent.sandbox.soundness import Notice
from descent.spec import Namespace
from descent.trace.march import March

MOST_NODES = 200
MOST_FIRST = 4
LONGEST_TEXT = 160


class NodesArguments(LandscapeArguments, RacerArguments):
    """A step of a racer; 1 is the first."""

    step: int
    seed: NotRequired[int]


class NodeAnswer(TypedDict):
    """One place of the picture, and its number at the step."""

    name: str
    text: str
    """The expression; empty for what comes in."""
    role: str
    """`gradient`, `parameter`, `step count`, `setting`, `state`, `input`, `value`, or `next` for what comes out."""
    fed: list[int]
    """The places that feed it, all of them earlier."""
    becomes: list[str]
    """What it is when the step is over: `step`, entries of the state."""
    shape: list[int]
    first: list[Unbounded | bool]
    """The first entries, four at most."""
    norm: Unbounded
    """Of all entries; null where it is not finite."""


class LineRefusal(TypedDict):
    """Why the rule has no graph, and for a typed rule the line."""

    line: int | None
    message: str


class NodesAnswer(TypedDict):
    """The picture of a rule at one step."""

    id: str
    step: int
    nodes: list[NodeAnswer]
    """Empty where the rule has no graph, or too many nodes to be drawn."""
    count: int
    """How many places the picture has, or would have."""
    finite: bool
    """Whether the run still is where numbers are, before the step."""
    refused: LineRefusal | None
    lr: float | None
    notices: list[Notice]


class _Call:
    """What the rule was given by its first call of a step."""

    def __init__(self) -> None:
        self.on = False
        self.given: tuple[Any, ...] | None = None
        self.settings: dict[str, Any] = {}

    def around(self, update: Any) -> Any:
        """`update`, listened to while `on`."""

        @functools.wraps(update)
        def heard(p: Any, g: Any, s: Any, t: Any, xp: Namespace, **settings: Any) -> Any:
            if self.on and self.given is None:
                self.given, self.settings = (p, g, dict(leaves(s)), t), settings
            return update(p, g, s, t, xp, **settings)

        return heard


def nodes(arguments: Arguments[NodesArguments]) -> tuple[NodesAnswer, NoArrays]:
    """The nodes of a racer's rule, modifiers in it, each with its number at step `step` of the race."""
    xp, landscape, racer = arguments.xp, landscape_of(arguments), racer_of(arguments)
    racer.fits(landscape)
    number = arguments.whole("step", low=1, high=MOST_STEPS)
    answer: NodesAnswer = {
        "id": racer.id,
        "step": number,
        "nodes": [],
        "count": 0,
        "finite": False,
        "refused": None,
        "lr": racer.lr,
        "notices": list(racer.notices),
    }
    call = _Call()
    starts = xp.asarray([landscape.start], dtype=xp.float64)
    settings = {**racer.choices, **per_row([racer], 1, starts, xp)}
    rule = replace(racer.rule, update=call.around(racer.rule.update))
    march = March(rule, landscape, starts, settings, xp, seed=arguments.seed())
    with quiet(xp):
        march.run_to(number - 1)
        call.on = True
        march.go(1)
        assert call.given is not None
        p, g, s, t = call.given
        try:
            graph = graph_of(racer, [one.shape[1:] for one in (p if isinstance(p, list) else [p])], xp)
        except Refused as error:
            typed = "source" in racer.description
            return answer | {"refused": {"line": error.line if typed else None, "message": error.sentence}}, {}
        picture = drawn(graph)
        answer |= {"count": len(picture), "finite": _is_finite(p, xp)}
        if len(picture) <= MOST_NODES:
            values = every_value(graph, p, g, s, t, xp, call.settings)
            answer["nodes"] = [_node(one, values, graph, xp) for one in picture]
    return answer, {}


def _is_finite(p: Any, xp: Namespace) -> bool:
    return all(bool(xp.all(xp.isfinite(one))) for one in (p if isinstance(p, list) else [p]))


def _node(node: DrawnNode, values: Sequence[Any], graph: Graph, xp: Namespace) -> NodeAnswer:
    value = values[node.value]
    if node.onto is not None:
        value = values[node.onto] + value
    flat = xp.reshape(value, (-1,)) if hasattr(value, "dtype") else [value]
    kind = graph.update.kinds[node.value]
    truth = kind.dtype == "bool"
    entries = [bool(one) if truth else float(one) for one in flat]
    return {
        "name": node.name,
        "text": node.text if len(node.text) <= LONGEST_TEXT else f"{node.text[:LONGEST_TEXT]} …",
        "role": node.role,
        "fed": list(node.fed),
        "becomes": list(node.becomes),
        "shape": [int(side) for side in kind.sides if side != "runs"],
        "first": entries[:MOST_FIRST],
        "norm": math.hypot(*entries),
    }
