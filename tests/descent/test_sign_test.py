import math

import numpy as np
import pytest
from descent.analysis.holm import holm
from descent.analysis.median_interval import FEWEST, interval_rank, median_interval
from descent.analysis.sign_test import least_p, sign_test, superiority_shown, wins_needed
from scipy import stats


@pytest.mark.parametrize("pairs", [1, 2, 6, 9, 16, 301])
def test_the_sign_test_is_the_binomial_test(pairs: int):
    for better in {0, 1, pairs // 3, pairs // 2, pairs - 1, pairs}:
        assert sign_test(better, pairs - better) == pytest.approx(stats.binomtest(better, pairs).pvalue, rel=1e-12)


def test_pairs_that_are_all_equal_show_nothing():
    assert sign_test(0, 0) == 1.0


def test_more_pairs_than_a_float_can_hold_the_powers_of():
    assert 0 <= sign_test(3000, 0) < 1e-300
    assert sign_test(1500, 1500) == 1.0


def test_five_pairs_show_nothing_and_six_do():
    assert least_p(5) > 0.05 > least_p(6)
    assert wins_needed(5, 0.05) is None
    assert wins_needed(6, 0.05) == 6
    assert wins_needed(16, 0.05) == 13


def test_the_superiority_that_is_shown_is_found_in_four_of_five_samples():
    for pairs in (6, 10, 40):
        chance = superiority_shown(pairs, 0.05)
        found = stats.binom.sf(wins_needed(pairs, 0.05) - 1, pairs, chance)
        assert found == pytest.approx(0.8, abs=1e-6)
    assert superiority_shown(5, 0.05) is None


def test_fewer_than_six_values_have_no_interval():
    assert [interval_rank(count) for count in range(1, 10)] == [None] * 5 + [1, 1, 1, 2]
    assert next(count for count in range(1, 99) if interval_rank(count)) == FEWEST


@pytest.mark.parametrize("count", [6, 9, 17, 40])
def test_the_rank_is_the_largest_whose_interval_still_covers(count: int):
    rank = interval_rank(count)
    covered = [1 - 2 * stats.binom.cdf(k - 1, count, 0.5) for k in (rank, rank + 1)]
    assert covered[0] >= 0.95 > covered[1]


def test_an_interval_may_end_in_infinity():
    assert median_interval([3.0, 1.0, 2.0, math.inf, 5.0, math.inf]) == (1.0, math.inf)


@pytest.mark.parametrize("heavy", [False, True])
def test_the_interval_of_a_median_covers_it(heavy: bool):
    rng = np.random.default_rng(4)
    for count in (6, 9, 20):
        drawn = rng.standard_cauchy((4000, count)) if heavy else np.round(rng.standard_normal((4000, count)))
        found = [median_interval(row) for row in drawn.tolist()]
        assert sum(low <= 0 <= high for low, high in found) / 4000 >= 0.94


def test_holm_agrees_with_the_definition():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([]) == []
