"""How far two rules are apart, and how many seeds are promised to show it: held against tables whose truth is known."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.comparisons.results import statistics, verdicts
from app.comparisons.results.differences import chance_of_winning, difference, gaps, seeds_needed
from tests.comparisons.test_simulated_tables import OPTIMA, SETTINGS

Drawn = Callable[[np.random.Generator, tuple[int, ...]], Any]
NOISE: dict[str, Drawn] = {
    "normal": lambda random, shape: random.standard_normal(shape),
    "heavy tails": lambda random, shape: random.standard_t(3, shape),
}
LEVEL = 0.05 / 3
"""Of three pairs of rules."""


def table(random: np.random.Generator, optimum: str, noise: str, seeds: int) -> Any:
    return OPTIMA[optimum][:, None] + NOISE[noise](random, (SETTINGS, seeds))


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize(("optimum", "most"), [("one", 0.9), ("narrow", 0.97), ("wide", 0.99)])
def test_as_many_seeds_as_are_promised_find_the_difference_in_seventy_percent_or_more(
    optimum: str, most: float, noise: str
) -> None:
    # Promised are four of five. Of a flat optimum the hardest of many settings is taken, and more are found.
    random = np.random.default_rng([len(optimum), len(noise)])
    apart, found, promised = 1.5, 0, 0
    for _ in range(80):
        seen = table(random, optimum, noise, 20), table(random, optimum, noise, 20) + apart
        seeds = difference(*seen, LEVEL).needed
        if seeds is None:
            continue
        promised += 1
        found += (
            statistics.compare(table(random, optimum, noise, seeds), table(random, optimum, noise, seeds) + apart).p
            < LEVEL
        )
    assert promised >= 40
    assert 0.7 <= found / promised <= most


@pytest.mark.parametrize("noise", NOISE)
def test_the_interval_covers_the_difference_of_the_best_settings(noise: str) -> None:
    for seeds in (6, 17):
        random = np.random.default_rng([seeds, len(noise)])
        covered = 0
        for _ in range(200):
            one, other = table(random, "narrow", noise, seeds), table(random, "narrow", noise, seeds) + 2
            low, high = difference(one, other, LEVEL).interval or (np.nan, np.nan)
            places = statistics.best_setting(one), statistics.best_setting(other)
            covered += low <= OPTIMA["narrow"][places[0]] - OPTIMA["narrow"][places[1]] - 2 <= high
        assert covered / 200 >= 0.93


def test_the_difference_is_the_median_of_the_pairs_and_turns_round_with_them() -> None:
    one, other = np.array([[1.0, 2, 3, 4, 5, 6, 7]]), np.array([[2.0, 2, 5, 7, 9, 11, 13]])
    found, turned = difference(one, other, LEVEL), difference(other, one, LEVEL)
    assert (found.median, found.interval) == (-3, (-6, 0))
    assert (turned.median, turned.interval, turned.needed) == (3, (0, 6), found.needed)


def test_two_that_diverged_are_the_same_and_one_that_diverged_is_beyond_all_bounds() -> None:
    assert gaps(np.array([np.inf, np.inf, 1.0]), np.array([np.inf, 1.0, 1 + 1e-12])).tolist() == [0, np.inf, 0]
    gone = difference(np.full((2, 8), np.inf), np.ones((2, 8)), LEVEL)
    assert (gone.median, gone.interval, gone.needed) == (np.inf, (np.inf, np.inf), None)
    half = chance_of_winning(np.array([[np.inf, -np.inf, np.inf, np.inf]]))
    assert half == 0.75


def test_nothing_is_promised_where_nothing_was_seen() -> None:
    same = np.arange(8.0)[None, :]
    assert difference(same, same, LEVEL).needed is None
    few = difference(same[:, :5], same[:, :5] + 1, LEVEL)
    assert (few.interval, few.needed) == (None, None)
    assert seeds_needed(0.5, LEVEL) is None
    assert seeds_needed(0.51, LEVEL) is None
    assert seeds_needed(1.0, 0.05) == 6, "six wins of six, p = 0.03"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "needs about 24 more seeds to show 0.005"),
        ({"needed": 11}, "needs about 1 more seed to show 0.005"),
        ({"needed": 9}, "10 seeds mostly show 0.005"),
        ({"needed": None}, "more than 256 seeds to show 0.005"),
        ({"difference": 0.0}, ""),
        ({"interval": None}, ""),
        ({"better": "a"}, ""),
        ({"undecided": "at the edge"}, ""),
    ],
)
def test_what_a_pair_needs_is_said_where_no_difference_was_shown(changed: dict[str, Any], said: str) -> None:
    pair = {"better": None, "undecided": None, "difference": -0.005, "interval": [-0.01, 0.001], "needed": 34}
    assert verdicts.needs(pair | changed, 10) == said
