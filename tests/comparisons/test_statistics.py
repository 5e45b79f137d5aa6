import itertools

import numpy as np
import pytest
from scipy import stats

from app.comparisons.results import statistics


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def rule_table(random: np.random.Generator, settings: int = 8, seeds: int = 10, shift: float = 0.0) -> np.ndarray:
    """End values over a learning-rate curve with a flat bottom, a shared effect of seeds is added by the caller."""
    rates = np.linspace(-2, 2, settings)[:, None]
    values = np.exp(0.3 * rates**2 + shift + 0.3 * random.standard_normal((settings, seeds)))
    return np.where(rates + 0.2 * random.standard_normal((settings, seeds)) > 1.8, np.inf, values)


@pytest.mark.parametrize("seeds", [6, 10, 16])
def test_a_rule_compared_with_itself_is_called_different_in_at_most_five_percent(
    seeds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "PERMUTATIONS", 399)
    random = rng(seeds)
    tables = 400
    called = 0
    for _ in range(tables):
        shared = np.exp(0.5 * random.standard_normal(seeds))
        one, other = rule_table(random, seeds=seeds) * shared, rule_table(random, seeds=seeds) * shared
        called += statistics.permutation_test(one, other, random)[0] < 0.05
    assert called / tables <= 0.05


def test_choosing_outside_the_permutation_would_call_a_rule_different_from_itself() -> None:
    # Why settings are chosen again in every permutation. The bottom of the curve is nearly flat and there are many more
    # seeds to judge on than to choose on: conditional on the choice, the two 'rules' do differ.
    random = rng(3)
    wrong = 0
    for _ in range(200):
        tables = [np.linspace(0, 0.5, 4)[:, None] + random.standard_normal((4, 400)) for _ in range(2)]
        best = [int(np.argmin(np.median(table[:, :4], axis=1))) for table in tables]
        difference = tables[0][best[0], 4:] - tables[1][best[1], 4:]
        wrong += stats.wilcoxon(difference).pvalue < 0.05
    assert wrong / 200 > 0.2


def test_of_four_equal_rules_any_pair_is_called_different_in_at_most_five_percent_of_tables() -> None:
    random = rng(5)
    tables = 150
    called = 0
    for _ in range(tables):
        rules = [rule_table(random, 6, 9) for _ in range(4)]
        p = [statistics.permutation_test(one, other, random)[0] for one, other in itertools.combinations(rules, 2)]
        called += min(statistics.holm(p)) < 0.05
    assert called / tables <= 0.05


def test_a_better_rule_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "PERMUTATIONS", 999)
    for seeds in (8, 16):
        random = rng(1)
        better, worse = rule_table(random, seeds=seeds, shift=-1.5), rule_table(random, seeds=seeds)
        p, gain = statistics.permutation_test(better, worse, random)
        assert p < 0.05
        assert gain > 0
        q, loss = statistics.permutation_test(worse, better, rng(1))
        assert (q, loss) == (pytest.approx(p, abs=0.01), -gain)


def test_with_one_setting_it_is_the_exact_paired_permutation_test() -> None:
    random = rng(2)
    one, other = random.standard_normal((1, 8)), random.standard_normal((1, 8)) + 0.5
    values = statistics.ranks(np.stack([one, other]))
    expected = stats.permutation_test(
        (values[0, 0], values[1, 0]), lambda x, y: np.mean(x - y), permutation_type="samples", n_resamples=np.inf
    )
    assert statistics.permutation_test(one, other, random)[0] == pytest.approx(expected.pvalue)


def test_identical_results_are_not_different() -> None:
    table = rule_table(rng(4))
    assert statistics.permutation_test(table, table, rng()) == (1.0, 0.0)


def test_five_seeds_cannot_show_a_difference_and_six_can() -> None:
    assert statistics.smallest_p(5) > 0.05 > statistics.smallest_p(6)
    for seeds in (5, 6):
        table = rule_table(rng(6), seeds=seeds)
        p, _ = statistics.permutation_test(table, table + 100.0, rng())
        assert p == pytest.approx(statistics.smallest_p(seeds))


def test_holm_agrees_with_the_definition() -> None:
    assert statistics.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert statistics.holm([0.5, 0.9]) == [1.0, 1.0]
    assert statistics.holm([]) == []


def test_a_value_is_never_used_to_choose_itself() -> None:
    final = rule_table(rng(7), 6, 8)
    first, second = statistics.halves(8)
    before = statistics.tuned(final)
    changed = final.copy()
    changed[:, first] = rng(8).random((6, len(first)))  # other values there change the choice for `second` only
    choice = np.argmin(np.median(final[:, second], axis=1))
    assert statistics.tuned(changed)[first].tolist() == changed[choice, first].tolist()
    assert before[first].tolist() == final[choice, first].tolist()


def test_quantiles_agree_with_numpy_and_keep_infinity() -> None:
    values = rng(9).standard_normal((5, 9))
    for share in (0.1, 0.5, 0.9):
        np.testing.assert_allclose(statistics.quantile(values, share), np.quantile(values, share, axis=-1))
    diverged = np.array([1.0, 2.0, np.inf, np.inf])
    assert statistics.quantile(diverged, 0.5) == np.inf
    assert statistics.quantile(diverged, 0.1) == pytest.approx(1.3)


def test_the_bootstrap_interval_holds_the_true_median_about_as_often_as_it_says() -> None:
    random = rng(10)
    held = 0
    for _ in range(200):
        low, high = statistics.bootstrap(random.standard_normal(15), random)
        held += low <= 0 <= high
    assert 0.88 <= held / 200 <= 1.0


def test_the_ecdf_counts_run_and_target_pairs() -> None:
    curves = np.array([[8.0, 4.0, 2.0], [8.0, 8.0, 4.0], [8.0, np.nan, np.nan]])
    goals = np.array([4.0, 2.0])
    np.testing.assert_allclose(statistics.runtime_ecdf(curves, goals), [0, 1 / 6, 3 / 6])


def test_targets_go_from_the_start_to_the_best_end() -> None:
    goals = statistics.targets(np.array([[16.0, 16.0]]), np.array([1.0, np.inf]), count=4)
    np.testing.assert_allclose(goals, [8, 4, 2, 1])
    assert len(statistics.targets(np.array([1.0]), np.array([np.inf]))) == 0


def test_ranks_share_ties() -> None:
    values = np.array([[3.0, 1.0], [3.0, np.inf]])
    assert statistics.ranks(values).tolist() == stats.rankdata(values).reshape(2, 2).tolist()
