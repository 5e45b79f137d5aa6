"""The learning rates that are filled in: one rule for every rule on every workload, baselines included."""

import math
from typing import Any

import pytest
from descent import registry

from app.comparisons.planning import grids, plan
from app.comparisons.planning.entries import Entry
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.workloads.card import baselines, cards
from app.workloads.compatibility import can_run


def entries(workload: str, rules: list[dict[str, Any]], trials: int = 6, **more: Any) -> dict[str, Entry]:
    spec = ComparisonSpec.model_validate(
        {"rules": rules, "workload": {"name": workload}, "trials": trials, "seeds": 1, "steps": 10} | more
    )
    return {entry.label: entry for entry in plan.make(spec, ComparisonSettings()).entries}


def span(entry: Entry) -> float:
    rates = [setting["lr"] for setting in entry.settings]
    return math.log10(max(rates) / min(rates))


@pytest.mark.parametrize("trials", [1, 2, 3, 6, 7, 16])
@pytest.mark.parametrize("workload", sorted(cards()))
def test_the_stored_setting_of_every_baseline_lies_in_the_plan_whole(workload: str, trials: int) -> None:
    found = {entry.rule: entry for entry in entries(workload, [{"name": "sgd"}], trials).values()}
    for rule, stored in baselines()[workload].items():
        assert stored["hypers"] in [dict(setting) for setting in found[rule].settings]


@pytest.mark.parametrize("workload", sorted(cards()))
def test_every_rule_gets_as_many_rates_over_one_width_wherever_its_middle_lies(workload: str) -> None:
    rules = [name for name in registry.rule_names() if not can_run(name, workload)]
    for start in range(0, len(rules), 12):
        found = entries(workload, [{"name": name} for name in rules[start : start + 12]], 7)
        assert {len(entry.settings) for entry in found.values()} == {7}
        assert [span(entry) for entry in found.values()] == pytest.approx([grids.WIDTH] * len(found), abs=1e-4)


def test_under_a_falling_rate_a_grid_lies_higher_and_the_stored_setting_is_still_in_it() -> None:
    falling = {"name": "warmup_cosine"}  # a mean rate of 0.5: 0.9 places of 10 over three powers of ten, 1.5 of 16
    for trials, up in ((1, 0), (2, 0), (6, 0), (10, 0), (16, 1), (31, 3)):
        usual = entries("mlp_digits", [{"name": "adam"}], trials)
        raised = entries("mlp_digits", [{"name": "adam"}], trials, schedule=falling, steps=100)
        for label, entry in raised.items():
            rates, before = ([setting["lr"] for setting in each.settings] for each in (entry, usual[label]))
            assert rates[: trials - up] == pytest.approx(before[up:], rel=1e-4)
        stored = baselines()["mlp_digits"]["adamw"]["hypers"]
        assert stored in [dict(setting) for setting in raised["AdamW"].settings]
    assert grids.raised({"name": "constant", "settings": {"factor": 0.0, "until": 1.0}, "horizon": 9}, 9, 6) == 0


def test_a_baseline_that_is_named_is_planned_as_one_that_is_added() -> None:
    added = entries("landscape", [{"name": "adam"}])["AdamW"]
    named = entries("landscape", [{"name": "adamw"}])["AdamW"]
    assert named.settings == added.settings
    assert {setting["weight_decay"] for setting in named.settings} == {0.0}


def test_what_is_given_goes_before_what_is_stored() -> None:
    entry = entries("landscape", [{"name": "adamw", "grid": {"weight_decay": [0.1, 0.2]}}])["AdamW"]
    assert {setting["weight_decay"] for setting in entry.settings} == {0.1, 0.2}


def test_one_range_for_all_is_that_of_the_baselines_too() -> None:
    shared = {"low": 0.001, "high": 1.0, "points": 6}
    found = entries("mlp_digits", [{"name": "adam"}, {"name": "muon"}], lr=shared)
    rates = [[setting["lr"] for setting in entry.settings] for entry in found.values()]
    assert len(rates) == 4
    assert rates == [rates[0]] * 4
    assert (rates[0][0], rates[0][-1]) == (0.001, 1.0)
    finer = entries("mlp_digits", [{"name": "adam", "grid": {"beta1": [0.8, 0.9]}}], lr={**shared, "points": 3})
    assert {span(entry) for entry in finer.values()} == {3.0}
    assert [len(entry.settings) for entry in finer.values()] == [6, 6, 6]


def test_baselines_beside_a_grid_that_was_given_are_as_wide() -> None:
    given = {"lr": {"low": 1e-5, "high": 1e-1, "points": 6}}
    found = entries("mlp_digits", [{"name": "adam", "grid": given}])
    assert [span(entry) for entry in found.values()] == pytest.approx([4.0] * 3, abs=1e-4)


def test_one_rate_that_was_given_leaves_the_budget_of_the_others_as_it_is() -> None:
    given = {"lr": [0.01], "beta1": [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]}
    found = entries("mlp_digits", [{"name": "adam", "grid": given}])
    assert [len(entry.settings) for entry in found.values()] == [6, 6, 6]
    few = entries("mlp_digits", [{"name": "adam", "grid": {"lr": [1e-5, 1e-3, 1e-1]}}], 3)
    assert [span(entry) for entry in few.values()] == pytest.approx([4.0] * 3, abs=1e-4)


def test_a_rule_of_matrices_says_its_second_rate_and_how_it_was_tuned() -> None:
    tuned = baselines()["mlp_digits"]["adamw"]
    entry = entries("mlp_digits", [{"name": "muon"}])["Muon"]
    assert {setting["fallback_lr"] for setting in entry.settings} == {tuned["hypers"]["lr"]}
    assert entry.aside == {"fallback_lr": len(tuned["tried"])}


def test_the_second_rate_of_a_rule_of_matrices_is_tried_where_a_grid_says_so() -> None:
    entry = entries("mlp_digits", [{"name": "muon", "grid": {"fallback_lr": [0.001, 0.01]}}])["Muon"]
    assert {setting["fallback_lr"] for setting in entry.settings} == {0.001, 0.01}
    assert len(entry.settings) == 6
    assert entry.aside == {}


def test_a_rule_without_a_probe_has_its_default_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "probes", dict)
    entry = entries("mlp_digits", [{"name": "adam"}], 3)["Adam"]
    assert [setting["lr"] for setting in entry.settings] == [0.0001, 0.001, 0.01]
    assert entry.probed is False


@pytest.mark.parametrize("points", range(1, 20))
def test_further_rates_lie_beyond_the_end_or_around_the_best_and_none_comes_twice(points: int) -> None:
    rates = grids.placed(0.1, 7)
    upper, lower = grids.beyond(rates, points, 1), grids.beyond(rates, points, -1)
    inside = grids.between(rates, points, 0.1)
    assert min(upper) > max(rates)
    assert max(lower) < min(rates)
    assert rates[2] < min(inside) < max(inside) < rates[4] or points == 1
    assert 0.1 not in inside
    assert [len(set(each)) for each in (upper, lower, inside)] == [points] * 3
