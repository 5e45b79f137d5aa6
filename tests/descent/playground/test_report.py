import json

import numpy as np
from descent import registry
from descent.playground.report_card import scored
from descent.playground.trials import TRAITS, TRIALS

from tests.descent.conftest import Ask, pieces

SMALL = {"rates": 7, "starts": 4, "steps": 60}


def test_scores_count_powers_of_ten():
    losses = np.asarray([1e-7, 1e-3, 1.0, 50.0, np.inf, 0.0])
    found = scored(losses, np.full(6, 1.0), 0.0, 6.0, np)
    assert found.tolist() == [1.0, 0.5, 0.0, 0.0, 0.0, 1.0]


def test_every_trait_is_tried_on_at_least_26_landscapes():
    assert {trial.trait for trial in TRIALS} == set(TRAITS)
    assert len({trial.name for trial in TRIALS}) == len(TRIALS) >= 26


def test_the_card_is_complete_deterministic_and_json(ask: Ask):
    racer = {"id": "a", "rule": "adam"}
    found = pieces(ask, "report", racer=racer, **SMALL)
    card = found[-1][0]["card"]
    assert len(found) == len(TRIALS) + 1
    assert [one["landscape"] for one in card["landscapes"]] == [trial.name for trial in TRIALS]
    assert {one["trait"] for one in card["weaknesses"]} == set(TRAITS)
    scores = [one["score"] for one in card["weaknesses"]]
    assert scores == sorted(scores)
    assert all(0 <= score <= 1 for score in scores)
    again = pieces(ask, "report", racer=racer, **SMALL)[-1][0]["card"]
    assert json.dumps(card) == json.dumps(again)


def test_gradient_descent_is_weaker_on_ravines_than_adam_and_a_standstill_scores_nothing(ask: Ask):
    names = [trial.name for trial in TRIALS if trial.trait == "ravine"]

    def score(rule: dict) -> float:
        return pieces(ask, "report", racer=rule, landscapes=names, **SMALL | {"steps": 200})[-1][0]["card"]["score"]

    assert score({"rule": "sgd"}) < score({"rule": "adam"})


def test_a_typed_rule_has_the_card_of_the_built_in_it_copies(ask: Ask, ask_typed: Ask):
    source = ask("studio.source", rule="lion")[0]["source"]
    names = ["ravine", "rosenbrock, noisy", "sphere, moving"]
    typed = pieces(ask_typed, "report", racer={"source": source}, landscapes=names, **SMALL)[-1][0]["card"]
    built_in = pieces(ask, "report", racer={"rule": "lion"}, landscapes=names, **SMALL)[-1][0]["card"]
    assert typed["landscapes"] == built_in["landscapes"]
    assert typed["source"] == source


def test_a_rule_for_matrices_is_told_that_it_cannot(ask: Ask):
    opened, _ = ask("studio.job.open", kind="report", racer={"rule": "muon"})
    assert "matrices" in ask("studio.job.next", job=opened["job"])[0]["error"]["message"]


def test_a_rule_that_mixes_runs_gets_a_smaller_card(ask_typed: Ask):
    source = "def update(p, g, s, t, xp, *, lr=0.1):\n    return -lr * g / xp.linalg.norm(g)\n"
    card = pieces(ask_typed, "report", racer={"source": source}, landscapes=["ravine"])[-1][0]["card"]
    assert card["size"] == {"rates": 7, "starts": 2, "steps": 100}
    assert card["notices"][0]["kind"] == "mixes_runs"


def test_every_rule_for_points_can_have_a_card(ask: Ask):
    for name in registry.rule_names():
        if registry.rule(name).scope != "matrix":
            size = {"rates": 3, "starts": 2, "steps": 5}
            card = pieces(ask, "report", racer={"rule": name}, landscapes=["ravine", "quadratic"], **size)[-1][0][
                "card"
            ]
            assert len(card["landscapes"]) == 2, name
