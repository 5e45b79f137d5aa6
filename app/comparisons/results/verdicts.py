"""Which rules are better than which, what stands beside it, and what so many seeds can show at all."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from descent.analysis.holm import holm
from descent.analysis.sign_test import least_p as least_p_of
from descent.analysis.sign_test import superiority_shown, wins_needed

from app.comparisons.planning import edges
from app.comparisons.planning.quantile import quantile
from app.comparisons.results import differences, statistics
from app.comparisons.results.contenders import Contender
from app.comparisons.results.differences import Difference
from app.comparisons.results.statistics import Compared
from app.text.numbers import number_text

PAIRS = 45
"""Compared with one another up to so many pairs; beyond it every rule is compared with the baselines only."""
ALPHA = 0.05
MOST_SEEDS = 64
"""Up to which it is looked for how many seeds would do."""
Rule = TypeVar("Rule")


@dataclass(frozen=True)
class Place:
    """Where a rule stands among those that are compared."""

    baseline: bool
    options: Mapping[str, Any]
    """The value of an option that has several; rules are compared where it is the same."""


def places(entries: Iterable[Any]) -> list[Place]:
    """The places of entries, of a plan or as plain data."""
    return [
        Place(entry["baseline"], entry.get("options", {}))
        if isinstance(entry, Mapping)
        else Place(entry.baseline, entry.options)
        for entry in entries
    ]


def paired(rules: Sequence[Rule], placed: Sequence[Place]) -> list[tuple[Rule, Rule]]:
    """The pairs that are compared: all, or with many rules only those with one baseline in them."""
    pairs = [
        (one, other)
        for one, other in itertools.combinations(zip(rules, placed, strict=True), 2)
        if one[1].options == other[1].options
    ]
    every = len(pairs) <= PAIRS
    return [(one, other) for (one, first), (other, second) in pairs if every or first.baseline != second.baseline]


def least_p(placed: Sequence[Place], seeds: int) -> float:
    """The smallest corrected p value that so many rules and seeds can give."""
    return min(1.0, least_p_of(seeds) * pairs_of(placed))


def can_show(placed: Sequence[Place], seeds: int) -> str:
    """What a comparison of so many rules on so many seeds can show, as sentences."""
    level = ALPHA / pairs_of(placed)
    needed, shown = wins_needed(seeds, level), superiority_shown(seeds, level)
    if needed is None or shown is None:
        return nothing_shown(placed, seeds)
    wins = f"all {seeds}" if needed == seeds else f"at least {needed} of {seeds}"
    return (
        f"With {size(placed, seeds)} a rule is called better where it wins on {wins} seeds,"
        f" against every setting of the other. One that wins {100 * shown:.3g} % of all seeds is found in four of five"
        " comparisons; smaller differences mostly stay open."
    )


def can_find(pairs: int, seeds: int) -> bool:
    """Whether tests of so many pairs on so many seeds can show any difference."""
    return wins_needed(seeds, ALPHA / pairs) is not None


def too_few(placed: Sequence[Place], seeds: int) -> str | None:
    """That so many rules on so few seeds cannot show any difference; None where they can."""
    return None if can_find(pairs_of(placed), seeds) else nothing_shown(placed, seeds)


def nothing_shown(placed: Sequence[Place], seeds: int) -> str:
    """That no difference can be shown, why, and how many seeds can."""
    level = ALPHA / pairs_of(placed)
    enough = next((n for n in range(seeds, MOST_SEEDS) if wins_needed(n, level)), None)
    more = "" if enough is None else f"; {enough} seeds can"
    least = least_p(placed, seeds)
    return f"With {size(placed, seeds)} no difference can be shown, because p cannot be below {least:.2g}{more}."


def pairs_of(placed: Sequence[Place]) -> int:
    """How many pairs are compared, at least one."""
    return max(1, len(paired(placed, placed)))


def size(placed: Sequence[Place], seeds: int) -> str:
    """How many seeds and pairs of rules there are, in words."""
    pairs = pairs_of(placed)
    return f"{seeds} {'seed' if seeds == 1 else 'seeds'} and {pairs} {'pair' if pairs == 1 else 'pairs'} of rules"


def tests(ready: Sequence[Contender], sign: float) -> list[dict[str, Any]]:
    """Every pair of rules, or with many rules every rule against the baselines; none with one seed."""
    if len(ready) < 2 or ready[0].final.shape[1] < 2:
        return []
    return pair_tests(paired(ready, places(contender.entry for contender in ready)), sign)


def pair_tests(pairs: Sequence[tuple[Contender, Contender]], sign: float) -> list[dict[str, Any]]:
    """Both rules of every pair against each other, p corrected over all pairs; all of them on the same seeds."""
    if not pairs:
        return []
    found = [statistics.compare(one.final, other.final, one.choosing, other.choosing) for one, other in pairs]
    adjusted = holm([each.p for each in found])
    level, seeds = ALPHA / len(pairs), pairs[0][0].final.shape[1]
    said = []
    for (one, other), each, p_holm in zip(pairs, found, adjusted, strict=True):
        apart = differences.difference(one.final, other.final, level, one.choosing, other.choosing)
        test = _test(one, other, each, p_holm, sign) | _apart(apart, sign)
        said.append(test | {"needs": needs(test, seeds)})
    return said


def _apart(found: Difference, sign: float) -> dict[str, Any]:
    """The difference of two rules in the numbers of the metric: the first less the second, None where infinite."""
    ends = None if found.interval is None else sorted(sign * end for end in found.interval)
    return {
        "difference": sign * found.median if np.isfinite(found.median) else None,
        "interval": None if ends is None else [end if np.isfinite(end) else None for end in ends],
        "needed": found.needed,
    }


def needs(test: Mapping[str, Any], seeds: int) -> str:
    """How many more seeds show a difference as large as the one seen; empty where that is not the question."""
    if test["better"] or test["undecided"] or not test["difference"] or test["interval"] is None:
        return ""
    apart = number_text(abs(test["difference"]))
    if test["needed"] is None:
        return f"more than {differences.MOST_SEEDS} seeds to show {apart}"
    more = test["needed"] - seeds
    if more <= 0:
        return f"{seeds} seeds mostly show {apart}"
    return f"needs about {more} more {'seed' if more == 1 else 'seeds'} to show {apart}"


def _test(one: Contender, other: Contender, found: Compared, p_holm: float, sign: float) -> dict[str, Any]:
    medians = [float(quantile(each.judged, 0.5)) for each in (one, other)]
    leader, rest = (one, other) if found.first_leads else (other, one)
    agree = (
        (medians[0] < medians[1] and found.better > found.worse)
        if found.first_leads
        else (medians[1] < medians[0] and found.worse > found.better)
    )
    undecided = edges.reason({each.label: each.at_edge for each in (one, other)})
    if undecided is None and p_holm < ALPHA and not agree:
        undecided = f"{leader.label} wins on more seeds, but its median is not the better one"
    if undecided is None and p_holm < ALPHA and rests_on_one(leader, rest, p_holm / found.p):
        drawn = len(leader.final)
        undecided = f"{leader.label} is better at one of the {drawn} settings drawn for it, and not without that one"
    seeds = found.better + found.worse + found.same
    test = {
        "first": one.label,
        "second": other.label,
        "wins": found.better,
        "losses": found.worse,
        "ties": found.same,
        "medians": [sign * middle if np.isfinite(middle) else None for middle in medians],
        "diverged": [int(np.isinf(each.judged).sum()) for each in (one, other)],
        "at_least": found.at_least,
        "p": found.p,
        "p_holm": p_holm,
        "gain": (found.better - found.worse) / seeds,
        "undecided": undecided,
        "better": leader.label if p_holm < ALPHA and undecided is None else None,
    }
    return test | {"verdict": verdict(test, rest.label)}


def rests_on_one(leader: Contender, rest: Contender, correction: float) -> bool:
    """Whether a rule that is searched is better by its best setting alone: another draw may have none like it.

    p speaks of other seeds, and the settings of a search are as much a matter of chance as seeds are.
    """
    if not leader.space:
        return False
    final, choosing = (np.delete(table, leader.best, axis=0) for table in (leader.final, leader.choosing))
    without = statistics.compare(final, rest.final, choosing, rest.choosing)
    return not (without.first_leads and without.p * correction < ALPHA)


def verdict(test: Mapping[str, Any], other: str) -> str:
    """What is said of two rules: which is better, that no difference is shown, or that it is not decided, and why."""
    if test["undecided"]:
        return f"not decided: {test['undecided']}"
    if not test["better"]:
        return "no difference shown"
    seeds = test["wins"] + test["losses"] + test["ties"]
    wins = f"all {seeds}" if test["at_least"] == seeds else f"at least {test['at_least']} of {seeds}"
    return f"{test['better']} is better: on {wins} seeds, whichever setting of {other} is taken"
