"""Tests of the rules of one comparison against those of another, on made-up comparisons whose answer is known."""

import dataclasses
from typing import Any

import pytest

from app.api.statistics import BetweenAnswer
from app.comparisons.results.between import between
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView
from tests.comparisons.test_summary import comparison

HERE, THERE = "a" * 16, "b" * 16


def renamed(view: JobView, name: str, **spec: Any) -> JobView:
    return dataclasses.replace(view, id=name, spec={**view.spec, **spec})


def two(seeds: int = 12, more: int = 16) -> tuple[JobView, JobView, tuple[Table, Table]]:
    (one, first), (other, second) = comparison(seeds), comparison(more)
    return renamed(one, HERE), renamed(other, THERE), (first, second)


def test_the_better_rule_of_either_is_named_on_the_common_seeds() -> None:
    found = between(*two())
    BetweenAnswer.model_validate(found)
    assert found["seeds"] == 12
    assert len(found["tests"]) == 9
    better = {(test["first"], test["second"]): test["better"] for test in found["tests"]}
    assert better["Momentum (aaaaaa)", "Nesterov momentum (bbbbbb)"] == "Nesterov momentum (bbbbbb)"
    assert better["Nesterov momentum (aaaaaa)", "AdamW (bbbbbb)"] == "Nesterov momentum (aaaaaa)"
    assert better["Momentum (aaaaaa)", "AdamW (bbbbbb)"] is None
    assert found["said"].startswith(
        "On the 12 seeds that both have: Nesterov momentum (aaaaaa) is better than Momentum"
    )
    test = found["tests"][1]
    assert test["wins"] + test["losses"] + test["ties"] == 12
    assert test["p_holm"] == pytest.approx(9 * 2 * 0.5**12, rel=1e-6)


def test_the_same_runs_are_no_better_than_themselves() -> None:
    view, table = comparison(12)
    found = between(renamed(view, HERE), renamed(view, THERE), (table, table))
    (same,) = [test for test in found["tests"] if test["first"][:8] == test["second"][:8] == "Nesterov"]
    assert (same["ties"], same["better"], same["difference"]) == (12, None, 0.0)


def test_seeds_are_paired_by_their_number_and_not_by_their_place() -> None:
    one, other, tables = two(12, 12)
    other = dataclasses.replace(other, plan={**other.plan, "seeds": [seed + 2 for seed in other.plan["seeds"]]})
    found = between(one, other, tables)
    assert found["seeds"] == 10
    # The numbers of seed 2 there are those that seed 0 has here: now they are compared with seed 2's.
    (same,) = [test for test in found["tests"] if test["first"][:8] == test["second"][:8] == "Nesterov"]
    assert same["ties"] == 0


def test_few_seeds_cannot_show_a_difference_and_the_sentence_says_so() -> None:
    assert "can show no difference" in between(*two(6, 6))["said"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "running"}, "both must be finished"),
        ({"workload": {"name": "noisy_quadratic", "options": {"dimension": 4}}}, "their workloads differ"),
        ({"across": {"dimension": [4, 8]}}, "an option has several values"),
        ({"seeds": [99, 100]}, "they have fewer than two seeds in common"),
        ({"versions": {"workload": "another"}}, "different versions of the workload"),
    ],
)
def test_what_cannot_be_paired_is_said(change: dict[str, Any], why: str) -> None:
    one, other, tables = two()
    spec = {name: change[name] for name in ("workload", "across") if name in change}
    planned = {name: change[name] for name in ("seeds", "versions") if name in change}
    other = renamed(other, THERE, **spec)
    other = dataclasses.replace(other, plan={**other.plan, **planned}, stored=change.get("state", "finished"))
    found = between(one, other, tables)
    assert why in found["said"]
    assert found["tests"] == []
