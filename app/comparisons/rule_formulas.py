"""The formulas of the rules of a comparison, as LaTeX: those of the registry, of typed ones what their graphs say."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from descent import registry
from descent.errors import DescentError
from descent.export.latex_file import latex_file
from descent.export.subject import PROBES
from descent.export.typed import typed

from app.comparisons.typed_rules import graph_of

BEGIN = r"\begin{aligned}"
MOST = 300
"""Nodes of a graph whose formula somebody could read."""


def rule_formulas(spec: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By title, for a typed rule by its label, the formula of every rule; those without one are left out."""
    known = registry.rule_names()
    built_in = {entry["rule"]: registry.rule(entry["rule"]) for entry in entries if entry["rule"] in known}
    found = {rule.title or name: rule.formula for name, rule in built_in.items()}
    found |= {one["label"]: typed_formula(tuple(one["graphs"])) for one in spec["rules"] if one.get("graphs")}
    return {label: formula for label, formula in found.items() if formula}


@lru_cache(maxsize=64)
def typed_formula(texts: Sequence[str]) -> str:
    """The formula of a typed rule by its author's names; empty where its tensors have several, or it has no usual one.

    An element rule has the same one for every shape, and is asked for that of the first; of any other kind the graphs
    must say the same.
    """
    graphs = [graph_of(text) for text in texts]
    if any(graph.nodes > MOST for graph in graphs):
        return ""
    try:
        # Its graphs are for the tensors of a workload, not for the shapes that a file is made from.
        said = {latex_file(typed("rule", dict.fromkeys(PROBES[graph.scope], (graph,)))) for graph in graphs}
    except (DescentError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
        return ""  # it came from anybody: whatever cannot be written has no formula
    if len(said) > 1 and graphs[0].scope != "element":
        return ""
    _, begin, rest = next(iter(sorted(said))).partition(BEGIN)
    return begin + rest.strip()
