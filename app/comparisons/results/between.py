"""The rules of one comparison against those of another, by tests of pairs on the seeds that both have.

A seed stands for the same start and the same batches wherever the workload and its options are the same, so that runs
of two comparisons are paired as those of one are. Each rule is taken at its settings there: a comparison that tried
more of them has the advantage of it, which the page says by what the two differ in.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.comparisons.results import verdicts
from app.comparisons.results.contenders import Contender, contenders, larger_is_better
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView

MOST = 4
"""Verdicts that the sentence tells; the table has all."""


def between(one: JobView, other: JobView, tables: tuple[Table, Table]) -> dict[str, Any]:
    """`seeds` in common, `tests` of every rule here with every rule there, and what is `said` of them."""
    why, seeds = not_to_be_paired(one, other), common_seeds(one, other)
    if why is None and len(seeds) < 2:
        why = "They have fewer than two seeds in common, and a test needs more"
    if why is not None:
        return {"seeds": len(seeds), "said": f"No test between the two: {why[0].lower()}{why[1:]}.", "tests": []}
    here, there = (
        [on_seeds(rule, view, seeds) for rule in contenders(view, table) if rule.complete]
        for view, table in zip((one, other), tables, strict=True)
    )
    pairs = [(first, second) for first in here for second in there]
    if len(pairs) > verdicts.PAIRS:
        pairs = [pair for pair in pairs if pair[0].entry["rule"] == pair[1].entry["rule"]]
    tests = verdicts.pair_tests(pairs, -1.0 if larger_is_better(one) else 1.0)
    return {"seeds": len(seeds), "said": said(tests, len(seeds)), "tests": tests}


def not_to_be_paired(one: JobView, other: JobView) -> str | None:
    """Why runs of the two with the same seed have nothing in common; None where they have."""
    if one.state != "finished" or other.state != "finished":
        return "Both must be finished"
    if one.imported or other.imported:
        return "Seeds of imported runs are not ours, so that runs cannot be paired"
    if one.spec["workload"] != other.spec["workload"]:
        return "Their workloads differ"
    if one.spec.get("across") or other.spec.get("across"):
        return "An option has several values"
    if one.plan.get("versions", {}).get("workload") != other.plan.get("versions", {}).get("workload"):
        return "They were made with different versions of the workload"
    return None


def common_seeds(one: JobView, other: JobView) -> list[int]:
    """The seeds that both have, in the order of the first."""
    theirs = set(other.plan["seeds"])
    return [seed for seed in one.plan["seeds"] if seed in theirs]


def on_seeds(rule: Contender, view: JobView, seeds: Sequence[int]) -> Contender:
    """The rule with these seeds alone, called by where it is from."""
    places = [view.plan["seeds"].index(seed) for seed in seeds]
    entry = {**rule.entry, "label": f"{rule.label} ({view.id[:6]})"}
    return replace(rule, entry=entry, final=rule.final[:, places], choosing=rule.choosing[:, places])


def said(tests: Sequence[dict[str, Any]], seeds: int) -> str:
    """What the tests show, in a sentence or two."""
    if not tests:
        return "No test between the two: no rule of both is complete."
    better = [test for test in tests if test["better"]]
    on = f"On the {seeds} seeds that both have"
    if not verdicts.can_find(len(tests), seeds):
        return f"{on}, so many pairs of rules can show no difference between the two."
    if not better:
        open_ones = sum(test["undecided"] is not None for test in tests)
        left = f"; {open_ones} of {len(tests)} pairs are not decided" if open_ones else ""
        return f"{on}, no rule of one is shown to be better than a rule of the other{left}."
    told = [f"{test['better']} is better than {loser(test)} (p = {test['p_holm']:.2g})" for test in better[:MOST]]
    more = f", and so in {len(better) - MOST} more pairs" if len(better) > MOST else ""
    return f"{on}: {', '.join(told)}{more}."


def loser(test: dict[str, Any]) -> str:
    """The other of the two."""
    return str(test["second"] if test["better"] == test["first"] else test["first"])
