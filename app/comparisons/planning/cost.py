"""How long a shard takes: stored costs of a step, and how this machine compares with them.

A step of some runs takes so long for itself and so long per run, and more with a rule that does more. Those numbers are
of one machine when nothing else ran on it; the pace, found from the shards that were finished on this one, corrects
them for its speed, its load and its devices.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod
from statistics import median_low

from app.comparisons.shard import Shard
from app.comparisons.typed_rules import step_cost
from app.workloads.card import BadOption, Card, Value, card, costs

UNKNOWN = {"step": 1e-3, "number": 3e-8}
"""A guess for a rule whose cost was not measured."""
TRACED = {
    "reference": {"call": 1.5e-5, "operation": 8e-10},
    "compiled": {"call": 2.8e-5, "operation": 6e-11},
}
"""Seconds of a typed rule's step by the calls and operations of its graphs: medians over the built-in rules, whose
measured costs were divided by the nodes and the operations of their own graphs."""
UNKNOWN_WORKLOAD = {"step": 3e-3, "run": 3e-7}
"""A guess for a workload whose cost was not measured; `run` is per number trained."""
WORK = ("batch", "pairs")
"""Options with which the work of a step grows in proportion, if the number of parameters stays."""
LATEST = 8
"""Finished shards of one sort that count, the newest."""
SLACK = 0.5
"""Seconds that belong to no step, added to both sides: a shard of a moment says little about the machine."""
SLOWEST, FASTEST = 30.0, 0.01
"""Beyond these a pace says that something else was measured."""


@dataclass(frozen=True)
class Pace:
    """How many times as long as the stored costs say; `by` workload and backend, `overall` for what has not run yet."""

    overall: float = 1.0
    by: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def of(self, shard: Shard) -> float:
        """The pace of such a shard."""
        return self.by.get((shard.workload, shard.backend), self.overall)


def stored(shard: Shard) -> float:
    """Seconds that the steps of a shard take by the stored costs; `BadOption` for a workload that is not there."""
    described = card(shard.workload)
    work = workload_cost(shard)
    parameters = described.count(shard.options)
    rule = rule_cost(shard, parameters)
    share = parameters / described.parameters * more_work(described, shard.options)
    per_run = work["run"] * share * shard.gradients + rule["number"] * parameters
    return float(shard.steps * (work["step"] * shard.gradients + rule["step"] + len(shard.members) * per_run))


def more_work(described: Card, options: Mapping[str, Value]) -> float:
    """How many times the usual work a step is, beside that of more parameters: by what is drawn or learned in it."""
    usual, chosen = described.settings({}), described.settings(options)
    return float(prod(chosen[name] / usual[name] for name in WORK if name in usual))


def rule_cost(shard: Shard, parameters: int) -> Mapping[str, float]:
    """Seconds that a step of the shard's rule takes beyond plain SGD's: `step`, and `number` per number and run."""
    if shard.graphs:
        counted, each = step_cost(shard.graphs, card(shard.workload).shapes(shard.options)), TRACED[shard.backend]
        return {"step": counted.calls * each["call"], "number": counted.operations * each["operation"] / parameters}
    known: Mapping[str, float] = costs()["rules"].get(shard.rule, {}).get(shard.backend, UNKNOWN)
    return known


def workload_cost(shard: Shard) -> Mapping[str, float]:
    """Seconds that a step of the shard's workload takes with plain SGD: `step`, and `run` for every run."""
    known: dict[str, Mapping[str, float]] = costs()["workloads"].get(shard.workload, {})
    guess = UNKNOWN_WORKLOAD | {"run": UNKNOWN_WORKLOAD["run"] * card(shard.workload).parameters}
    return known.get(shard.backend, guess)


def unmeasured(shard: Shard) -> tuple[str, ...]:
    """Whose stored cost the shard lacks, workload or rule: what is planned with it is a guess.

    That of a typed rule is counted from its graphs.
    """
    known = costs()
    asked = (("workloads", shard.workload), *(() if shard.graphs else (("rules", shard.rule),)))
    return tuple(name for table, name in asked if shard.backend not in known[table].get(name, {}))


def observed(finished: Iterable[tuple[Shard, float]]) -> Pace:
    """The pace of finished shards, given with the seconds they took, newest first.

    The middle one, and of two the quicker: the first shard of a worker also loads what torch loads late.
    """
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for shard, seconds in finished:
        try:
            ratio = (seconds + SLACK) / (stored(shard) + SLACK)
        except (BadOption, KeyError):  # a workload of an earlier version
            continue
        key = (shard.workload, shard.backend)
        if len(found[key]) < LATEST:
            found[key].append(min(SLOWEST, max(FASTEST, ratio)))
    by = {key: median_low(ratios) for key, ratios in found.items()}
    return Pace(median_low(by.values()), by) if by else Pace()
