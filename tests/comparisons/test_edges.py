"""A best value at an end of what was tried, and which ends are none."""

import math

import pytest

from app.comparisons.planning.edges import LOWER, UPPER, edges, reason

RATES = [{"lr": lr} for lr in (0.01, 0.1, 1.0)]
INF = math.inf


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ([2.0, 1.0, 3.0], {}),
        ([1.0, 2.0, 3.0], {"lr": LOWER}),
        ([3.0, 2.0, 1.0], {"lr": UPPER}),
        ([2.0, 1.0, 1.0], {"lr": UPPER}),
        ([1.0, 1.0, INF], {"lr": LOWER}),
        ([1.0, 1.0, 1.0], {"lr": UPPER}),
        ([INF, INF, INF], {"lr": LOWER}),
    ],
)
def test_a_best_learning_rate_at_an_end_is_found_with_its_direction_and_ties_count(
    scores: list[float], found: dict[str, int]
) -> None:
    assert edges("adam", RATES, scores) == found


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_learning_rates_have_no_inside(count: int) -> None:
    assert edges("adam", RATES[:count], [1.0, 2.0][:count]) == {"lr": UPPER if count == 1 else LOWER}


def test_other_numbers_count_from_three_values_on_and_stored_ones_not_at_all() -> None:
    def tried(betas: list[float]) -> list[dict[str, float]]:
        return [{"lr": lr, "beta1": beta, "fallback_lr": 0.1} for beta in betas for lr in (0.01, 0.1, 1.0)]

    assert edges("adam", tried([0.8, 0.9]), [3, 2, 4, 3, 1, 4]) == {}
    assert edges("adam", tried([0.5, 0.8, 0.9]), [3, 2, 4, 3, 2, 4, 3, 1, 4]) == {"beta1": UPPER}


def test_an_end_beyond_which_a_number_has_no_meaning_is_none() -> None:
    settings = [{"lr": lr, "weight_decay": decay} for decay in (0.0, 0.01, 0.1) for lr in (0.01, 0.1, 1.0)]
    assert edges("adamw", settings, [3, 1, 3, 4, 2, 4, 5, 3, 5]) == {}
    assert edges("adamw", settings, [5, 3, 5, 4, 2, 4, 3, 1, 3]) == {"weight_decay": UPPER}


def test_a_rule_of_an_earlier_version_is_judged_all_the_same() -> None:
    assert edges("of_an_earlier_version", RATES, [3.0, 2.0, 1.0]) == {"lr": UPPER}


def test_the_reason_names_each_rule_that_is_at_an_edge() -> None:
    assert reason({"Adam": [], "SGD": []}) is None
    assert reason({"Adam": [], "SGD": ["lr"]}) == "the best lr of SGD lies at the edge of what was tried"
    assert reason({"Adam": ["lr"], "SGD": ["lr"]}) == (
        "the best lr of Adam and lr of SGD lies at the edge of what was tried"
    )
