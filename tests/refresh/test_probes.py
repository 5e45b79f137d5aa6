"""Probes are made alike for every rule, go on beyond an end, and are found missing by rule and by workload."""

import math
import shutil
from collections.abc import Sequence

import pytest
from descent import registry

from app.comparisons.presets import PRESETS
from app.refresh import probes
from app.refresh.probes import Probes
from app.workloads.card import card
from tests.stored import assert_fresh

QUICK = "noisy_quadratic"


@pytest.fixture
def file(tmp_path):
    file = Probes()
    shutil.copy(file.path, tmp_path / "probes.json")
    file.path = tmp_path / "probes.json"
    return file


@pytest.mark.parametrize("workload", sorted({choices.workload for _, choices in PRESETS.values()}))
def test_every_rule_has_its_probe_on_the_workloads_of_the_presets(workload):
    assert_fresh("probes", [workload])


def test_baselines_have_none_for_their_tuning_is_one():
    assert not {"momentum", "adamw"} & set(Probes().names())
    assert "sgd" in Probes().names()


def valley(at: float):
    """Ends with their least value at that rate."""

    def tried(_card, _rule, _fixed, places: Sequence[int]):
        return {place: abs(math.log(probes.rate(place) / at)) for place in places}

    return tried


@pytest.mark.parametrize("at", [1e-9, 1e-5, 3e-3, 0.1, 50.0, 1e4])
def test_more_rates_are_tried_while_the_best_is_the_first_or_the_last(monkeypatch, at):
    monkeypatch.setattr(probes, "_tried", valley(at))
    found = probes.probe(card(QUICK), "adam")
    assert abs(math.log10(found["hypers"]["lr"] / at)) < 0.26, "half a power of ten from one rate to the next"


def test_a_valley_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(probes, "_tried", valley(1e300))
    assert probes.probe(card(QUICK), "adam")["tried"] <= probes.MOST + probes.FURTHER


def test_of_rates_that_are_as_good_the_middle_one_counts():
    assert probes.best({0: 0.9, 1: 0.95, 2: 0.95, 3: 0.95, 4: 0.1}, card("mlp_digits")) == 2


def test_decay_is_left_out_where_nothing_generalises(monkeypatch):
    monkeypatch.setattr(probes, "_tried", valley(0.01))
    assert probes.probe(card(QUICK), "lamb")["hypers"]["weight_decay"] == 0.0
    assert "weight_decay" not in probes.probe(card("mlp_digits"), "lamb")["hypers"]


def test_what_is_missing_is_said_and_made_under_either_name(file, monkeypatch):
    known = file.read()["sgd"][QUICK]
    whole = {rule: dict.fromkeys(sorted(probes.workloads_of(rule)), known) for rule in file.names()}
    lacking = {**whole, "sgd": {name: entry for name, entry in whole["sgd"].items() if name != QUICK}}
    file.write(lacking)
    assert file.stale("sgd") == f"has no probe on {QUICK}"
    assert file.stale(QUICK) == "has no probe of sgd"
    made = []

    def noted(card, rule):
        made.append((card.name, rule))
        return known

    monkeypatch.setattr(probes, "probe", noted)
    assert len(list(file.make(QUICK))) == 1
    assert made == [(QUICK, "sgd")]
    assert file.read() == whole
    list(file.make(QUICK))
    assert len(made) == 1 + len(file.rules_of(QUICK)), "asked for though none is missing: all of them"
    file.write(lacking)
    list(file.make("sgd"))
    assert made[-1] == (QUICK, "sgd")
    assert file.read() == whole


def test_rates_are_chosen_on_the_samples_that_choose_as_in_a_comparison(monkeypatch):
    asked = []

    def noted(_card, _rule, runs, _steps, **how):
        asked.append(how)
        return [0.5 for _ in runs]

    monkeypatch.setattr(probes, "metrics", noted)
    found = probes.probe(card("mlp_digits"), "adam")
    assert found["part"] == "choosing"
    assert all(how["choosing"] for how in asked)


def test_a_real_probe_finds_a_rate_that_trains():
    found = probes.probe(card(QUICK), "sgd")
    assert found["metric"] < 0.01
    assert found["hypers"]["lr"] == pytest.approx(0.316, rel=4)
    assert registry.rule("sgd").defaults["lr"] < found["hypers"]["lr"]
