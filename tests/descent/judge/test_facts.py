"""Where no program has a submission's outputs, what is said of them is an observation."""

import numpy as np
import pytest
from descent.judge.judgement import Judgement
from descent.judge.submission import observe
from descent.judge.suite import Suite

from app.course import catalog


def said(slug, *changes, of="reference.py"):
    """The name and the sentence for a problem's own file with these changes."""
    files = catalog.files_for_browser(slug)
    source = files[of]
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    suite = Suite(files, 3, np)
    judgement = Judgement(suite)
    for test_id in suite.tests:
        judgement.verdict(test_id, observe(source, suite.case(test_id), np))
    summary = judgement.summary()
    assert not summary["passed"]
    assert summary["mistake"] is None
    found = judgement.name(100_000)["mistake"]
    assert found
    return found["name"], found["message"]


def test_parameters_that_never_change_are_told_before_a_slip_with_the_same_outputs():
    name, message = said("adadelta", ("p[...] = p - lr * u", "p = p - lr * u"))
    assert name == "left alone"
    assert message.startswith("Your `params` are after every call as before it.")


def test_some_lists_with_new_arrays_are_named():
    name, message = said(
        "momentum",
        ("for p, g, b in zip(params, grads, buf):", "for i, (p, g, b) in enumerate(zip(params, grads, buf)):"),
        ("b[...] = momentum * b + g", "b = buf[i] = momentum * b + g"),
    )
    assert name == "replaced"
    assert message.startswith("Your numbers are right, but `buf` holds new arrays after the call")


def test_gradients_that_change_are_told_whatever_they_change_to():
    name, message = said("nesterov", ("p[...] = p - lr * (g + momentum * b)", "g += momentum * b; p[...] = p - lr * g"))
    assert (name, message) == ("law", "Your numbers are right, but the gradients have other values after the call.")


def test_an_exception_is_told_by_its_type_where_all_else_is_right():
    name, message = said(
        "gradient-accumulation",
        ("    total = sum(counts)\n", "    total = sum(counts)\n    if 0 in counts: raise KeyError(0)\n"),
    )
    assert (name, message) == (
        "stops",
        "Wherever your code comes to its end, its outputs are right. In some tests it stops with KeyError.",
    )


def test_two_defaults_at_once_are_told_by_what_is_left_out():
    name, message = said("adadelta", ("rho=0.9, eps=1e-6", "rho=0.95, eps=1e-8"))
    assert name == "defaults"
    assert message.endswith("they are not where `rho` is left out. Are your defaults those of the signature?")


def test_the_line_to_look_at_is_told_by_which_numbers_are_right():
    name, message = said("adam-step", ("lr * m_hat /", "np.sin(lr + 3) * m_hat /"))
    assert (name, message) == (
        "where",
        "After every call `m` and `v` are right and `params` are not. Look first at the line that sets `params`.",
    )


@pytest.mark.parametrize("slug", ["warmup-cosine"])
def test_of_one_number_that_is_wrong_nothing_is_said(slug):
    files = catalog.files_for_browser(slug)
    suite = Suite(files, 3, np)
    judgement = Judgement(suite)
    source = files["reference.py"].replace("(1 + math.cos(math.pi * share)) / 2", "(1 - math.sin(share)) ** 3")
    for test_id in suite.tests:
        judgement.verdict(test_id, observe(source, suite.case(test_id), np))
    assert judgement.summary()["mistake"] is None
    assert judgement.name(100_000) == {"done": True, "mistake": None, "picture": None}
