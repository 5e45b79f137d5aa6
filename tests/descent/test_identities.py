"""What the formulas say about each other: special cases, symmetries and limits."""

from itertools import pairwise

import numpy as np
import pytest
from descent import registry
from descent.stepper import advance, begin, view
from hypothesis import given, settings
from hypothesis import strategies as st

STEPS = 12

# Pairs of rules with settings under which they take the same steps.
SAME = {
    "momentum without momentum is gradient descent": (("momentum", {"momentum": 0.0}), ("sgd", {})),
    "nesterov without momentum is gradient descent": (("nesterov", {"momentum": 0.0}), ("sgd", {})),
    "laprop without momentum is rmsprop, corrected: adam without momentum": (
        ("laprop", {"beta1": 0.0}),
        ("adam", {"beta1": 0.0}),
    ),
    "uncorrected laprop without momentum is rmsprop": (
        ("laprop", {"beta1": 0.0, "beta2": 0.99, "correct_bias": False}),
        ("rmsprop", {"alpha": 0.99}),
    ),
    "uncorrected adam without momentum is rmsprop": (
        ("adam", {"beta1": 0.0, "beta2": 0.99, "correct_bias": False}),
        ("rmsprop", {"alpha": 0.99}),
    ),
    "lr inside laprop's average is the same for a constant lr": (("laprop", {}), ("laprop", {"lr_place": "inside"})),
    "ademamix without the slow momentum is adam": (("ademamix", {"alpha": 0.0}), ("adam", {})),
    "sim_ademamix without the gradient's share is adam": (
        ("sim_ademamix", {"alpha": 0.0, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
        ("adam", {}),
    ),
    "running sum and closed form agree for a constant beta": (
        ("sim_ademamix", {"alpha": 0.0, "beta1": 0.9, "m_correction": "running_sum"}),
        ("sim_ademamix", {"alpha": 0.0, "beta1": 0.9}),
    ),
    "qhadam with both nus 1 is adam": (("qhadam", {"nu1": 1.0, "nu2": 1.0, "beta1": 0.9}), ("adam", {})),
    "qhadam with the first nu 0 is adam without momentum": (
        ("qhadam", {"nu1": 0.0, "beta1": 0.9}),
        ("adam", {"beta1": 0.0}),
    ),
    "qhadamw without decay is qhadam": (("qhadamw", {"weight_decay": 0.0}), ("qhadam", {})),
    "adamw without decay is adam": (("adamw", {"weight_decay": 0.0}), ("adam", {})),
    "bounded adamw without decay is amsgrad": (("adamw", {"weight_decay": 0.0, "ams_bound": True}), ("amsgrad", {})),
    "bounded adamc at its largest lr is bounded adamw": (
        ("adamc", {"lr_max": 0.05, "ams_bound": True}),
        ("adamw", {"ams_bound": True}),
    ),
    "nadamw without decay is nadam": (("nadamw", {"weight_decay": 0.0}), ("nadam", {})),
    "nadam with a constant momentum is adam_nesterov": (("nadam", {"schedule": "constant"}), ("adam_nesterov", {})),
    "sparse_adam without eps is adam": (("sparse_adam", {"eps": 0.0}), ("adam", {"eps": 0.0})),
    "sparse_adam is adam with eps on the raw root": (
        ("sparse_adam", {"eps": 0.1}),
        ("adam", {"eps": 0.1, "eps_mode": "uncorrected"}),
    ),
    "madam is adam without eps": (("madam", {}), ("adam", {"eps": 0.0})),
    "madam's scale cancels": (("madam", {"scale_log2": 0.0}), ("madam", {"scale_log2": 64.0})),
    "amsgrad is adam where v only grows": (("amsgrad", {"beta2": 1.0 - 1e-9}), ("adam", {"beta2": 1.0 - 1e-9})),
    "signum with equal betas is lion": (("signum", {"momentum": 0.9}), ("lion", {"beta1": 0.9, "beta2": 0.9})),
    "mars without its correction is adamw, for short gradients": (
        ("mars", {"gamma": 0.0, "beta1": 0.9, "beta2": 0.999}),
        ("adamw", {"weight_decay": 0.0}),
    ),
    "uncorrected lamb relates to its paper form": (
        ("lamb", {"bias_correction": "none"}),
        ("lamb", {"bias_correction": "none", "norm_clamp": 10.0}),
    ),
    "schedule-free with sgd and all weight on z is gradient descent": (
        ("schedule_free", {"base": "sgd", "beta1": 1e-9}),
        ("sgd", {}),
    ),
}

LR = 0.05


def run(name, given_settings, grads, p0):
    rule = registry.rule(name)
    chosen = {"lr": LR, **given_settings}
    progress, points = begin(rule, [p0], chosen, np), []
    for g in grads:
        progress = advance(rule, progress, [g], chosen, np)
        points.append(progress)
    return points


def problem(seed=0, shape=(2, 5), size=0.1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape), [size * rng.standard_normal(shape) for _ in range(STEPS)]


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_two_rules_take_the_same_steps(pair):
    p0, grads = problem()
    (one, first), (other, second) = pair
    for a, b in zip(run(one, first, grads, p0), run(other, second, grads, p0), strict=True):
        np.testing.assert_allclose(a.params[0], b.params[0], rtol=1e-6 if "1e-9" in str(pair) else 1e-9, atol=1e-8)


def test_signum_without_momentum_steps_by_the_sign():
    p0, grads = problem()
    for progress, g in zip(run("signum", {"momentum": 0.0}, grads, p0), grads, strict=True):
        np.testing.assert_array_equal(progress.updates[0], -LR * np.sign(g))


def test_amsgrads_denominator_is_never_below_adams():
    p0, grads = problem(size=1.0)
    grads = [g * 0.5**i for i, g in enumerate(grads)]
    for ams, plain in zip(run("amsgrad", {}, grads, p0), run("adam", {}, grads, p0), strict=True):
        assert np.all(ams.states[0]["v_max"] >= plain.states[0]["v"])
        assert np.all(np.abs(ams.updates[0]) <= np.abs(plain.updates[0]))


def test_lamb_whose_ratio_is_one_is_adamw():
    p0, grads = problem()
    p0 = np.zeros_like(p0)
    lamb = run("lamb", {"form": "nvlamb", "weight_decay": 0.0, "eps": 1e-8}, grads, p0)
    for a, b in zip(lamb, run("adamw", {"weight_decay": 0.0}, grads, p0), strict=True):
        np.testing.assert_allclose(a.params[0], b.params[0], rtol=1e-12)


def test_lambs_step_is_lr_times_as_long_as_the_tensor():
    p0, grads = problem()
    before = p0
    for progress in run("lamb", {}, grads, p0):
        size, step = (np.linalg.norm(x, axis=1) for x in (before, progress.updates[0]))
        np.testing.assert_allclose(step, LR * size, rtol=1e-12)
        before = progress.params[0]


def test_lamb_under_decay_alone_shrinks_by_lr_whatever_the_decay():
    p0, grads = problem()
    nothing = [np.zeros_like(g) for g in grads]
    for decay in (0.001, 0.5):
        last = run("lamb", {"weight_decay": decay}, nothing, p0)[-1]
        np.testing.assert_allclose(last.params[0], p0 * (1 - LR) ** STEPS, rtol=1e-12)


INVARIANT = ["adam", "adamax", "adam_nesterov", "nadam", "amsgrad", "laprop", "qhadam", "rmsprop", "adagrad", "madam"]


@pytest.mark.parametrize("name", INVARIANT)
@pytest.mark.parametrize("scale", [1e-3, 1e4])
def test_the_gradients_scale_does_not_matter_without_eps(name, scale):
    p0, grads = problem()
    own = {} if name == "madam" else {"eps": 1e-30}
    plain, scaled = run(name, own, grads, p0), run(name, own, [scale * g for g in grads], p0)
    np.testing.assert_allclose(scaled[-1].params[0], plain[-1].params[0], rtol=1e-9)


@pytest.mark.parametrize("name", ["lion", "signum", "rprop"])
def test_sign_rules_ignore_the_gradients_scale(name):
    p0, grads = problem()
    plain, scaled = run(name, {}, grads, p0), run(name, {}, [1e6 * g for g in grads], p0)
    np.testing.assert_allclose(scaled[-1].params[0], plain[-1].params[0], rtol=1e-12)


ELEMENT = [name for name in registry.rule_names() if registry.rule(name).scope == "element"]


def inputs_for(rule, g):
    return {name: [np.abs(g) + 1 if name == "hessian" else np.ones_like(g)] for name in rule.inputs}


@pytest.mark.parametrize("name", ELEMENT)
@settings(max_examples=4, deadline=None, derandomize=True, database=None)
@given(order=st.permutations(range(5)), seed=st.integers(0, 1000))
def test_an_element_rule_does_not_know_the_order_of_its_coordinates(name, order, seed):
    rule = registry.rule(name)
    p0, grads = problem(seed)
    plain, mixed = begin(rule, [p0], {}, np), begin(rule, [p0[:, order]], {}, np)
    for g in grads:
        plain = advance(rule, plain, [g], {}, np, inputs_for(rule, g))
        mixed = advance(rule, mixed, [g[:, order]], {}, np, inputs_for(rule, g[:, order]))
    np.testing.assert_allclose(mixed.params[0], plain.params[0][:, order], rtol=1e-12)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "asgd"])
def test_linear_rules_do_not_know_the_axes(name):
    p0, grads = problem(shape=(1, 4))
    q, _ = np.linalg.qr(np.random.default_rng(3).standard_normal((4, 4)))
    plain, turned = run(name, {}, grads, p0), run(name, {}, [g @ q for g in grads], p0 @ q)
    np.testing.assert_allclose(turned[-1].params[0], plain[-1].params[0] @ q, rtol=1e-12)
    adam, other = run("adam", {}, grads, p0), run("adam", {}, [g @ q for g in grads], p0 @ q)
    assert not np.allclose(other[-1].params[0], adam[-1].params[0] @ q, rtol=1e-3)


def test_adams_first_step_is_the_sign():
    p0, grads = problem()
    first = run("adam", {}, grads, p0)[0]
    np.testing.assert_allclose(first.updates[0], -LR * np.sign(grads[0]), rtol=1e-5)


def test_a_constant_gradient_takes_adam_the_same_way_every_step():
    p0, grads = problem()
    for progress in run("adam", {}, [grads[0]] * STEPS, p0):
        np.testing.assert_allclose(progress.updates[0], -LR * np.sign(grads[0]), rtol=1e-5)


def test_nesterov_is_momentum_seen_one_step_ahead():
    p0, grads = problem()
    mu = 0.9
    polyak, ahead = run("momentum", {"momentum": mu}, grads, p0), run("nesterov", {"momentum": mu}, grads, p0)
    for a, b in zip(polyak, ahead, strict=True):
        np.testing.assert_allclose(b.params[0], a.params[0] - LR * mu * a.states[0]["buf"], rtol=1e-12)


@pytest.mark.parametrize("base", ["sgd", "adamw"])
def test_schedule_free_evaluates_at_the_mean_of_its_fast_iterates(base):
    p0, grads = problem()
    passed = run("schedule_free", {"base": base}, grads, p0)
    fast = [progress.states[0]["z"] for progress in passed]
    x = view(registry.rule("schedule_free"), passed[-1], {"lr": LR, "base": base}, np)[0]
    np.testing.assert_allclose(x, np.mean(fast, axis=0), rtol=1e-12)


def test_radam_is_momentum_until_it_trusts_its_second_moment():
    p0, grads = problem()
    passed = run("radam", {}, grads, p0)
    for t, progress in enumerate(passed[:5], 1):
        m_hat = progress.states[0]["m"] / (1 - 0.9**t)
        np.testing.assert_allclose(progress.updates[0], -LR * m_hat, rtol=1e-12)
    assert not np.allclose(passed[5].updates[0], -LR * passed[5].states[0]["m"] / (1 - 0.9**6))


def test_adopt_stands_still_at_its_first_step():
    p0, grads = problem()
    passed = run("adopt", {"weight_decay": 0.5}, grads, p0)
    np.testing.assert_array_equal(passed[0].params[0], p0)
    assert np.all(passed[1].params[0] != p0)


def test_sparse_rows_that_are_not_touched_stay():
    rule = registry.rule("sparse_adam")
    p0, g = np.ones((1, 3, 2)), np.ones((1, 3, 2))
    progress = begin(rule, [p0], {}, np)
    rows = {"rows": [np.array([[0.0, 1.0, 0.0]])]}
    progress = advance(rule, progress, [g], {"mode": "masked_rows"}, np, rows)
    np.testing.assert_array_equal(progress.params[0][0, :, 0] == 1.0, [True, False, True])
    np.testing.assert_array_equal(progress.states[0]["v"][0, :, 0] == 0.0, [True, False, True])


def test_adafactors_estimate_is_exact_for_a_gradient_of_rank_one():
    p0 = np.ones((1, 4, 3))
    g = np.outer([1.0, 2.0, 3.0, 4.0], [1.0, -1.0, 2.0])[None]
    factored = run("adafactor", {}, [g], p0)[0]
    whole = run("adafactor", {}, [g.reshape(1, -1)], p0.reshape(1, -1))[0]
    np.testing.assert_allclose(factored.params[0].ravel(), whole.params[0].ravel(), rtol=1e-12)


@pytest.mark.parametrize("form", ["torch", "hf", "optax"])
def test_adafactor_stands_still_without_a_slope(form):
    p0 = np.ones((1, 4, 3))
    last = run("adafactor", {"form": form}, [np.zeros_like(p0)] * 3, p0)[-1]
    np.testing.assert_array_equal(last.params[0], p0)


def test_prodigy_finds_the_distance():
    rule = registry.rule("prodigy")
    progress = begin(rule, [np.full((1, 3), 5.0)], {}, np)
    estimates = []
    for _ in range(200):
        progress = advance(rule, progress, [np.sign(progress.params[0])], {}, np)
        estimates.append(progress.shared["d"][0])
    assert all(a <= b for a, b in pairwise(estimates))
    assert 0.1 < estimates[-1] < 5 * 3**0.5 * 2
    assert np.max(np.abs(progress.params[0])) < 5
