"""Suites: performance profiles and tests over several workloads, on small tables by hand and on simulated ones."""

import csv
import dataclasses
from typing import Any

import numpy as np
import pytest

from app.api.suite import SuiteAnswer
from app.comparisons.errors import NoSuite, NotReady
from app.comparisons.results import suite_files, together
from app.comparisons.results.suite import RATIOS, Grid, Member, areas, reference_times, slowness, suite
from app.comparisons.results.together import together as show
from app.comparisons.store.table import Table
from app.comparisons.store.views import JobView
from app.workloads.card import card
from tests.comparisons.test_summary import comparison

NEVER = -1
LRS = [{"lr": value} for value in (0.1, 0.2, 0.3)]
PLAIN = Grid("sgd", LRS, {})
ONE = int(np.argmin(np.abs(RATIOS - 1)))


def member(title: str, stop: int = 100, **rules: Any) -> Member:
    """A comparison whose rules have three settings, of which the second has these hits; the others reach nothing."""
    hits = {}
    for label, given in rules.items():
        best = np.array(given)
        hits[label] = np.stack([np.full_like(best, NEVER), best, np.full_like(best, NEVER)])
    choosing = {label: np.array([2.0, 1.0, 2.0])[:, None] * np.ones(own.shape[2]) for label, own in hits.items()}
    return Member(title, stop, hits, choosing, dict.fromkeys(hits, PLAIN))


def shares(found: Any, label: str) -> list[float]:
    (profile,) = [each for each in found.profiles if each.label == label]
    return [float(each) for each in profile.share]


def test_the_curve_is_the_share_reached_within_so_many_times_the_reference() -> None:
    # The reference takes 10 and 40 steps; the other half as long to the first target, and never gets to the second.
    one = member("one", reference=[[10, 10], [40, 40]], other=[[5, 5], [NEVER, NEVER]])
    found = suite([one], "reference")
    curve = shares(found, "other")
    assert curve[ONE - 17] == 0.0
    assert curve[ONE - 16] == 0.5, "at half the steps"
    assert curve[-1] == 0.5
    assert (shares(found, "reference")[ONE - 1], shares(found, "reference")[ONE]) == (0.0, 1.0)


def test_every_workload_weighs_as_much_whatever_the_number_of_its_targets() -> None:
    many = member("many", reference=[[10, 10]] * 9, other=[[10, 10]] * 9)
    few = member("few", reference=[[10, 10]], other=[[NEVER, NEVER]])
    assert shares(suite([many, few], "reference"), "other")[ONE] == 0.5


def test_another_rule_moves_no_other_curve() -> None:
    rules = {"reference": [[10, 12], [40, 44]], "other": [[5, 50], [20, NEVER]]}
    before, after = (
        suite([member("one", **rules)], "reference"),
        suite([member("one", **rules, third=[[1, 1], [2, 2]])], "reference"),
    )
    for label in rules:
        assert shares(before, label) == shares(after, label)


def test_the_reference_takes_its_expected_running_time_or_the_stop() -> None:
    times, unreached = reference_times(np.array([[10, 30], [20, NEVER], [NEVER, NEVER], [0, 0]]), 100)
    assert times.tolist() == [20.0, 120.0, 100.0, 1.0]
    assert unreached == 1


def test_an_area_is_that_below_the_curve_over_the_logarithm_of_the_ratio() -> None:
    ratios = slowness(np.array([[10, 20, 5, NEVER], [160, 10, 1, NEVER]]), np.array([20.0, 20.0]))
    # log2 of the ratios: (-1, 3), (0, -1), (-2, -4.3), never; from 3 down to -3.
    assert areas(ratios).tolist() == pytest.approx([(4 / 6 + 0) / 2, (3 / 6 + 4 / 6) / 2, (5 / 6 + 1) / 2, 0.0])


def test_beyond_the_stop_nobody_was_looked_at() -> None:
    found = suite([member("one", stop=40, reference=[[10, 10], [20, 20]], other=[[10, 10], [20, 20]])], "reference")
    assert found.watched[ONE] == 1.0
    assert found.watched[ONE + 16] == 1.0, "twice 20 is the stop"
    assert found.watched[ONE + 17] == 0.5
    assert found.watched[-1] == 0.0


def steady(steps: int, seeds: int = 8) -> list[list[int]]:
    return [[steps + seed for seed in range(seeds)]]


def test_a_rule_that_is_sooner_on_every_seed_of_both_workloads_is_called_so() -> None:
    members = [member(name, reference=steady(40), fast=steady(10)) for name in ("one", "two")]
    (pair,) = suite(members, "reference").pairs
    assert (pair.wins, pair.losses, pair.ties, pair.better) == (0, 16, 0, "fast")
    assert pair.p == pytest.approx(2 * 0.5**16)
    said = together.conclusion(suite(members, "reference"), members)
    assert said.startswith("On these 2 workloads fast reaches targets sooner than reference (p = 3.1e-05).")
    assert said.endswith("Of other workloads this says nothing.")


def test_a_rule_that_is_sooner_on_one_workload_and_later_on_the_other_is_not() -> None:
    one, two = (
        member("one", reference=steady(40), fast=steady(10)),
        member("two", reference=steady(10), fast=steady(40)),
    )
    (pair,) = suite([one, two], "reference").pairs
    assert (pair.wins, pair.losses, pair.better, pair.p) == (8, 8, None, 1.0)


def test_seeds_on_which_both_are_the_same_count_half() -> None:
    one, two = (
        member("one", reference=steady(40), fast=steady(10)),
        member("two", reference=steady(40), fast=steady(40)),
    )
    (pair,) = suite([one, two], "reference").pairs
    assert (pair.losses, pair.ties) == (8, 8)
    assert pair.p == pytest.approx(2 * 0.038406, rel=1e-3), "12 of 16"
    assert pair.better is None


def test_it_must_be_sooner_than_the_hardest_setting_of_the_other() -> None:
    one = member("one", reference=steady(40), fast=steady(10))
    one.hits["reference"][0] = steady(9)  # a setting that is sooner; on half of the seeds it was not seen to be
    one.hits["reference"][0, :, ::2] = NEVER
    (pair,) = suite([one], "reference").pairs
    assert pair.better is None


def test_nothing_is_decided_where_the_soonest_setting_lies_at_an_edge() -> None:
    one = member("one", reference=steady(40), fast=steady(10))
    one.hits["fast"][[1, 2]] = one.hits["fast"][[2, 1]]
    (pair,) = suite([one], "reference").pairs
    assert pair.better is None
    assert pair.undecided == "on one the best lr of fast lies at the edge of what was tried"


def test_bands_hold_the_curve_and_come_with_six_seeds() -> None:
    random = np.random.default_rng(1)
    given = {name: random.integers(5, 60, (4, 8)) for name in ("reference", "other")}
    (_, profile) = suite([member("one", **given)], "reference").profiles
    assert (profile.low <= profile.share).all()
    assert (profile.share <= profile.high).all()
    assert profile.interval is not None
    assert profile.interval[0] < profile.area < profile.interval[1]
    few = suite([member("one", **{name: own[:, :5] for name, own in given.items()})], "reference")
    assert few.profiles[0].interval is None
    assert np.isnan(few.profiles[0].low).all()


def test_a_rule_beside_itself_is_called_sooner_in_few_suites() -> None:
    random = np.random.default_rng(7)
    called = 0
    for _ in range(300):
        members = []
        for name in ("one", "two", "three"):
            # Settings that are as good, with seeds that differ tenfold, and a fifth of runs that never arrive.
            hits = np.exp(random.normal(3.0, 1.0, (2, 4, 5, 8))).astype(np.int64) + 1
            hits[random.random(hits.shape) < 0.2] = NEVER
            grids = dict.fromkeys(("reference", "other"), Grid("sgd", [{"momentum": 0.0}] * 4, {}))
            choosing = random.normal(size=(2, 4, 8))
            members.append(
                Member(name, 100, dict(zip(grids, hits, strict=True)), dict(zip(grids, choosing, strict=True)), grids)
            )
        called += any(pair.p_holm < 0.05 for pair in suite(members, "reference").pairs)
    assert called <= 15


def two() -> tuple[list[JobView], dict[str, Table]]:
    """A comparison on the quadratic and one on digits, finished, with their tables."""
    first, quadratic = comparison()
    second, digits = comparison(workload="mlp_digits")
    second = dataclasses.replace(second, id="1" * 16)
    goals = np.array(card("mlp_digits").goals)
    for run in range(digits.runs):
        digits.hits[run] = np.where(goals < 0.6 + 0.01 * run % 0.3, 10 * (1 + run % 4), NEVER)
    return [first, second], {first.id: quadratic, second.id: digits}


def test_two_comparisons_are_shown_together() -> None:
    views, tables = two()
    found = show(views, tables.__getitem__)
    SuiteAnswer.model_validate(found)
    assert found["reference"] == "AdamW"
    assert [each["workload"] for each in found["comparisons"]] == ["Noisy quadratic", "Small network on digits"]
    assert found["references"] == ["Nesterov momentum", "Momentum", "AdamW"]
    assert show(views, tables.__getitem__, "Momentum")["reference"] == "Momentum"
    lines = list(csv.DictReader(suite_files.as_csv(found).splitlines()))
    assert len(lines) == 3 * len(RATIOS)
    assert {line["rule"] for line in lines} == set(found["references"])
    report = suite_files.page(found)
    assert report.count("<figure>") == 1
    assert all(word in report for word in (found["conclusion"], "Noisy quadratic", "Areas"))


def test_a_rule_that_is_another_one_there_is_left_out() -> None:
    views, tables = two()
    entries = [dict(entry) for entry in views[1].plan["entries"]]
    entries[0]["choices"] = {"nesterov": False}
    views[1] = dataclasses.replace(views[1], plan=views[1].plan | {"entries": entries})
    found = show(views, tables.__getitem__)
    assert found["left_out"] == ["Nesterov momentum"]
    assert "left out: Nesterov momentum." in found["said"]


def test_what_makes_no_suite_is_said() -> None:
    views, tables = two()
    with pytest.raises(NoSuite, match="2 to 24 comparisons, each named once; given 1"):
        show(views[:1], tables.__getitem__)
    with pytest.raises(NotReady, match="is queued: a suite is of finished comparisons"):
        show([views[0], dataclasses.replace(views[1], stored="open")], tables.__getitem__)
    with pytest.raises(NoSuite, match="on the same workload, which would count twice"):
        show([views[0], dataclasses.replace(views[0], id="2" * 16)], tables.__getitem__)
    with pytest.raises(NoSuite, match="'Lion' is not in all of these comparisons; there are: Nesterov momentum, Mom"):
        show(views, tables.__getitem__, "Lion")
    tables[views[1].id].hits.clear()
    with pytest.raises(NoSuite, match="earlier version: when targets were reached is not on record"):
        show(views, tables.__getitem__)
