"""Settings that do not go together are refused with a sentence, wherever they are given."""

import numpy as np
import pytest
from descent import registry
from descent.errors import BadHyper
from descent.playground.racer import racer_from
from descent.stepper import begin, compose

from app.comparisons.rule_choice import RuleChoice

SENTENCE = "Adaptive Muon does not take moment2 'namo' with decay_method 'l2'"


def decayed():
    return compose(registry.rule("adaptive_muon"), registry.modifier("weight_decay"))


def test_namo_takes_no_penalty_in_the_gradient():
    p = [np.ones((1, 2, 2))]
    with pytest.raises(BadHyper, match=SENTENCE) as refused:
        begin(decayed(), p, {"moment2": "namo", "decay_method": "l2"}, np)
    assert "possible: decoupled, independent, palm" in str(refused.value)
    description = {
        "rule": "adaptive_muon",
        "modifiers": ["weight_decay"],
        "settings": {"moment2": "namo", "decay_method": "l2"},
    }
    with pytest.raises(BadHyper, match=SENTENCE):
        racer_from(description, None)
    with pytest.raises(ValueError, match=SENTENCE):
        RuleChoice(name="adaptive_muon", choices={"moment2": "namo"}, decay="l2")


@pytest.mark.parametrize("method", ["decoupled", "independent", "palm"])
def test_namo_takes_every_decay_outside_of_the_gradient(method):
    decayed().settings({"moment2": "namo", "decay_method": method})
    assert RuleChoice(name="adaptive_muon", choices={"moment2": "namo"}, decay=method).decay == method


@pytest.mark.parametrize("moment2", ["adamuon", "normuon"])
def test_the_other_moments_take_the_penalty(moment2):
    decayed().settings({"moment2": moment2, "decay_method": "l2"})
    RuleChoice(name="adaptive_muon", choices={"moment2": moment2}, decay="l2")
