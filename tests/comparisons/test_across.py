"""An option of the workload with several values: planned with equal budgets, compared at one value, a slope across."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from app.comparisons.errors import NoSlice
from app.comparisons.planning import plan
from app.comparisons.planning.cost import Pace
from app.comparisons.results import across, report
from app.comparisons.results.conclusion import where_same
from app.comparisons.settings import ComparisonSettings
from app.comparisons.slices.plan import default_members, submission
from app.comparisons.slices.request import PathsRequest
from app.comparisons.spec import ComparisonSpec
from tests.comparisons.test_first_preset import outcome

SPEC: dict[str, Any] = {
    "rules": [{"name": "adam"}, {"name": "muon"}],
    "workload": {"name": "mlp_digits"},
    "across": {"width": [4, 8, 16]},
    "trials": 3,
    "seeds": 6,
    "steps": 4,
    "record_every": 4,
    "backend": "reference",
}


def spec(**changes: Any) -> ComparisonSpec:
    return ComparisonSpec.model_validate(SPEC | changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"across": {"depht": [1, 2]}}, "there are: batch, width, depth"),
        ({"across": {"control": [1, 2]}}, "there are: batch, width, depth"),
        ({"across": {"width": [4]}}, "at least 2 items"),
        ({"across": {"width": [4, 4]}}, "names a value of width twice"),
        ({"across": {"width": [4, 1000]}}, "width is a whole number from 2 to 512, given 1000"),
        ({"across": {"width": [4, 8.5]}}, "width is a whole number from 2 to 512, given 8.5"),
        ({"across": {"width": [4, True]}}, "should be a valid"),
        ({"across": {"width": [4, 8], "depth": [1, 2]}}, "at most 1 item"),
        ({"workload": {"name": "mlp_digits", "options": {"width": 4}}}, "possible: one of the two"),
        (
            {
                "rules": [{"name": name} for name in ("adam", "lion", "sgd", "muon")],
                "across": {"width": [*range(4, 10)]},
            },
            "at most 32",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_possible(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        spec(**changes)


def test_every_rule_has_the_same_budget_at_every_value() -> None:
    made = plan.make(spec(), ComparisonSettings())
    assert [entry.label for entry in made.entries[:3]] == ["Adam, width 4", "Adam, width 8", "Adam, width 16"]
    assert {entry.base for entry in made.entries} == {"Adam", "Muon", "SGD with momentum", "AdamW"}
    assert {len(entry.settings) for entry in made.entries} == {3}
    assert made.runs == 4 * 3 * 3 * 6 == sum(shard.width for shard in made.shards)
    assert [shard.options for shard in made.shards[:3]] == [{"width": 4}, {"width": 8}, {"width": 16}]
    assert "4 rules × 3 values of width × 3 settings × 6 seeds" in made.sentence


def test_a_comparison_without_it_is_the_job_that_it_was() -> None:
    asked = spec(across=None)
    assert "across" not in asked.canonical()
    made = plan.make(asked, ComparisonSettings())
    assert all("options" not in entry and "base" not in entry for entry in made.to_json()["entries"])
    assert all(shard.options == {} for shard in made.shards)
    assert plan.make(spec(), ComparisonSettings()).identity(spec()) != made.identity(asked)


@pytest.fixture(scope="module")
def trained() -> Any:
    return outcome(spec())


def test_rules_are_compared_at_one_value_only(trained: Any) -> None:
    _, _, found = trained
    assert len(found["tests"]) == 3 * 6
    assert all(test["first"].split(", ")[1] == test["second"].split(", ")[1] for test in found["tests"])
    assert "18 pairs" in found["method"]


def test_best_rates_have_intervals_that_hold_them(trained: Any) -> None:
    view, _, found = trained
    told = found["across"]
    assert told["option"] == "width"
    assert told["values"] == [4, 8, 16]
    assert [rule["label"] for rule in told["rules"]] == ["Adam", "Muon", "SGD with momentum", "AdamW"]
    for rule in told["rules"]:
        assert all(low < rate < high for rate, (low, high) in zip(rule["rates"], rule["intervals"], strict=True))
        assert rule["slope_interval"][0] < rule["slope"] < rule["slope_interval"][1]
    assert "width" in found["conclusion"].split(".")[0]
    page = report.page(view, found)
    assert "Best learning rate against width" in page


def test_verdicts_at_the_same_value_are_told_pair_by_pair_with_their_values() -> None:
    where = {f"{rule}, width {value}": (rule, value) for rule in ("Muon", "SGD", "Adam") for value in ("4", "8")}

    def test(first: str, second: str, value: str, better: bool = True) -> dict[str, Any]:
        labels = [f"{rule}, width {value}" for rule in (first, second)]
        return {"first": labels[0], "second": labels[1], "better": labels[0] if better else None, "p_holm": 0.01}

    tests = [
        test("Muon", "SGD", "4"),
        test("Muon", "SGD", "8"),
        test("Adam", "SGD", "8"),
        test("Muon", "Adam", "4", False),
    ]
    assert where_same("width", tests, 12, where) == (
        "At the same width: Muon is better than SGD at 4 and 8 (p ≤ 0.01); Adam is better than SGD at 8 (p = 0.01)."
    )
    assert where_same("width", tests[-1:], 12, where) == "At the same width no rule is shown to be better than another."


def test_a_slope_counts_the_rules_beside_it(trained: Any) -> None:
    _, _, found = trained
    rule = found["across"]["rules"][0] | {"at_edge": [], "slope": -0.8, "slope_interval": [-1.29, -0.17]}
    told = {"option": "width", "rules": [rule | {"slope_shown": shown} for shown in (True, False)]}
    assert across.said(told) == (
        "The best learning rate goes with width: of Adam as width^-0.80 (95 %: -1.29 to -0.17). That it changes with"
        " width is not shown of Adam (exponent -1.29 to -0.17, too near to 0 for one of 2 rules)."
    )
    # The tighter of two levels is wider: what is said of four rules holds at 1 - 0.05/4.
    values = np.random.default_rng(0).standard_normal(2000)
    (low, high), (lower, higher) = across.interval(values), across.interval(values, 1 - 0.05 / 4)
    assert lower < low < high < higher
    for one in found["across"]["rules"]:
        ends = one["slope_interval"]
        assert not one["slope_shown"] or ends[0] > 0 or ends[1] < 0


def test_a_slice_is_of_one_value(trained: Any) -> None:
    view, table, _ = trained
    seeds = len(view.plan["seeds"])
    assert all(run < 3 * seeds or run >= 9 * seeds for run in default_members(view, table))
    with pytest.raises(NoSlice, match="these differ in width"):
        submission(view, table, PathsRequest(kind="paths", members=[0, 3 * seeds]), ComparisonSettings(), Pace())
    asked: Any = submission(view, table, PathsRequest(kind="paths", members=[3 * seeds]), ComparisonSettings(), Pace())
    assert asked.shards[0].pieces[0].shard.options == {"width": 8}


def simulated(random: np.random.Generator, slope: float, noise: float, seeds: int) -> list[tuple[Any, Any]]:
    """Rates and end values at four widths: a parabola in the rate's logarithm whose bottom goes with the width."""
    rates = 10 ** np.linspace(-3, 0, 10)
    given = []
    for width in (0.0, 0.3, 0.6, 0.9):
        bottom = -1.5 + slope * (width - 0.45) + random.uniform(-0.05, 0.05)
        ends = (np.log10(rates)[:, None] - bottom) ** 2 + noise * random.standard_normal((len(rates), seeds))
        given.append((rates, ends))
    return given


@pytest.mark.parametrize("noise", [0.05, 0.3])
def test_the_interval_of_a_slope_covers_it(noise: float) -> None:
    random, at, covered, excluded = np.random.default_rng(0), np.array([0.0, 0.3, 0.6, 0.9]), 0, 0
    for _ in range(100):
        drawn = across.bootstrap(simulated(random, -1.0, noise, 12), draws=200)
        low, high = across.interval(across.slopes(at, drawn))
        covered += low <= -1.0 <= high
        excluded += high < 0
    assert covered >= 90
    assert noise > 0.1 or excluded >= 90


def test_the_slope_of_a_line_is_that_of_its_logarithms() -> None:
    widths = np.array([8.0, 16.0, 64.0])
    assert across.slopes(np.log10(widths), np.log10([3 * widths**-0.5]))[0] == pytest.approx(-0.5)
