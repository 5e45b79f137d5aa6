"""The stepper: who is skipped, what is counted, how settings reach a tensor, and what it says to wrong input."""

import dataclasses

import numpy as np
import pytest
from descent import registry
from descent.errors import BadHyper, BadShape, UnknownName
from descent.spec import Hyper, Rule
from descent.stepper import advance, begin, compose, view


def ones(*shape):
    return np.ones(shape)


def test_each_tensor_counts_its_own_gradients():
    rule = registry.rule("adam")
    progress = begin(rule, [ones(1, 2), ones(1, 3)], {}, np)
    for step in range(4):
        progress = advance(rule, progress, [ones(1, 2), ones(1, 3) if step % 2 else None], {}, np)
    assert progress.steps == (4, 2)


def test_a_skipped_tensor_catches_up_as_if_it_had_just_begun():
    rule = registry.rule("adam")
    late = begin(rule, [ones(1, 2), ones(1, 2)], {}, np)
    late = advance(rule, late, [ones(1, 2), None], {}, np)
    late = advance(rule, late, [ones(1, 2), ones(1, 2)], {}, np)
    fresh = advance(rule, begin(rule, [ones(1, 2)], {}, np), [ones(1, 2)], {}, np)
    np.testing.assert_array_equal(late.params[1], fresh.params[0])


def test_an_earlier_progress_can_be_taken_up_again():
    rule = registry.rule("adam")
    start = begin(rule, [ones(1, 2)], {}, np)
    once = advance(rule, start, [ones(1, 2)], {}, np)
    again = advance(rule, start, [ones(1, 2)], {}, np)
    np.testing.assert_array_equal(once.params[0], again.params[0])
    assert start.steps == (0,)
    with pytest.raises(AttributeError):
        start.steps = (1,)


def test_the_update_is_what_was_added():
    rule = registry.rule("momentum")
    start = begin(rule, [ones(1, 2)], {}, np)
    after = advance(rule, start, [ones(1, 2)], {"lr": 0.5}, np)
    np.testing.assert_array_equal(start.params[0] + after.updates[0], after.params[0])


def test_a_learning_rate_per_run_reaches_tensors_of_any_rank():
    rule = registry.rule("sgd")
    lr = np.array([1.0, 2.0, 3.0])
    progress = begin(rule, [np.zeros((3, 2)), np.zeros((3, 2, 2)), np.zeros((3, 2, 2, 2))], {}, np)
    progress = advance(rule, progress, [np.ones(p.shape) for p in progress.params], {"lr": lr}, np)
    for p in progress.params:
        np.testing.assert_array_equal(p.reshape(3, -1), -np.repeat(lr[:, None], p[0].size, axis=1))


def test_a_setting_of_another_precision_takes_the_parameters():
    rule = registry.rule("adam")
    start = begin(rule, [np.ones((2, 3), np.float32)], {}, np)
    after = advance(rule, start, [np.ones((2, 3), np.float32)], {"lr": np.array([0.1, 0.2])}, np)
    assert after.params[0].dtype == np.float32


def test_plain_numbers_keep_double_precision_in_float32():
    def update(p, _g, _s, t, xp, *, beta):
        return xp.zeros_like(p) + (1 - beta**t), {}

    rule = Rule(registry.rule("sgd").init, update, "element", hypers=(Hyper("beta", 0.999, 0.0, 1.0),))
    start = begin(rule, [np.zeros((1, 1), np.float32)], {}, np)
    exact = advance(rule, start, [np.zeros((1, 1), np.float32)], {}, np).params[0]
    rounded = advance(rule, start, [np.zeros((1, 1), np.float32)], {"beta": np.array([0.999])}, np).params[0]
    assert exact[0, 0] == np.float32(1 - 0.999)
    assert rounded[0, 0] != exact[0, 0]


def test_a_view_gives_the_point_to_evaluate():
    rule = registry.rule("schedule_free")
    start = begin(rule, [ones(1, 2)], {}, np)
    assert view(rule, start, {}, np)[0] is start.params[0]
    after = advance(rule, start, [ones(1, 2)], {"base": "sgd", "lr": 0.1}, np)
    after = advance(rule, after, [ones(1, 2)], {"base": "sgd", "lr": 0.1}, np)
    assert not np.allclose(view(rule, after, {"base": "sgd", "lr": 0.1}, np)[0], after.params[0])
    sgd = registry.rule("sgd")
    plain = begin(sgd, [ones(1, 2)], {}, np)
    assert view(sgd, plain, {}, np) is plain.params


def test_a_model_rule_shares_its_estimate_between_tensors():
    rule = registry.rule("prodigy")
    rng = np.random.default_rng(0)
    params = [rng.standard_normal((2, 3)), rng.standard_normal((2, 4))]
    whole = begin(rule, [np.concatenate(params, axis=1)], {}, np)
    parts = begin(rule, params, {}, np)
    for _ in range(3):
        g = rng.standard_normal((2, 7))
        whole = advance(rule, whole, [g], {}, np)
        parts = advance(rule, parts, [g[:, :3], g[:, 3:]], {}, np)
    np.testing.assert_allclose(np.concatenate(parts.params, axis=1), whole.params[0], rtol=1e-12)
    np.testing.assert_allclose(parts.shared["d"], whole.shared["d"], rtol=1e-12)


def test_a_model_rule_without_any_gradient_stands_still():
    rule = registry.rule("prodigy")
    start = begin(rule, [ones(1, 2), ones(1, 2)], {}, np)
    after = advance(rule, start, [None, None], {}, np)
    assert after == start


def test_a_tensor_that_joins_late_starts_from_the_shared_estimate():
    rule = registry.rule("prodigy")
    progress = begin(rule, [ones(1, 2), ones(1, 2)], {}, np)
    for _ in range(5):
        progress = advance(rule, progress, [ones(1, 2), None], {}, np)
    d = progress.shared["d"]
    after = advance(rule, progress, [ones(1, 2), ones(1, 2)], {}, np)
    assert after.shared["d"] >= d > 1e-6
    assert after.steps == (6, 1)


@pytest.mark.parametrize(
    ("grads", "inputs", "error", "says"),
    [
        ([np.ones((1, 2)), np.ones((1, 2))], {}, BadShape, "1 parameters need as many gradients, given 2"),
        ([np.ones((1, 3))], {}, BadShape, r"gradient 0 is \(1, 3\), its parameter \(1, 2\)"),
        ([np.ones((1, 2))], {"noise": [np.ones((1, 2))]}, BadHyper, "no input is called 'noise'; there are: none"),
    ],
)
def test_what_does_not_fit_is_named(grads, inputs, error, says):
    rule = registry.rule("sgd")
    with pytest.raises(error, match=says):
        advance(rule, begin(rule, [ones(1, 2)], {}, np), grads, {}, np, inputs)


def test_inputs_must_come_for_every_tensor():
    rule = registry.rule("sophia")
    progress = begin(rule, [ones(1, 2), ones(1, 2)], {}, np)
    with pytest.raises(BadShape, match="input 'hessian' needs 2 arrays, given 1"):
        advance(rule, progress, [ones(1, 2)] * 2, {}, np, {"hessian": [ones(1, 2)]})


def test_settings_are_checked_before_the_first_step():
    with pytest.raises(BadHyper, match="no hyperparameter is called 'beta3'; there are: lr, momentum"):
        begin(registry.rule("nesterov"), [ones(1, 2)], {"beta3": 0.5}, np)
    with pytest.raises(UnknownName, match="no form is called 'mine'"):
        begin(registry.rule("rprop"), [ones(1, 2)], {"form": "mine"}, np)


def test_a_setting_is_a_number_or_one_per_run():
    rule = registry.rule("sgd")
    progress = begin(rule, [np.zeros((2, 3))], {}, np)
    for lr in (np.float32(0.5), np.array(0.5), np.array([0.5]), np.array([0.5, 0.5])):
        after = advance(rule, progress, [np.ones((2, 3))], {"lr": lr}, np)
        np.testing.assert_array_equal(after.params[0], np.full((2, 3), -0.5))
    for lr in (np.ones(3), np.ones((2, 3))):
        with pytest.raises(BadShape, match=r"lr must be a number or \(2,\), one per run, given an array \("):
            advance(rule, progress, [np.ones((2, 3))], {"lr": lr}, np)
    with pytest.raises(BadHyper, match="lr must be a number or an array with one number per run, given 'fast'"):
        begin(rule, [np.zeros((2, 3))], {"lr": "fast"}, np)


def test_a_parameter_needs_a_run_axis():
    with pytest.raises(BadShape, match="leading run axis"):
        begin(registry.rule("sgd"), [np.array(1.0)], {}, np)


def test_a_matrix_rule_takes_matrices():
    rule = dataclasses.replace(registry.rule("sgd"), scope="matrix")
    with pytest.raises(BadShape, match=r"\(runs, rows, columns\), given \(1, 2, 3, 4\)"):
        begin(rule, [ones(1, 2, 3, 4)], {}, np)


def test_modifiers_refuse_what_they_cannot_change():
    decay = registry.modifier("weight_decay")
    with pytest.raises(BadHyper, match="takes no modifiers"):
        compose(registry.rule("prodigy"), decay)
    with pytest.raises(BadHyper, match="twice"):
        compose(registry.rule("adamw"), decay)
    with pytest.raises(UnknownName, match="no modifier is called 'magic'; there are: averaging"):
        registry.modifier("magic")
