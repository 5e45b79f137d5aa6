"""Running times to targets: small tables, by hand."""

import math

import numpy as np
import pytest

from app.api.statistics import StatisticsAnswer
from app.comparisons.results.reaching import expected, reaching, usual
from app.comparisons.results.summary import summarise
from tests.comparisons.test_summary import comparison

NEVER = -1
HITS = np.array([
    [0, 10, 20, 30, 40, 50],  # all
    [10, 20, 30, 40, NEVER, NEVER],  # four of six
    [10, 20, 30, NEVER, NEVER, NEVER],  # half: no median
    [NEVER] * 6,
])  # fmt: skip


def test_the_expected_running_time_is_all_steps_over_those_that_reached_it() -> None:
    found = reaching(HITS, 100)
    assert found.share.tolist() == [1.0, 4 / 6, 0.5, 0.0]
    assert found.expected.tolist() == [25.0, (10 + 20 + 30 + 40 + 2 * 100) / 4, (60 + 300) / 3, math.inf]


def test_a_median_is_known_where_more_than_half_reached_the_target() -> None:
    found = reaching(HITS, 100)
    assert found.median.tolist() == [25.0, 35.0, math.inf, math.inf]
    assert (found.median_low[0], found.median_high[0]) == (0, 50), "of six values from the least to the largest"
    assert (found.median_low[1], found.median_high[1]) == (10, math.inf)


def test_resampled_running_times_lie_around_that_of_all_runs_and_stay_the_same() -> None:
    found, again = reaching(HITS, 100), reaching(HITS, 100)
    assert (found.expected_low <= found.expected).all()
    assert (found.expected <= found.expected_high).all()
    assert found.expected_low[0] < 20 < 30 < found.expected_high[0]
    np.testing.assert_array_equal(found.expected_high, again.expected_high)
    assert found.expected_high[3] == math.inf


def test_below_six_runs_there_is_no_interval() -> None:
    found = reaching(HITS[:, :5], 100)
    assert all(np.isnan(each).all() for each in (found.median_low, found.expected_low, found.expected_high))
    assert found.expected[0] == 20


def test_a_run_that_is_taken_twice_counts_twice() -> None:
    (twice,) = expected(HITS[1:2], 100, np.array([[2, 0, 0, 0, 1, 0]]))
    assert twice.tolist() == [(10 + 10 + 100) / 2]


@pytest.mark.parametrize(
    ("target", "better", "place"), [(0.5, "lower", 1), (1.0, "lower", 0), (0.01, "lower", 2), (0.95, "higher", 2)]
)
def test_the_target_shown_first_is_the_first_as_hard_as_that_of_the_workload(
    target: float, better: str, place: int
) -> None:
    targets = (1.0, 0.5, 0.1) if better == "lower" else (0.5, 0.9, 0.95)
    assert usual(targets, target, better) == place


def test_a_comparison_has_running_times_for_each_of_its_targets() -> None:
    view, table = comparison()
    found = summarise(view, table)
    StatisticsAnswer.model_validate(found)
    reached = found["reaching"]
    assert reached["stop"] == 100
    assert reached["targets"][reached["usual"]] <= 0.001 < reached["targets"][reached["usual"] - 1]
    first = reached["rules"][0]
    assert first["label"] == "Nesterov momentum"
    # It ends near 0.1, which is the first target: half of the seeds or so come that far, none further.
    assert 0 < first["share"][0] < 1
    assert first["share"][1] == 0
    assert (first["expected"][1], first["median"][1]) == (None, None)
    assert len(first["expected"]) == len(reached["targets"]) == len(first["median_interval"])
    table.hits.clear()
    assert summarise(view, table)["reaching"] is None, "nothing of an earlier version"
