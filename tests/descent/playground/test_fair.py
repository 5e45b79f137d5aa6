import numpy as np
import pytest
from descent import registry
from descent.analysis.starts import random_starts
from descent.playground.fair import planned, tried_values
from descent.playground.racer import racer_from
from descent.trace import outcome
from scipy import stats

from tests.descent.conftest import Ask, pieces

GROUND = {"name": "booth"}


@pytest.mark.parametrize("rule", ["sgd", "momentum", "adamw", "prodigy"])
@pytest.mark.parametrize("budget", [1, 9, 49])
def test_no_rule_tries_more_than_the_budget(rule: str, budget: int):
    one = racer_from({"rule": rule}, None)
    second = next((hyper.name for hyper in one.rule.hypers if hyper.name != "lr"), None)
    found = planned(one, second, budget)
    assert 0.5 * budget < len(found) <= budget
    assert len({tuple(sorted(item.items())) for item in found}) == len(found)


def test_decays_are_tried_evenly_in_their_distance_from_one():
    beta = next(hyper for hyper in racer_from({"rule": "adam"}, None).rule.hypers if hyper.name == "beta1")
    rest = 1 - np.asarray(tried_values(beta, 4))
    assert np.allclose(rest[1:] / rest[:-1], rest[1] / rest[0])
    assert rest[0] == pytest.approx(1 - beta.high)


def test_the_race_is_run_with_the_best_configuration_on_fresh_starts(ask: Ask):
    arguments = {
        "ground": GROUND,
        "racer": {"id": "m", "rule": "momentum"},
        "budget": 16,
        "starts": 4,
        "seeds": 2,
        "steps": 60,
    }
    found = pieces(ask, "fair", **arguments)
    value, arrays = found[-1]
    assert value["tried"] == 16 == len(arrays["tuning"])
    assert value["best"] == value["configurations"][int(np.argmin(arrays["tuning"]))]
    assert arrays["losses"].shape == (8,)
    assert arrays["curves"].shape == (3, 61)
    assert np.all(np.diff(arrays["curves"], axis=0) >= 0)
    assert value["median"] == np.median(arrays["losses"])
    seen = random_starts(registry.landscape("booth"), 8, np, 0)
    tuned = outcome(registry.rule("momentum"), registry.landscape("booth"), value["best"], xp=np, steps=60, starts=seen)
    assert not np.allclose(tuned.losses, arrays["losses"], rtol=1e-3, atol=0)
    again = pieces(ask, "fair", **arguments)[-1][1]
    assert np.array_equal(again["losses"], arrays["losses"])
    assert not np.array_equal(pieces(ask, "fair", **arguments, seed=1)[-1][1]["losses"], arrays["losses"])


def test_a_racer_is_not_better_than_itself(ask: Ask):
    losses = np.exp(np.random.default_rng(0).standard_normal(40)).tolist()
    value, _ = ask("studio.verdict", racers=[{"id": "a", "losses": losses}, {"id": "b", "losses": losses}], least=0)
    (pair,) = value["pairs"]
    assert (pair["better"], pair["p"]) == (None, 1.0)


def test_chance_is_called_a_difference_in_at_most_one_case_of_twenty(ask: Ask):
    rng = np.random.default_rng(1)
    called = 0
    for _ in range(200):
        losses = np.exp(rng.standard_cauchy((2, 12)).clip(-20, 20))
        listed = [{"id": name, "losses": row.tolist()} for name, row in zip("ab", losses, strict=True)]
        called += ask("studio.verdict", racers=listed, least=0)[0]["pairs"][0]["better"] is not None
    assert called <= 10


def compared(ask: Ask, one: list[float | None], other: list[float | None]):
    value, _ = ask("studio.verdict", racers=[{"id": "a", "losses": one}, {"id": "b", "losses": other}], least=0)
    return value["pairs"][0]


def test_starts_on_which_both_end_the_same_are_wins_of_neither(ask: Ask):
    pair = compared(ask, [1.0, 1.0, 1.0, 2.0, None, 5.0], [1.0, 1.0 + 1e-14, 2.0, 1.0, None, 4.0])
    assert (pair["lower"], pair["higher"], pair["same"]) == (1, 2, 3)
    assert pair["p"] == 1.0


def test_a_racer_that_is_mostly_the_same_and_never_lower_is_not_called_better(ask: Ask):
    # 77 % of the starts end the same: counted as wins of the first they would make it better.
    pair = compared(ask, [0.5] * 60, [0.5] * 46 + [0.4] * 14)
    assert (pair["lower"], pair["higher"], pair["same"]) == (0, 14, 46)
    assert pair["better"] is None, "the medians are the same"


def test_the_test_is_the_binomial_one_of_scipy(ask: Ask):
    rng = np.random.default_rng(3)
    one, other = np.exp(rng.standard_normal((2, 15))).tolist()
    lower = sum(x < y for x, y in zip(one, other, strict=True))
    assert compared(ask, one, other)["p"] == pytest.approx(stats.binomtest(lower, 15).pvalue)


def test_five_starts_rank_nothing_and_have_no_interval(ask: Ask):
    pair = compared(ask, [1.0] * 5, [9.0] * 5)
    assert (pair["better"], pair["interval"]) == (None, None)
    assert compared(ask, [1.0] * 6, [9.0] * 6)["better"] == "a"


def test_where_wins_and_medians_disagree_nothing_is_said(ask: Ask):
    one, other = [1.0] * 9 + [100.0] * 11, [2.0] * 11 + [101.0] * 9
    pair = compared(ask, one, other)
    assert (pair["lower"], pair["higher"]) == (18, 2)
    assert pair["p_holm"] < 0.05
    assert pair["better"] is None


def test_a_racer_that_is_always_ten_times_better_is_better(ask: Ask):
    losses = np.exp(np.random.default_rng(2).standard_normal(20))
    listed = [{"id": "worse", "losses": losses.tolist()}, {"id": "better", "losses": (losses / 10).tolist()}]
    value, _ = ask("studio.verdict", racers=listed, least=0)
    assert value["order"] == ["better", "worse"]
    assert value["pairs"][0]["better"] == "better"
    assert value["pairs"][0]["mean_digits"] == pytest.approx(1.0)


def test_correction_makes_many_comparisons_harder(ask: Ask):
    rng = np.random.default_rng(3)
    listed = [{"id": str(k), "losses": np.exp(rng.standard_normal(10)).tolist()} for k in range(5)]
    pairs = ask("studio.verdict", racers=listed, least=0)[0]["pairs"]
    assert len(pairs) == 10
    assert all(pair["p_holm"] >= pair["p"] for pair in pairs)
    assert min(pair["p_holm"] for pair in pairs) == pytest.approx(min(1.0, 10 * min(pair["p"] for pair in pairs)))


def test_diverged_runs_count_as_far_worse_and_few_runs_decide_nothing(ask: Ask):
    listed = [{"id": "a", "losses": [1.0] * 5}, {"id": "b", "losses": [None] * 5}]
    value, _ = ask("studio.verdict", racers=listed, least=0)
    assert value["order"] == ["a", "b"]
    assert value["diverged"] == {"a": 0.0, "b": 1.0}
    assert value["pairs"][0]["better"] is None


def test_a_tie_is_neither_won_nor_lost_and_what_is_below_rounding_is_a_tie(ask: Ask):
    one, other = [1.0, 1e-13, 0.0, 2.0, 3.0, 1.0, None], [2.0, 1e-15, 0.0, 1.0, 4.0, 1.0, None]
    value, _ = ask("studio.verdict", racers=[{"id": "a", "losses": one}, {"id": "b", "losses": other}], least=0)
    (pair,) = value["pairs"]
    assert value["rounding"] == pytest.approx(1e-12)
    assert [pair[count] for count in ("lower", "higher", "same")] == [2, 1, 4]
