"""The statistics of one comparison as plain data: what the page draws, what the report prints.

Numbers are those a person knows: where larger is better (accuracy) they are turned round only inside. What is not
finite is None, and counted as diverged.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from app.comparisons.planning import edges
from app.comparisons.results import statistics
from app.comparisons.results.statistics import Floats
from app.comparisons.store.table import Table, numbers
from app.comparisons.store.views import JobView
from app.workloads.card import card

SEED = 20_240_229
"""Of the permutations and resamples: the same table gives the same statistics."""
PAIRS = 45
"""Compared with one another up to so many pairs; beyond it every rule is compared with the baselines only."""
ALPHA = 0.05
Rule = TypeVar("Rule")


@dataclass(frozen=True)
class Contender:
    """One rule with its grid of settings: its description and its rows of the table."""

    entry: Mapping[str, Any]
    final: Floats
    """`(settings, seeds)`; smaller is better, `inf` for diverged, NaN where the run is not over."""
    curves: Floats
    """Training loss `(settings, seeds, records)`, `inf` from divergence on, NaN where nothing is recorded."""
    diverged: Any
    """`(settings, seeds)`."""

    @property
    def complete(self) -> bool:
        """Whether every run is over."""
        return not np.isnan(self.final).any()

    @property
    def at_edge(self) -> list[str]:
        """The hyperparameters whose best value is the first or the last that was tried: a wider grid may be better."""
        scores = statistics.quantile(self.final, 0.5).tolist()
        return list(edges.edges(self.entry["rule"], self.entry["settings"], scores))


def contenders(view: JobView, table: Table) -> list[Contender]:
    """The contenders of a comparison with their numbers, in the order of the plan."""
    sign = -1.0 if larger_is_better(view) else 1.0
    seeds, last = len(view.plan["seeds"]), view.plan["steps"]
    gone = table.ever_diverged()
    final = np.where(gone, np.inf, sign * table.final(last))
    curves = np.where(table.diverged, np.inf, table.train_loss)
    found = []
    for entry in view.plan["entries"]:
        rows = slice(entry["first"], entry["first"] + len(entry["settings"]) * seeds)
        shape = (len(entry["settings"]), seeds)
        found.append(
            Contender(entry, final[rows].reshape(shape), curves[rows].reshape(*shape, -1), gone[rows].reshape(shape))
        )
    return found


def larger_is_better(view: JobView) -> bool:
    """Whether the metric of the workload is one like accuracy."""
    return card(view.spec["workload"]["name"]).better == "higher"


def summarise(view: JobView, table: Table) -> dict[str, Any]:
    """Sensitivity to the settings, loss against step, runtime ECDF, end values and tests."""
    workload = card(view.spec["workload"]["name"])
    sign = -1.0 if larger_is_better(view) else 1.0
    rules = contenders(view, table)
    ready = [contender for contender in rules if contender.complete]
    tests = _tests(ready)
    return {
        "metric": workload.metric,
        "better": workload.better,
        "target": workload.target,
        "seeds": len(view.plan["seeds"]),
        "complete": len(ready) == len(rules),
        "steps": table.steps.tolist(),
        "rules": [_rule(contender, sign, workload.target) for contender in rules],
        "ecdf": _ecdf(ready),
        "tests": tests,
        "method": _method(len(view.plan["seeds"]), len(tests)),
    }


def _rule(contender: Contender, sign: float, target: float) -> dict[str, Any]:
    """One rule: per setting the band over seeds; at the best setting the curves; and the value it is judged by."""
    entry = contender.entry
    answer: dict[str, Any] = {
        "label": entry["label"],
        "rule": entry["rule"],
        "baseline": entry["baseline"],
        "diverged": int(contender.diverged.sum()),
        "runs": int(contender.diverged.size),
        "sensitivity": [
            {"settings": setting, "n": int((~np.isnan(values)).sum()), "diverged": int(np.isinf(values).sum())}
            | {"values": numbers(sign * values)}
            | _band(values, sign)
            for setting, values in zip(entry["settings"], contender.final, strict=True)
        ],
        "best": None,
    }
    if contender.complete:
        place = statistics.best_setting(contender.final)
        judged = statistics.tuned(contender.final)
        low, high = statistics.bootstrap(judged, np.random.default_rng(SEED))
        low, high = sorted((sign * low, sign * high))
        low_loss, middle, high_loss = statistics.band(contender.curves[place], axis=0)
        answer["best"] = {
            "settings": entry["settings"][place],
            "at_edge": contender.at_edge,
            "values": numbers(sign * judged),
            "median": _number(sign * float(statistics.quantile(judged, 0.5))),
            "interval": [_number(low), _number(high)],
            "diverged": int(np.isinf(judged).sum()),
            "reached": int((judged <= sign * target).sum()),
            "loss": {
                "low": numbers(low_loss),
                "median": numbers(middle),
                "high": numbers(high_loss),
                "runs": numbers(contender.curves[place]),
            },
        }
    return answer


def _band(values: Floats, sign: float) -> dict[str, Any]:
    known = values[~np.isnan(values)]
    if not len(known):
        return {"low": None, "median": None, "high": None}
    low, middle, high = (sign * float(each) for each in statistics.band(known))
    low, high = (low, high) if sign > 0 else (high, low)
    return {"low": _number(low), "median": _number(middle), "high": _number(high)}


def _ecdf(ready: list[Contender]) -> dict[str, Any] | None:
    if not ready:
        return None
    curves = [contender.curves[statistics.best_setting(contender.final)] for contender in ready]
    goals = statistics.targets(
        np.stack([each[:, 0] for each in curves]), np.concatenate([each[:, -1] for each in curves])
    )
    if not len(goals):
        return None
    return {
        "targets": goals.tolist(),
        "rules": [
            {"label": contender.entry["label"], "share": statistics.runtime_ecdf(each, goals).tolist()}
            for contender, each in zip(ready, curves, strict=True)
        ],
    }


def paired(rules: Sequence[Rule], baseline: Sequence[bool]) -> list[tuple[Rule, Rule]]:
    """The pairs that are compared: all, or with many rules only those with one baseline in them."""
    pairs = list(itertools.combinations(zip(rules, baseline, strict=True), 2))
    every = len(pairs) <= PAIRS
    return [(one, other) for (one, first), (other, second) in pairs if every or first != second]


def least_p(baseline: Sequence[bool], seeds: int) -> float:
    """The smallest corrected p value that so many rules and seeds can give."""
    return min(1.0, statistics.smallest_p(seeds) * max(1, len(paired(baseline, baseline))))


def _tests(ready: list[Contender]) -> list[dict[str, Any]]:
    """Every pair of rules, or with many rules every rule against the baselines; none with one seed."""
    if len(ready) < 2 or ready[0].final.shape[1] < 2:
        return []
    pairs = paired(ready, [contender.entry["baseline"] for contender in ready])
    random = np.random.default_rng(SEED)
    found = [statistics.permutation_test(one.final, other.final, random) for one, other in pairs]
    adjusted = statistics.holm([p for p, _ in found])
    return [
        {
            "first": one.entry["label"],
            "second": other.entry["label"],
            "p": p,
            "p_holm": corrected,
            "gain": gain,
            "undecided": undecided,
            "better": (one if gain > 0 else other).entry["label"]
            if corrected < ALPHA and gain != 0 and undecided is None
            else None,
        }
        for (one, other), (p, gain), corrected in zip(pairs, found, adjusted, strict=True)
        for undecided in [edges.reason({each.entry["label"]: each.at_edge for each in (one, other)})]
    ]


def verdict(test: Mapping[str, Any]) -> str:
    """What is said of two rules: which is better, that no difference is shown, or that it is not decided, and why."""
    if test["undecided"]:
        return f"not decided: {test['undecided']}"
    return f"{test['better']} is better" if test["better"] else "no difference shown"


def _method(seeds: int, pairs: int) -> str:
    """How the numbers were found, and whether there are enough seeds to find anything."""
    if seeds == 1:
        return "One seed: nothing is ranked, and the best setting was chosen on the very run that is shown."
    least = min(1.0, statistics.smallest_p(seeds) * max(1, pairs))
    weak = f" With {seeds} seeds and {max(1, pairs)} comparisons p cannot be below {least:.2g}: too few seeds to show a"
    return (
        "Each rule's setting is chosen on one half of the seeds and judged on the other, both ways round. Paired"
        f" permutation test over {seeds} seeds with settings chosen again in every permutation, two-sided, on ranks;"
        " Holm-corrected over all pairs shown; 95 % bootstrap intervals of the median."
        + (weak + " difference." if least > ALPHA else "")
    )


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
