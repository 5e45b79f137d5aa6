"""A search over several hyperparameters: its points, its plan, where its best lies, and what is said of it."""

import dataclasses
import itertools
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats
from scipy.stats import qmc
from starlette.testclient import TestClient

from app.comparisons import space
from app.comparisons.planning import edges, sobol
from app.comparisons.planning.edges import LOWER, UPPER
from app.comparisons.planning.plan import Plan, make
from app.comparisons.results import statistics, tuning, verdicts
from app.comparisons.results.conclusion import conclusion
from app.comparisons.results.contenders import Contender
from app.comparisons.service import ComparisonService
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from tests.comparisons.by_hand import work
from tests.comparisons.handing_in import spec as handed_in
from tests.comparisons.handing_in import submit

INF = np.inf
SEARCHED = [{"name": "adam"}, {"name": "adam", "search": {}}]


def spec(rules: list[dict[str, Any]], **more: Any) -> ComparisonSpec:
    return ComparisonSpec.model_validate({"rules": rules, "workload": {"name": "mlp_digits"}, "trials": 16} | more)


def planned(rules: list[dict[str, Any]], **more: Any) -> Plan:
    return make(spec(rules, **more), ComparisonSettings())


def contender(settings: list[dict[str, float]], found: Any, spaces: dict[str, Any]) -> Contender:
    ends = np.asarray(found, dtype=float)
    entry = {"label": "x", "rule": "adam", "settings": settings, "space": spaces}
    return Contender(entry, ends, ends, ends[..., None], np.isinf(ends), ends, {})


def test_the_points_are_those_of_scipy_before_they_are_shifted() -> None:
    ours = np.array(sobol.plain_points(256, sobol.MOST_DIMENSIONS)) / 2**sobol.BITS
    theirs = qmc.Sobol(sobol.MOST_DIMENSIONS, scramble=False, bits=sobol.BITS).random(256)
    np.testing.assert_array_equal(ours, theirs)


def test_shifted_points_are_as_even_and_another_seed_gives_others() -> None:
    points = np.array(sobol.points(16, 3, 0))
    assert [sorted(column) for column in (points * 16).astype(int).T.tolist()] == [list(range(16))] * 3
    assert points.tolist() == sobol.points(16, 3, 0)
    assert not set(points[:, 0]) & set(np.array(sobol.points(16, 3, 1))[:, 0])


@pytest.mark.parametrize(
    ("span", "shares"),
    [
        ((1e-4, 1e-1, "log"), {0: 1e-4, 1 / 3: 1e-3, 1: 1e-1}),
        ((0.0, 0.999, "log_from_1"), {0: 0.0, 1 / 3: 0.9, 2 / 3: 0.99, 1: 0.999}),
        ((-1.0, 1.0, "linear"), {0: -1.0, 0.25: -0.5, 1: 1.0}),
    ],
)
def test_a_scale_is_even_in_what_it_says(span: space.Span, shares: dict[float, float]) -> None:
    for share, value in shares.items():
        assert space.at(share, span) == pytest.approx(value)
        assert space.position(value, span) == pytest.approx(share)


@pytest.mark.parametrize(
    ("rule", "trials", "said"),
    [
        ({"search": {}, "grid": {"lr": [0.1]}}, 16, "has grid and search; possible: one of them"),
        ({"search": {"beta1": {"low": 0.5, "high": 1.0}}}, 16, "possible: at least 0 and less than 1"),
        ({"search": {"gamma": {"low": 0.5, "high": 1.0}}}, 16, "there are: lr, beta1, beta2, eps"),
        ({"search": {"lr": {"low": 0.5, "high": 0.5}}}, 16, "from low to a larger high"),
        ({"search": {"lr": {"low": 0.0, "high": 0.5, "scale": "log"}}}, 16, "low is more than 0"),
        ({"search": {}}, 7, "possible: trials = 8 or more"),
    ],
)
def test_a_search_that_does_not_fit_is_refused_with_what_is_possible(rule: Any, trials: int, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        spec([{"name": "adam"} | rule], trials=trials)


def test_whole_numbers_and_shared_rates_are_not_searched() -> None:
    with pytest.raises(ValidationError, match="is a whole number and is not searched"):
        spec([{"name": "soap", "search": {"frequency": {"low": 1.0, "high": 9.0}}}])
    with pytest.raises(ValidationError, match="lr is given for all rules and is searched for adam"):
        spec([{"name": "adam", "search": {}}], lr=[0.1] * 1, trials=16)


def test_a_comparison_without_a_search_is_the_text_that_it_was() -> None:
    assert "search" not in spec([{"name": "adam"}]).canonical()
    assert '"search":{}' in spec(SEARCHED).canonical()


def test_every_rule_gets_as_many_settings_and_a_search_the_range_of_the_grid() -> None:
    plan = planned(SEARCHED)
    assert [(entry.label, len(entry.settings), bool(entry.space)) for entry in plan.entries] == [
        ("Adam", 16, False),
        ("Adam, searched", 16, True),
        ("SGD with momentum", 16, False),
        ("AdamW", 16, False),
    ]
    grid, search = plan.entries[:2]
    rates = [setting["lr"] for setting in grid.settings]
    assert search.space == {
        "lr": (min(rates), max(rates), "log"),
        "beta1": (0.0, 0.999, "log_from_1"),
        "beta2": (0.0, 0.9999, "log_from_1"),
    }
    for setting in search.settings:
        assert all(low <= setting[name] <= high for name, (low, high, _) in search.space.items())
    assert len({tuple(setting.items()) for setting in search.settings}) == 16
    assert plan.moves == 0


def test_where_all_rules_are_searched_so_are_the_baselines() -> None:
    plan = planned([{"name": "adam", "search": {}}])
    assert [entry.label for entry in plan.entries] == [
        "Adam, searched",
        "SGD with momentum, searched",
        "AdamW, searched",
    ]
    assert all(len(entry.settings) == 16 and len(entry.space) > 1 for entry in plan.entries)
    assert {setting["weight_decay"] for setting in plan.entries[2].settings} == {0.01}


def test_only_what_is_given_is_searched_and_another_first_seed_tries_others() -> None:
    rules = [{"name": "adam", "search": {"eps": {"low": 1e-10, "high": 1e-2}}}]
    first, again, other = planned(rules), planned(rules), planned(rules, first_seed=1)
    assert list(first.entries[0].space) == ["lr", "eps"]
    assert first.entries[0].settings == again.entries[0].settings
    assert not {each["eps"] for each in first.entries[0].settings} & {each["eps"] for each in other.entries[0].settings}


SPACES: dict[str, space.Span] = {"lr": (1e-4, 1.0, "log"), "beta1": (0.0, 0.999, "log_from_1")}
TRIED = [
    {name: space.at(share, SPACES[name]) for share, name in zip(point, SPACES, strict=True)}
    for point in sobol.points(16, 2, 0)
]


def places(name: str) -> Any:
    return np.array([space.position(setting[name], SPACES[name]) for setting in TRIED])


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        (places("lr"), {"lr": LOWER}),
        (-places("lr"), {"lr": UPPER}),
        (np.abs(places("lr") - 0.4), {}),
        (-places("beta1"), {"beta1": UPPER}),
        (places("beta1"), {}),  # 0 is where it ends by its meaning
        (np.full(16, INF), {"lr": LOWER}),
    ],
)
def test_a_best_at_an_end_of_its_space_is_found_where_the_three_best_lie_there(scores: Any, found: Any) -> None:
    assert edges.edges_of("adam", TRIED, scores[:, None], SPACES) == found


def test_a_hyperparameter_without_influence_has_its_best_at_an_end_in_few_searches() -> None:
    rng = np.random.default_rng(5)
    ends = sum(bool(edges.edges_of("adam", TRIED, rng.normal(size=(16, 1)), SPACES)) for _ in range(2000))
    assert ends <= stats.binom.ppf(0.999, 2000, 0.02)


def test_influence_is_the_statistic_of_kruskal_and_wallis_over_the_quarters() -> None:
    values = np.random.default_rng(1).normal(size=(16, 1)) + 4 * np.abs(places("lr") - 0.4)[:, None]
    values[places("lr") > 0.8] = INF  # equal, and the last
    found = tuning.influences(contender(TRIED, values, SPACES))
    for name in SPACES:
        quarters = (places(name) * 4).astype(int)
        ranks = stats.rankdata(values[:, 0])
        h = stats.kruskal(*(ranks[quarters == quarter] for quarter in range(4))).statistic
        assert found[name].share == pytest.approx(h / 15)
    assert found["lr"].share > found["lr"].by_chance > 0
    assert found["beta1"].share < found["beta1"].by_chance


def test_influence_beyond_chance_is_found_in_five_of_a_hundred_searches_without_any() -> None:
    rng = np.random.default_rng(2)
    found = [tuning.influences(contender(TRIED, rng.normal(size=(16, 1)), SPACES))["lr"] for _ in range(200)]
    assert sum(each.share > each.by_chance for each in found) <= stats.binom.ppf(0.999, 200, 0.05)


@pytest.mark.parametrize("diverged", [0, 2])
def test_the_best_of_n_is_that_of_all_choices_of_n(diverged: int) -> None:
    values = np.random.default_rng(3).normal(size=(8, 1))
    values[:diverged] = INF
    found = tuning.best_of(contender(TRIED[:8], values, SPACES))
    for n in range(1, 9):
        best = np.sort([min(values[list(chosen), 0]) for chosen in itertools.combinations(range(8), n)])
        assert found.mean[n - 1] == pytest.approx(best.mean())
        for share, name in ((0.1, "low"), (0.5, "median"), (0.9, "high")):
            place = int(np.ceil(share * len(best) - 1e-9)) - 1
            assert getattr(found, name)[n - 1] == best[place]


@pytest.mark.parametrize("seeds", [8, 10])
def test_a_search_and_a_grid_with_equally_good_bests_are_called_different_in_at_most_seven_percent(seeds: int) -> None:
    tables, bowl = 500, ((np.array(sobol.points(16, 3, 0)) - 0.4) ** 2).sum(axis=1)
    rates = (np.linspace(0, 1, 16) - 0.4) ** 2
    optima = [4 * (each - each.min())[:, None] for each in (bowl, rates)]
    random = np.random.default_rng(seeds)
    called = sum(
        statistics.compare(*(each + random.standard_cauchy((16, seeds)) for each in optima)).p < 0.05
        for _ in range(tables)
    )
    assert called <= 0.07 * tables


def lucky(good: int, seeds: int = 20) -> list[dict[str, Any]]:
    """The test of a search of which so many settings beat all of a grid on every seed, and of that grid."""
    random = np.random.default_rng(0)
    middle = np.array([0.5] * good + [2.0] * (16 - good))[:, None]
    settings = [{"lr": 0.1 + place / 100, "momentum": 0.5} for place in range(16)]
    around = {"lr": (0.001, 10.0, "log")}
    search = contender(settings, middle + 0.01 * random.random((16, seeds)), around)
    grid = contender([{"lr": 10.0**-place} for place in range(16)], 1 + 0.01 * random.random((16, seeds)), {})
    labelled = [
        dataclasses.replace(each, entry={**each.entry, "label": label, "settings": each.entry["settings"]})
        for each, label in ((search, "Searched"), (grid, "Grid"))
    ]
    return verdicts.pair_tests([(labelled[0], labelled[1])], 1.0)


def test_a_search_that_is_better_at_one_of_its_points_alone_is_not_called_better() -> None:
    (alone,), (two,) = lucky(1), lucky(2)
    assert alone["p_holm"] == two["p_holm"] < 1e-5
    assert two["better"] == "Searched"
    assert alone["better"] is None
    assert alone["undecided"] == ("Searched is better at one of the 16 settings drawn for it, and not without that one")
    twice = [alone, alone | {"second": "Another"}]
    assert conclusion(twice, {"Searched": {}, "Grid": {}, "Another": {}}, 20) == (
        f"Searched and each of Grid and Another are not decided: {alone['undecided']}."
    )


def test_a_search_travels_through_every_address(client: TestClient, service: ComparisonService) -> None:
    rules = [{"name": "nesterov"}, {"name": "nesterov", "search": {}}]
    asked = {"rules": rules, "trials": 8}
    answer = client.post("/api/comparisons/plan", json=handed_in(**asked)).json()
    assert set(answer["entries"][1]["space"]) == {"lr", "momentum"}
    assert answer["moving"].startswith("Grids and spaces stay as they are")
    job = submit(client, **asked)
    work(service.store)
    found = client.get(f"/api/comparisons/{job}/statistics").json()
    grid, search = found["rules"][:2]
    assert (grid["search"]["space"], grid["search"]["influence"]) == ({}, {})
    assert len(search["search"]["best_of"]["median"]) == 8
    assert search["search"]["influence"].keys() == {"lr", "momentum"}
    assert "Searched with 8 Sobol' points each" in found["method"]
    results = client.get(f"/api/comparisons/{job}/results.json").json()
    assert results["spaces"] == {"Nesterov momentum, searched": search["search"]["space"]}
    tried = {tuple(run["settings"].values()) for run in results["runs"] if run["label"].endswith(", searched")}
    assert len(tried) == 8
    assert client.get(f"/api/comparisons/{job}/results.csv").status_code == 200
    report = client.get(f"/api/comparisons/{job}/results.html").text
    assert "Best of n settings" in report
    assert "</svg>Nesterov momentum, searched: below</li>" in report
    assert report.count("<td>Nesterov momentum, searched</td>") >= 8


def test_without_a_search_nothing_is_said_of_one(client: TestClient, service: ComparisonService) -> None:
    job = submit(client)
    work(service.store)
    found = client.get(f"/api/comparisons/{job}/statistics").json()
    assert [rule["search"] for rule in found["rules"]] == [None] * 3
    assert "Sobol" not in found["method"]
    assert "Best of n" not in client.get(f"/api/comparisons/{job}/results.html").text
