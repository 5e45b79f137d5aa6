"""Every hyperparameter has a name in words and a meaning, and its letter is that of the rule's formula."""

import pytest
from descent import registry
from descent.hyper_names import NAMES, HyperName, hyper_name
from descent.playground.described import hyper_answer

from app.web.render.formula_slots import HYPERS

LETTERS = {
    r"\eta": "η",
    r"\beta": "β",
    r"\beta_1": "β₁",
    r"\beta_2": "β₂",
    r"\epsilon": "ε",
    r"\lambda": "λ",
    r"\mu": "μ",
    r"\tau": "τ",
    r"\alpha": "α",
    r"\rho": "ρ",
    r"\gamma": "γ",
    r"\nu_1": "ν₁",
    r"\nu_2": "ν₂",
    r"\eta_{\max}": "η_max",
    "c": "c",
}


def around(name):
    """What a modifier adds to plain gradient descent."""
    plain = registry.rule("sgd")
    return [hyper for hyper in registry.modifier(name)(plain).hypers if hyper not in plain.hypers]


EVERY = [
    *[(name, hyper) for name in registry.rule_names() for hyper in registry.rule(name).hypers],
    *[("", hyper) for name in registry.modifier_names() for hyper in around(name)],
]


@pytest.mark.parametrize(("rule", "hyper"), EVERY, ids=[f"{rule}-{hyper.name}" for rule, hyper in EVERY])
def test_every_hyperparameter_has_a_name_and_a_meaning(rule, hyper):
    assert hyper.name in NAMES or f"{rule}.{hyper.name}" in NAMES, "add it to descent/hyper_names.py"
    said = hyper_answer(hyper, rule)
    assert said["doc"], "its Hyper has no doc"
    assert said["doc"] != said["title"], "a name is no meaning"
    assert len(said["title"]) <= 20, "it stands beside a slider"


@pytest.mark.parametrize("name", registry.rule_names())
def test_the_letters_are_those_of_the_formula(name):
    rule = registry.rule(name)
    hypers = {hyper.name for hyper in rule.hypers}
    meant = {**{letter: hyper for letter, hyper in HYPERS.items() if letter not in rule.symbols}, **rule.symbols}
    for letter, hyper in meant.items():
        if hyper in hypers and letter in rule.formula:
            assert hyper_name(hyper, name).symbol == LETTERS[letter], hyper


def test_no_name_is_of_something_that_is_not_there():
    known = {hyper.name for _, hyper in EVERY} | {f"{rule}.{hyper.name}" for rule, hyper in EVERY}
    assert set(NAMES) - known - {"beta"} == set(), "beta is that of a new rule"
    assert hyper_name("mine") == HyperName("mine"), "a typed rule's own"
