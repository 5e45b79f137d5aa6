"""What a rule may say of itself, and how it is told that it may not."""

import pytest
from descent.errors import BadHyper, BadRule, UnknownName
from descent.spec import RULE_FAMILIES, Hyper, Rule


def made(**facts):
    return Rule(lambda p, xp: {}, lambda p, g, s, t, xp: (-g, s), scope="element", **facts)  # noqa: ARG005


def test_a_rule_that_says_nothing_of_itself_is_a_rule():
    rule = made()
    assert rule.family is None
    assert rule.baseline is None
    assert rule.heavy_ball is None
    assert not rule.symbols
    assert not rule.rounding


def test_an_unknown_family_is_answered_with_the_possible_ones():
    with pytest.raises(UnknownName, match=f"'signs'; there are: {', '.join(sorted(RULE_FAMILIES))}"):
        made(family="signs")


def test_a_symbol_stands_for_a_state_or_a_hyperparameter():
    lr = Hyper("lr", 0.1, 0.0, 1.0)
    assert made(hypers=(lr,), state_doc={"buf": "sum"}, symbols={"b": "buf", r"\alpha": "lr"}).symbols["b"] == "buf"
    with pytest.raises(BadRule, match="'b' stands for 'buffer'; it can stand for: buf, lr"):
        made(hypers=(lr,), state_doc={"buf": "sum"}, symbols={"b": "buffer"})


def test_a_heavy_ball_sums_or_averages():
    with pytest.raises(BadRule, match="'sum', 'average' or None, given 'plain'"):
        made(heavy_ball="plain")


def test_an_unknown_reason_for_rounding_is_answered_with_the_possible_ones():
    with pytest.raises(UnknownName, match="'eigenvalues'; there are: decomposition, first step, point"):
        made(rounding=("eigenvalues",))


def test_a_hyperparameter_is_named_once():
    with pytest.raises(BadHyper, match="twice: lr, lr"):
        made(hypers=(Hyper("lr", 0.1, 0.0, 1.0), Hyper("lr", 0.2, 0.0, 1.0)))
