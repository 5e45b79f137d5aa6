"""What is wrong is named by the edit of the reference that has the same outputs, however the code is written."""

import numpy as np
import pytest
from descent.judge.edit_recognition import EditRecognition, known_functions
from descent.judge.edits.searched import searched_edits
from descent.judge.judgement import Judgement
from descent.judge.submission import observe
from descent.judge.suite import Suite

from app.course import catalog

OWN_STYLE = """
import math
import numpy as np

def adam_step(params, grads, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    first, second = 1 - beta1 ** t, 1 - beta2 ** t
    for k in range(len(params)):
        m[k] += (1 - beta1) * (grads[k] - m[k])
        v[k] += (1 - beta2) * (np.square(grads[k]) - v[k])
        root = np.power(v[k] / second, 0.5)
        params[k] -= lr / first * m[k] / (root + eps)
"""
"""Adam as nobody here wrote it, with in-place updates of list slots."""


@pytest.fixture(scope="module")
def suite():
    return Suite(catalog.files_for_browser("adam-step"), 5, np)


def named(suite, source, slug=None):
    """What a learner with this code is told at the end."""
    suite = Suite(catalog.files_for_browser(slug), 5, np) if slug else suite
    judgement = Judgement(suite)
    for test_id in suite.tests:
        judgement.verdict(test_id, observe(source, suite.case(test_id), np))
    summary = judgement.summary()
    if summary["passed"] or summary["mistake"]:
        return summary["mistake"] and summary["mistake"]["message"]
    said = judgement.name(10_000)
    assert said["done"]
    return said["mistake"] and said["mistake"]["message"]


def changed(*changes):
    source = OWN_STYLE
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


def test_a_right_solution_in_another_style_gets_no_name(suite):
    assert named(suite, OWN_STYLE) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("eps=1e-8", "eps=1e-6", "Where `eps` is not passed, yours acts as 1e-6. Its default is 1e-8."),
        ("lr=1e-3", "lr=1e-2", "Where `lr` is not passed, yours acts as 0.01. Its default is 1e-3."),
        ("beta2=0.999", "beta2=0.99", "Where `beta2` is not passed, yours acts as 0.99. Its default is 0.999."),
        ("lr / first", "1e-3 / first", "Your `lr` acts as 1e-3, its default, whatever is passed."),
        ("lr / first", "2 * lr / first", "Your `lr` acts as `2 * lr`."),
        ("lr / first", "lr ** 2 / first", "Your `lr` acts as `lr ** 2`."),
        ("lr / first", "eps / first", "Your `lr` acts as `eps`."),
        (" = 1 - beta1 ** t, 1 - beta2 ** t", " = 1 - beta1 ** (t + 1), 1 - beta2 ** (t + 1)",
         "Your `t` acts as `t + 1`: the steps are counted one too many."),
        ("1 - beta2 ** t\n", "1 - beta2 ** (t - 1)\n", None),
        ("1 - beta1 ** t,", "1,",
         "Your code acts as if it had `m` in the place of `m / (1 - beta1 ** t)`, where `m_hat` is worked out."),
        ("root + eps", "np.maximum(root, eps)",
         "Your code acts as if it had `lr * m_hat / maximum(sqrt(v_hat), eps)` in the place of "
         "`lr * m_hat / (sqrt(v_hat) + eps)`, where `params` is worked out."),
        ("/ (root + eps)", "/ root + eps", None),
        ("(1 - beta2) *", "(1 - (1 - beta2)) *", None),
    ],
)  # fmt: skip
def test_one_slip_is_named_by_what_it_does(suite, old, new, said):
    found = named(suite, changed((old, new)))
    assert found is not None
    assert said in (None, found)


def test_two_codes_with_the_same_outputs_are_told_the_same(suite):
    one = changed(("lr / first", "lr"), ("first, second = 1 - beta1 ** t,", "second ="))
    other = OWN_STYLE.replace("1 - beta1 ** t,", "beta1 ** 0,")
    assert named(suite, one) == named(suite, other) is not None


def test_a_slip_in_a_helper_of_both_averages_is_named(suite):
    source = catalog.alternates("adam-step")["small_functions"]
    assert "return moment / (1 - beta**t)" in source
    found = named(suite, source.replace("return moment / (1 - beta**t)", "return moment / (1 + beta**t)"))
    assert "`m / (1 + beta1 ** t)` in the place of `m / (1 - beta1 ** t)`" in found
    assert "`v / (1 + beta2 ** t)` in the place of `v / (1 - beta2 ** t)`" in found


def test_numbers_in_float32_are_told_by_their_digits(suite):
    found = named(suite, changed(("v[k] / second, 0.5", "np.float32(v[k] / second), 0.5")))
    assert found.startswith("Your numbers agree with the reference to ")
    assert "float32" in found


def test_of_what_is_like_nothing_only_the_place_is_told(suite):
    found = named(suite, changed(("lr / first", "math.sin(lr + 3) / first")))
    assert found == (
        "After every call `m` and `v` are right and `params` are not. Look first at the line that sets `params`."
    )


@pytest.mark.parametrize(
    ("slug", "old", "new", "said"),
    [
        ("adam-step", "v_i / (1 - beta2**t)", "v_i / (1 - beta2**t) ** 2",
         "`v / (1 - beta2 ** t) ** 2` in the place of `v / (1 - beta2 ** t)`"),
        ("amsgrad", "(np.sqrt(v_hat) + eps)", "((np.sqrt(largest) + eps) / np.sqrt(1 - beta2**t))",
         "`lr * m_hat / (sqrt(v_hat) + eps / sqrt(1 - beta2 ** t))`"),
        ("adagrad", "lr / (1 + (t - 1) * lr_decay)", "lr * (1 - (t - 1) * lr_decay)",
         "`lr * (1 - (t - 1) * lr_decay)` in the place of `lr / (1 + (t - 1) * lr_decay)`"),
        ("adamw", "(1 - beta1) * g", "(1 - beta1) * (g + weight_decay * p)",
         "the gradient had `weight_decay * params` in it where `m` is worked out as well as beside the step"),
        ("adam-step", "for p, g, m_i, v_i in zip(params, grads, m, v):",
         "for p, g, m_i, v_i in zip(params[:-1], grads, m, v):",
         "the loop over `zip(params, grads, m, v)` in `adam_step` ended before its last turn"),
        ("sophia-clip", "np.maximum(gamma * h_i, eps)", "(gamma * np.maximum(h_i, eps))",
         "`m / (gamma * maximum(h, eps))` in the place of `m / maximum(gamma * h, eps)`"),
        ("laprop-update", "return exp_avg / c1", "return 0 - exp_avg / c1", "`-(exp_avg / (1 - beta1 ** step))`"),
        ("lion-update", "(1 - beta2) * grad", "(1 - beta2) * np.sign(grad)", "* sign(grad)` in the place of"),
    ],
)  # fmt: skip
def test_rarer_slips_are_named_too(slug, old, new, said):
    source = catalog.files_for_browser(slug)["reference.py"]
    assert old in source
    assert said in named(None, source.replace(old, new), slug)


def test_two_arrays_that_are_made_anew_are_told_together():
    source = catalog.files_for_browser("adam-update")["reference.py"]
    source = source.replace("exp_avg[...] =", "exp_avg =").replace("exp_avg_sq[...] =", "exp_avg_sq =")
    assert "exp_avg and exp_avg_sq stay as they were" in named(None, source, "adam-update")
    source = catalog.files_for_browser("adam-step")["reference.py"]
    source = source.replace("m_i[...] =", "m_i =").replace("v_i[...] =", "v_i =")
    assert "`m` and `v`" in named(None, source, "adam-step")


def test_an_entry_of_a_pair_of_betas_is_called_by_its_place():
    source = catalog.files_for_browser("adam-update")["reference.py"]
    source = source.replace("beta1, beta2 = betas", "beta1, beta2 = betas[0], 0.99")
    assert named(None, source, "adam-update") == "Your `betas[1]` acts as 0.99 whatever is passed."


def test_a_name_is_found_in_pieces_as_at_once(suite):
    source = changed(("eps=1e-8", "eps=1e-6"))
    seen = {test_id: observe(source, suite.case(test_id), np) for test_id in suite.tests}
    outcomes = {test_id: suite.outcome(test_id, one) for test_id, one in seen.items()}
    pieces = EditRecognition(suite, seen, outcomes)
    turns = 0
    while not pieces.done:
        pieces.go_on(25)
        turns += 1
    assert turns > 1
    assert pieces.found.name == "eps is 1e-6 by default"


@pytest.mark.parametrize("slug", catalog.slugs())
def test_every_edit_of_every_reference_is_a_program_with_a_sentence(slug):
    suite = Suite(catalog.files_for_browser(slug), 0, np)
    found = list(searched_edits(suite.files["reference.py"], known_functions(suite)))
    assert len(found) > 50
    assert len({edit.name for edit in found}) == len(found)
    for edit in found:
        compile(edit.source, edit.name, "exec")
        sentence = edit.say()
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert len(sentence) < 500
