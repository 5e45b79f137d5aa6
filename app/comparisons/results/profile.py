"""What the metric of each rule is a mean of, at its best setting: which parts of the work were learned."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from descent.analysis.median_interval import FEWEST, median_interval

from app.comparisons.planning.quantile import quantile
from app.comparisons.results.contenders import Contender
from app.comparisons.results.figures import Line
from app.comparisons.store.table import Table, numbers
from app.comparisons.store.views import JobView
from app.workloads.card import card


def profile(view: JobView, table: Table, rules: Sequence[Contender]) -> dict[str, Any] | None:
    """The question, its axes, the points, and each rule's median with its 95 % interval; None where nothing is told."""
    if view.imported or not table.profile_at:
        return None
    told = card(view.spec["workload"]["name"]).profile
    if told is None:
        return None
    question, across, up = told
    return {
        "question": question,
        "across": across,
        "up": up,
        "at": table.profile_at,
        "rules": [_rule(each) for each in rules if each.complete and each.profiles_at_best is not None],
    }


def _rule(rule: Contender) -> dict[str, Any]:
    """The median over seeds at each point, and its interval; a run that diverged is worse than any other."""
    found = np.where(np.isnan(at := rule.profiles_at_best), np.inf, at)  # type: ignore[arg-type]  # asked before
    spans = [median_interval(column.tolist()) for column in found.T]
    ends = [(np.nan, np.nan) if span is None else span for span in spans]
    low, high = (np.array(each, dtype=np.float64) for each in zip(*ends, strict=True))
    return {
        "label": rule.label,
        "median": numbers(quantile(found, 0.5, axis=0)),
        "low": numbers(low),
        "high": numbers(high),
        "runs": numbers(found),
    }


def caption(seeds: int) -> str:
    """What a figure of it says below itself."""
    band = "; band: 95 % interval" if seeds >= FEWEST else ""
    return f"Each rule at its best setting, n = {seeds} seeds; line: median{band}."


def lines(found: Mapping[str, Any], labels: Sequence[str]) -> list[Line]:
    """A line for each rule of the comparison, so that each has its colour; empty of one that is not complete."""
    known = {rule["label"]: rule for rule in found["rules"]}
    empty: dict[str, Any] = {"median": [], "low": [], "high": []}
    return [
        Line(label, found["at"] if label in known else [], own["median"], own["low"], own["high"])
        for label in labels
        for own in [known.get(label, empty)]
    ]
