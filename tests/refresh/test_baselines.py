"""Baselines are recognised by their first steps, and a target that they miss is answered with another."""

import dataclasses
import shutil

import pytest

from app.refresh.baselines import Baselines, advice
from app.workloads import catalog
from app.workloads.card import card

QUICK = "noisy_quadratic"


@pytest.fixture
def file(tmp_path):
    file = Baselines()
    shutil.copy(file.path, tmp_path / "baselines.json")
    file.path = tmp_path / "baselines.json"
    return file


def test_a_small_workload_is_tuned_again_to_the_same_bytes(file):
    remarks = list(file.make(QUICK))
    assert file.path.read_bytes() == Baselines.path.read_bytes()
    assert len(remarks) == 2
    assert all("reaches the target 0.001" in remark for remark in remarks)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda entry: entry.pop("adamw"), "has baselines of momentum, not of adamw, momentum"),
        (lambda entry: entry["adamw"].update(steps=3), "was tuned over 3 steps; the card says 500"),
        (lambda entry: entry["momentum"].update(early=0.5), "after 20 steps of momentum, where it was at 0.5"),
    ],
)
def test_a_baseline_of_other_rules_steps_or_models_is_stale(file, change, reason):
    assert file.stale(QUICK) is None
    entries = file.read()
    change(entries[QUICK])
    file.write(entries)
    assert reason in file.stale(QUICK)


def test_a_missed_target_is_answered_with_one_that_would_do(file, monkeypatch):
    module = catalog.modules()[QUICK]
    monkeypatch.setattr(module, "CARD", dataclasses.replace(module.CARD, target=1e-9))
    remarks = list(file.remarks(QUICK, file.read()[QUICK]))
    assert "MISSES the target 1e-09" in remarks[0]
    target = float(remarks[-1].split("write target=")[1].split(":")[0])
    own = dataclasses.replace(module.CARD, target=target)
    assert all(own.reached(baseline["metric"]) for baseline in file.read()[QUICK].values())


@pytest.mark.parametrize(
    ("name", "ends", "control", "words"),
    [
        ("mlp_digits", [0.96, 0.92], 0.12, "write target=0.72: the weaker baseline reaches 0.92 within"),
        ("char_transformer", [2.3, 2.5], 3.3, "write target=2.7: "),
        ("noisy_quadratic", [1e-4, 2e-4], float("inf"), "write target=0.00025: "),
        ("mlp_digits", [0.96, 0.1], 0.12, "no target tells them apart: shuffled data gives 0.12"),
    ],
)
def test_the_advised_target_lies_between_the_baselines_and_shuffled_data(name, ends, control, words):
    assert words in advice(card(name), ends, control)
