"""A typed rule as graphs for the tensors of a workload: what leaves the browser in place of its source."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from descent.errors import BadMessage
from descent.graph import Refused
from descent.graph.proof import walked
from descent.playground.answers import NoArrays
from descent.playground.arguments import Arguments
from descent.playground.traced_racer import FILE
from descent.sandbox.traced import traced_for

MOST_SHAPES = 64
MOST_SIDES = 7
LONGEST_SIDE = 100_000


class GraphsArguments(TypedDict):
    """A typed rule, and what it shall step."""

    source: str
    shapes: Sequence[Sequence[int]]
    """The sides of every tensor, in the order of the workload."""
    matrices: Sequence[Sequence[int]]
    """Those that a rule of matrices takes; may be empty."""
    modifiers: NotRequired[Sequence[str]]
    """What stands around the rule, by name."""
    settings: NotRequired[Mapping[str, object]]
    """What takes the place of defaults, of the rule and of its modifiers."""


class RemarkAnswer(TypedDict):
    """What the author should know, and the line that it is about."""

    line: int
    message: str


class GraphsAnswer(TypedDict):
    """The graphs, or why there are none."""

    graphs: Sequence[str]
    """Canonical texts; empty where the rule is refused, or steps none of the tensors."""
    operations: int
    """Nodes of the largest graph."""
    walked: Sequence[float]
    """Where a run of the first graph is after 200 steps in NumPy here; empty where that is not finite."""
    remarks: Sequence[RemarkAnswer]
    refused: RemarkAnswer | None


def graphs(arguments: Arguments[GraphsArguments]) -> tuple[GraphsAnswer, NoArrays]:
    """A typed rule as graphs, each held against its source over many steps; or the line that stands in the way."""
    if arguments.author is None:
        raise BadMessage("a typed rule runs in the sandbox, not here")
    shapes = [_sides(one) for one in arguments.items("shapes", MOST_SHAPES)]
    matrices = [_sides(one) for one in arguments.value("matrices", [])]
    settings = arguments.value("settings", {})
    if not isinstance(settings, dict):
        raise BadMessage("'settings' is an object of hyperparameters and choices")
    modifiers = [str(name) for name in arguments.value("modifiers", [])]
    answer: GraphsAnswer = {"graphs": [], "operations": 0, "walked": [], "remarks": [], "refused": None}
    try:
        source = arguments.text("source")
        found = traced_for(source, FILE, shapes, matrices, arguments.xp, modifiers=modifiers, settings=settings)
    except Refused as error:
        return answer | {"refused": {"line": error.line or 1, "message": error.sentence}}, {}
    except RecursionError:
        return answer | {"refused": {"line": 1, "message": "the rule calls itself without end"}}, {}
    if found:
        end = walked(found[0].graph, arguments.xp, arguments.xp)
        answer |= {
            "graphs": [one.graph.text for one in found],
            "operations": max(one.graph.nodes for one in found),
            "walked": end if all(map(math.isfinite, end)) else [],
            "remarks": [{"line": line, "message": f"this line {said}"} for line, said in found[0].notices],
        }
    return answer, {}


def _sides(value: Any) -> list[int]:
    if not isinstance(value, list) or len(value) > MOST_SIDES:
        raise BadMessage(f"a shape is a list of at most {MOST_SIDES} sides")
    for side in value:
        if type(side) is not int or not 1 <= side <= LONGEST_SIDE:
            raise BadMessage(f"a side is a whole number from 1 to {LONGEST_SIDE}")
    return value
