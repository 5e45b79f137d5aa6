"""What hyperparameters may be: intervals, and one for every hyperparameter there is."""

from math import inf, nan

import pytest
from descent import registry
from descent.spec import Hyper, Rule
from descent.stepper import compose
from descent.valid import ANY, DECAY, INSIDE, NOT_NEGATIVE, POSITIVE, USUAL, Valid

HYPERS = [(name, hyper) for name in registry.rule_names() for hyper in registry.rule(name).hypers]


def brought(name):
    """What a modifier adds to a rule, most of them to SGD."""
    rule: Rule = registry.rule("adamw" if name == "prodigy_distance" else "sgd")
    known = {hyper.name for hyper in rule.hypers}
    return [hyper for hyper in compose(rule, registry.modifier(name)).hypers if hyper.name not in known]


def test_an_open_end_does_not_belong_to_an_interval():
    assert 0 in DECAY
    assert 1 not in DECAY
    assert 0 not in INSIDE
    assert 0 not in POSITIVE
    assert -1e-300 not in NOT_NEGATIVE
    assert nan not in NOT_NEGATIVE
    assert inf in NOT_NEGATIVE


def test_an_interval_says_itself_in_words_and_as_a_condition():
    assert DECAY.words == "at least 0 and less than 1"
    assert DECAY.test("beta") == "0 <= beta < 1"
    assert POSITIVE.words == "more than 0"
    assert POSITIVE.test("d0") == "d0 > 0"
    assert Valid(high=0.0, open_high=True).test("x") == "x < 0"
    assert ANY.words == ""


def test_an_interval_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="given 1 to 0"):
        Valid(1, 0)


@pytest.mark.parametrize(("rule", "hyper"), HYPERS, ids=lambda one: getattr(one, "name", one))
def test_default_and_slider_of_every_hyperparameter_are_what_it_may_be(rule, hyper):
    assert hyper.name in USUAL or hyper.valid != ANY, f"{rule}: say in descent/valid.py what {hyper.name} may be"
    for value in (hyper.default, hyper.low, hyper.high):
        assert value in hyper.valid


@pytest.mark.parametrize("name", registry.modifier_names())
def test_so_are_those_that_modifiers_bring(name):
    for hyper in brought(name):
        assert hyper.valid != ANY, f"say in descent/valid.py what {hyper.name} may be"
        assert hyper.default in hyper.valid
        assert hyper.low in hyper.valid
        assert hyper.high in hyper.valid


def test_a_rule_says_itself_where_a_name_means_something_else_there():
    assert Hyper("alpha", 0.5, 0.0, 1.0).valid == NOT_NEGATIVE
    (alpha,) = (hyper for hyper in registry.rule("rmsprop").hypers if hyper.name == "alpha")
    assert alpha.valid == DECAY
    assert Hyper("whatever", 0.0, -1.0, 1.0, strict=True).valid == Valid(-1.0, 1.0)
