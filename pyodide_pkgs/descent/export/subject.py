"""What is exported: a rule as graphs of several shapes, with the words that its file begins with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from descent.errors import DescentError
from descent.graph.graph import Graph
from descent.valid import Valid

T = TypeVar("T")
Shapes = Mapping[str, tuple[tuple[int, ...], ...]]

FREE: Shapes = {
    "vectors": ((29,), (37,)),
    "matrices": ((29, 13), (11, 37), (31, 17)),
    "cubes": ((5, 29, 13), (7, 11, 37)),
}
MATRICES: Shapes = {
    "tall": ((29, 13), (23, 17), (31, 11)),
    "wide": ((13, 29), (17, 23), (11, 31)),
    "square": ((23, 23), (31, 31)),
}
PROBES: Mapping[str, Shapes] = {
    "element": FREE,
    "tensor": FREE,
    "matrix": MATRICES,
    "model": {"vectors": ((29,), (37,))},
}
"""Scope -> the shapes for which a rule is traced, by kind."""
Parts = tuple[tuple[tuple[str, ...], str], ...]
_FREE: tuple[Parts, ...] = (
    ((("vectors", "matrices", "cubes"), ""),),
    ((("vectors",), "p.ndim < 2"), (("matrices", "cubes"), "")),
    ((("vectors",), "p.ndim < 2"), (("matrices",), "p.ndim == 2"), (("cubes",), "")),
)
PARTITIONS: Mapping[str, tuple[Parts, ...]] = {
    "element": _FREE,
    "tensor": _FREE,
    "matrix": (
        ((("tall", "wide", "square"), ""),),
        ((("tall",), "rows > columns"), (("wide", "square"), "")),
        ((("tall", "square"), "rows >= columns"), (("wide",), "")),
        ((("square",), "rows == columns"), (("tall", "wide"), "")),
        ((("tall",), "rows > columns"), (("wide",), "rows < columns"), (("square",), "")),
    ),
    "model": (((("vectors",), ""),),),
}
"""Scope -> which kinds may have one formula, the fewest formulas first, each with the condition that tells it."""


class NotExported(DescentError):
    """A rule that a target cannot express; the text says why and what is possible."""


@dataclass(frozen=True)
class Subject:
    """A rule to export."""

    name: str
    """As in a command: `adamw`, or the name of a typed file."""
    title: str
    scope: str
    graphs: Mapping[str, tuple[Graph, ...]]
    """For each kind of shape its graphs, in the order of `PROBES`."""
    defaults: Mapping[str, float]
    choices: Mapping[str, Any]
    documents: Mapping[str, str] = field(default_factory=dict)
    """What each setting and each entry of the state is."""
    valid: Mapping[str, Valid] = field(default_factory=dict)
    """What each setting may be."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What a target calls a setting of another name."""
    paper: str = ""
    lines: tuple[str, ...] = ()
    """The formula as the rule's own document writes it."""
    built_in: bool = True
    version: str = ""
    command: str = ""

    @property
    def graph(self) -> Graph:
        """One graph, for what they all have in common."""
        return next(iter(self.graphs.values()))[0]

    @property
    def inputs(self) -> tuple[str, ...]:
        """Further inputs of each step."""
        found = (name.split(".")[1] for name, _ in self.graph.update.inputs if name.startswith("input."))
        return tuple(dict.fromkeys(found))


def in_words(subject: Subject, words: Mapping[str, str]) -> Subject:
    """The subject with some settings called otherwise."""

    def called(by_name: Mapping[str, T]) -> dict[str, T]:
        return {words.get(name, name): value for name, value in by_name.items()}

    return replace(
        subject,
        defaults=called(subject.defaults),
        documents=called(subject.documents),
        valid=called(subject.valid),
        words=words,
    )


def graphs_of(scope: str, trace: Callable[[Sequence[Sequence[int]]], Graph]) -> dict[str, tuple[Graph, ...]]:
    """The graphs of every probe shape; `trace` gives that of one list of tensors."""
    return {kind: tuple(trace([shape]) for shape in shapes) for kind, shapes in PROBES[scope].items()}
