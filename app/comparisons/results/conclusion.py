"""What a comparison found, in a sentence or two: the first line of its page, its report and its print in a terminal.

Nothing is said here that no test of a pair says. "Cannot be told apart" is said of rules each pair of which was
compared without a difference; it does not mean that they are equal.
"""

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.comparisons.planning.edges import LOWER

MOST = 6
"""Rules that a sentence names; of more it says how many."""


def conclusion(
    tests: Sequence[Mapping[str, Any]],
    edges: Mapping[str, Mapping[str, int]],
    seeds: int,
    too_few: str | None = None,
    searched: Collection[str] = (),
) -> str:
    """The answer of a comparison; empty where not one pair of rules was compared.

    `tests` as `verdicts.tests` gives them; `edges` holds for every complete rule, in order, at which end of what was
    tried its best settings lie; `too_few` says that so few seeds cannot show any difference, where that is so; the
    settings of those that are `searched` are a search.
    """
    if seeds == 1:
        return "One seed: nothing is ranked."
    if not tests:
        return ""
    if too_few:
        return too_few
    decided = [label for label, at in edges.items() if not at]
    said = [*_better(tests), *_alike(tests, decided)]
    return " ".join([*said, *_undecided(tests, edges, searched)])


def where_same(
    option: str,
    tests: Sequence[Mapping[str, Any]],
    seeds: int,
    where: Mapping[str, tuple[str, str]],
    too_few: str | None = None,
) -> str:
    """The same where an option of the workload has several values: rules are compared at the same value of it.

    `where` holds for every label the rule and, as text, the value that it stands for.
    """
    if seeds == 1 or not tests or too_few:
        return conclusion(tests, {}, seeds, too_few)
    won: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for test in tests:
        if test["better"]:
            leader, loser = where[test["better"]][0], where[_other(test, test["better"])][0]
            won.setdefault((leader, loser), []).append(test)
    if not won:
        return f"At the same {option} no rule is shown to be better than another."
    told = [
        f"{leader} is better than {loser} at {listed([where[test['better']][1] for test in alike])}"
        f" (p {'≤' if len(alike) > 1 else '='} {max(test['p_holm'] for test in alike):.2g})"
        for (leader, loser), alike in sorted(won.items(), key=lambda each: -len(each[1]))
    ]
    more = f"; and so on for {len(told) - MOST} more pairs" if len(told) > MOST else ""
    return f"At the same {option}: {'; '.join(told[:MOST])}{more}."


def _better(tests: Sequence[Mapping[str, Any]]) -> list[str]:
    """One sentence for each rule that is better than others: which these are, and the largest p among them."""
    beaten: dict[str, list[Mapping[str, Any]]] = {}
    for test in tests:
        if test["better"]:
            beaten.setdefault(test["better"], []).append(test)
    ranked = sorted(beaten.items(), key=lambda each: -len(each[1]))
    return [
        f"{leader} is better than {listed([_other(test, leader) for test in won])}"
        f" (p {'≤' if len(won) > 1 else '='} {max(test['p_holm'] for test in won):.2g})."
        for leader, won in ranked
    ]


def _alike(tests: Sequence[Mapping[str, Any]], decided: Sequence[str]) -> list[str]:
    """Of the decided rules that no other beats, whether they can be told apart."""
    losers = {_other(test, test["better"]) for test in tests if test["better"]}
    front = [label for label in decided if label not in losers]
    if len(front) < 2:
        return []
    open_pairs = {frozenset((test["first"], test["second"])): test for test in tests if not test["undecided"]}
    asked = [open_pairs.get(frozenset(pair)) for pair in itertools.combinations(front, 2)]
    known = [test for test in asked if test is not None]
    if len(known) < len(asked):
        return [f"Of {listed(front)} none is shown to be better than another."] if known else []
    least = min(test["p_holm"] for test in known)
    return [f"{listed(front)} cannot be told apart (p {'≥' if len(known) > 1 and least < 1 else '='} {least:.2g})."]


def _undecided(
    tests: Sequence[Mapping[str, Any]], edges: Mapping[str, Mapping[str, int]], searched: Collection[str]
) -> list[str]:
    """Why nothing is said of some: their best value is the first or the last that was tried, or the tests quarrel."""
    said = []
    for label, at in edges.items():
        if at:
            small, large = (f"{each} end of its space" for each in ("lies at the lower", "lies at the upper"))
            if label not in searched:
                small, large = "is the smallest", "is the largest"
            ends = " and ".join(f"{name} {small if end == LOWER else large}" for name, end in at.items())
            said.append(f"{label} is not decided: its best {ends}{'' if label in searched else ' tried'}.")
    quarrels = [test for test in tests if test["undecided"] and not edges[test["first"]] and not edges[test["second"]]]
    by_reason: dict[str, list[Mapping[str, Any]]] = {}
    for test in quarrels:
        by_reason.setdefault(test["undecided"], []).append(test)
    return [*said, *(f"{_pairs(alike)} are not decided: {reason}." for reason, alike in by_reason.items())]


def _pairs(tests: Sequence[Mapping[str, Any]]) -> str:
    """The pairs of these tests in words, the rule that is in all of them once."""
    pairs = [(test["first"], test["second"]) for test in tests]
    common = [label for label in pairs[0] if all(label in pair for pair in pairs)]
    if len(pairs) == 1 or not common:
        return listed([" and ".join(pair) for pair in pairs])
    return f"{common[0]} and each of {listed([_other(test, common[0]) for test in tests])}"


def _other(test: Mapping[str, Any], label: str) -> str:
    return str(test["second"] if test["first"] == label else test["first"])


def listed(labels: Sequence[str]) -> str:
    """The labels in a sentence; of many the first, and how many more there are."""
    if len(labels) > MOST:
        return f"{', '.join(labels[: MOST - 1])} and {len(labels) - MOST + 1} more"
    return " and ".join([", ".join(labels[:-1]), labels[-1]]) if len(labels) > 1 else labels[0]
