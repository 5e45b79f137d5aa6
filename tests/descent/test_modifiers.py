"""Modifiers: what each promises, and the law of the run axis around any of them."""

import math

import array_api_compat.torch as torch_xp
import numpy as np
import pytest
import torch
from descent import registry
from descent.modifiers import clipping
from descent.schedules import cycles, plateau, rates
from descent.stepper import advance, begin, compose, view
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.descent.namespaces import NAMESPACES, array, to_numpy
from tests.descent.samples import Sample, arrays_of, replay, sample

OPTIONS = [
    (name, choice.name, option)
    for name in registry.modifier_names()
    for choice in registry.modifier(name)(registry.rule("sgd")).choices
    for option in choice.options
]


def own_sample(rule, seed, runs, chosen) -> Sample:
    return sample(rule, seed, runs, chosen, which=2)


@pytest.mark.parametrize("name", registry.modifier_names())
@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 2**32 - 1), base=st.sampled_from(["adam", "momentum", "lion", "rprop", "sophia", "rmsprop"]))
def test_a_row_equals_that_row_alone_around_any_rule(name, seed, base):
    rule = compose(registry.rule(base), registry.modifier(name))
    problem = own_sample(rule, seed, 3, {})
    for together, alone in zip(replay(rule, problem, np), replay(rule, problem.row(1), np), strict=True):
        for key, value in arrays_of(alone).items():
            assert np.array_equal(arrays_of(together)[key][1:2], value), key


@pytest.mark.parametrize(("name", "choice", "option"), OPTIONS)
def test_every_option_agrees_with_torch(name, choice, option):
    rule = compose(registry.rule("adam"), registry.modifier(name))
    problem = own_sample(rule, 5, 2, {choice: option})
    theirs = replay(rule, problem.to(torch.as_tensor), torch_xp)[-1]
    for key, value in arrays_of(replay(rule, problem, np)[-1]).items():
        np.testing.assert_allclose(arrays_of(theirs)[key].numpy(), value, rtol=1e-10, atol=1e-13)


def one_step(rule, p, g, **given_settings):
    start = begin(rule, [np.asarray(p, dtype=float)], given_settings, np)
    return advance(rule, start, [np.asarray(g, dtype=float)], given_settings, np)


def test_every_decay_pulls_as_hard_as_it_says():
    rule = compose(registry.rule("sgd"), registry.modifier("weight_decay"))
    p, lr, decay = 10.0, 0.1, 0.5
    pulled = {"decoupled": 0.95, "independent": 0.5, "l2": 0.95, "palm": 0.995, "cautious": 0.95}
    assert set(pulled) == set(next(one for one in rule.choices if one.name == "decay_method").options)
    for method, share in pulled.items():
        want = p * share
        after = one_step(rule, [[p]], [[0.0]], lr=lr, weight_decay=decay, decay_method=method)
        assert after.params[0][0, 0] == pytest.approx(want), method


def test_cautious_decay_pulls_only_where_the_step_does_not_lead_away_from_zero():
    rule = compose(registry.rule("sgd"), registry.modifier("weight_decay"))
    p, g = [[2.0, 2.0, -2.0, -2.0, 0.0]], [[1.0, -1.0, 1.0, -1.0, 1.0]]
    after = one_step(rule, p, g, lr=0.1, weight_decay=0.5, decay_method="cautious")
    np.testing.assert_allclose(after.params[0], [[1.8, 2.1, -2.1, -1.8, -0.1]])


def test_lookahead_leads_back_every_few_steps_and_only_then():
    base, rule = registry.rule("sgd"), compose(registry.rule("sgd"), registry.modifier("lookahead"))
    problem = own_sample(base, 6, 2, {})
    plain = replay(base, problem, np)
    led = Sample(problem.params, problem.grads, problem.inputs, problem.settings | {"lookahead_steps": 3})
    points = [progress.params[0] for progress in replay(rule, led, np)]
    for before in (0, 1):
        np.testing.assert_allclose(points[before], plain[before].params[0], rtol=1e-14)
    np.testing.assert_allclose(points[2], (problem.params[0] + plain[2].params[0]) / 2, rtol=1e-13)
    np.testing.assert_allclose(points[3] - points[2], plain[3].updates[0], rtol=1e-9)


def test_the_schedule_free_average_around_gradient_descent_is_the_mean_of_its_iterates():
    rule = compose(registry.rule("sgd"), registry.modifier("schedule_free_average"))
    problem = own_sample(registry.rule("sgd"), 8, 2, {})
    z, mean_z = problem.params[0], 0.0
    for count, (progress, grads) in enumerate(zip(replay(rule, problem, np), problem.grads, strict=True), 1):
        z = z - problem.settings["lr"][:, None] * grads[0]
        mean_z = mean_z + (z - mean_z) / count
        np.testing.assert_allclose(progress.states[0]["z"], z, rtol=1e-13)
        np.testing.assert_allclose(view(rule, progress, problem.settings, np)[0], mean_z, rtol=1e-12)


def test_centralized_gradients_have_mean_zero_for_each_unit_and_vectors_stay():
    rule = compose(registry.rule("sgd"), registry.modifier("gradient_centralization"))
    after = one_step(rule, np.zeros((1, 2, 3)), [[[1.0, 2.0, 6.0], [0.0, 0.0, 3.0]]], lr=1.0)
    np.testing.assert_allclose(-after.updates[0], [[[-2.0, -1.0, 3.0], [-1.0, -1.0, 2.0]]])
    after = one_step(rule, np.zeros((1, 3)), [[1.0, 2.0, 6.0]], lr=1.0)
    np.testing.assert_allclose(-after.updates[0], [[1.0, 2.0, 6.0]])


def test_update_clipping_shortens_only_a_step_that_is_too_long_for_its_lr():
    rule = compose(registry.rule("sgd"), registry.modifier("update_clipping"))
    g = [[3.0, 4.0], [0.3, 0.4]]
    after = one_step(rule, np.zeros((2, 2)), g, lr=0.1, update_limit=1.0)
    np.testing.assert_allclose(-after.updates[0], [[0.3 / 12.5**0.5, 0.4 / 12.5**0.5], [0.03, 0.04]])
    np.testing.assert_array_equal(one_step(rule, np.zeros((2, 2)), g, lr=0.0).updates[0], np.zeros((2, 2)))


def test_decoupled_decay_around_adam_is_adamw():
    composed = compose(registry.rule("adam"), registry.modifier("weight_decay"))
    problem = own_sample(registry.rule("adamw"), 4, 2, {"weight_decay": 0.3})
    problem.settings["weight_decay"] = 0.3
    for one, other in zip(replay(composed, problem, np), replay(registry.rule("adamw"), problem, np), strict=True):
        np.testing.assert_allclose(one.params[0], other.params[0], rtol=1e-13)


def test_a_cautious_step_never_climbs():
    rule = compose(registry.rule("momentum"), registry.modifier("cautious"))
    problem = own_sample(rule, 9, 3, {})
    for progress, grads in zip(replay(rule, problem, np), problem.grads, strict=True):
        assert np.all(progress.updates[0] * grads[0] <= 0)


def test_grams_keeps_the_size_and_turns_the_sign():
    base, rule = registry.rule("momentum"), compose(registry.rule("momentum"), registry.modifier("grams"))
    problem = own_sample(base, 9, 3, {})
    pairs = zip(replay(base, problem, np), replay(rule, problem, np), problem.grads, strict=True)
    for plain, made, grads in pairs:
        np.testing.assert_allclose(np.abs(made.updates[0]), np.abs(plain.updates[0]), rtol=1e-12)
        assert np.all(made.updates[0] * grads[0] <= 0)


def test_hyperball_stays_on_the_sphere():
    rule = compose(registry.rule("adam"), registry.modifier("hyperball"))
    after = one_step(rule, [[3.0, 4.0]], [[1.0, -2.0]], lr=0.1, radius=5.0)
    assert np.linalg.norm(after.params[0][0]) == pytest.approx(5.0)


def test_a_relative_update_is_lr_times_as_long_as_the_parameter():
    rule = compose(registry.rule("sgd"), registry.modifier("relative_update"))
    after = one_step(rule, [[3.0, 4.0]], [[100.0, 7.0]], lr=0.1)
    assert np.linalg.norm(after.updates[0][0]) == pytest.approx(0.5)
    still = one_step(rule, [[3.0, 4.0]], [[0.0, 0.0]], lr=0.1)
    np.testing.assert_array_equal(still.updates[0], np.zeros((1, 2)))


def test_a_parameter_or_a_step_below_eps_counts_as_nothing():
    rule = compose(registry.rule("sgd"), registry.modifier("relative_update"))
    for p, g in ([[3e-9, 4e-9]], [[1.0, 1.0]]), ([[3.0, 4.0]], [[1e-9, 0.0]]):
        after = one_step(rule, p, g, lr=0.1, hook_eps=1e-8)
        np.testing.assert_array_equal(after.updates[0], np.zeros((1, 2)))


def test_a_radial_brake_takes_a_change_below_eps_back_whole():
    rule = compose(registry.rule("sgd"), registry.modifier("radial_brake"))
    after = one_step(rule, [[3.0, 4.0]], [[-3e-6, -4e-6]], lr=1.0, outward_scale=1.0, hook_eps=1e-4)
    assert np.linalg.norm(after.params[0][0]) == pytest.approx(5.0, rel=1e-15)
    after = one_step(rule, [[3.0, 4.0]], [[-3e-6, -4e-6]], lr=1.0, outward_scale=1.0, hook_eps=1e-7)
    assert np.linalg.norm(after.params[0][0]) == pytest.approx(5.0 + 5e-6, rel=1e-12)


@pytest.mark.parametrize(("g", "share"), [([[-3.0, -4.0]], 0.25), ([[3.0, 4.0]], 0.5)])
def test_a_radial_brake_lets_its_share_of_the_norm_through(g, share):
    rule = compose(registry.rule("sgd"), registry.modifier("radial_brake"))
    after = one_step(rule, [[3.0, 4.0]], g, lr=0.2, outward_scale=0.25, inward_scale=0.5)
    change = 1.0 if share == 0.25 else -1.0
    assert np.linalg.norm(after.params[0][0]) == pytest.approx(5.0 + share * change)


@pytest.mark.parametrize("average", ["ema", "swa"])
def test_an_average_starts_at_the_first_point_and_follows(average):
    rule = compose(registry.rule("sgd"), registry.modifier("averaging"))
    problem = own_sample(rule, 2, 2, {"average": average})
    passed = replay(rule, problem, np)
    points = [progress.params[0] for progress in passed]
    decay = problem.settings["average_decay"][:, None]
    want = points[0]
    for count, p in enumerate(points[1:], 2):
        want = want + (p - want) / count if average == "swa" else decay * want + (1 - decay) * p
    np.testing.assert_allclose(view(rule, passed[-1], problem.settings, np)[0], want, rtol=1e-12)
    np.testing.assert_allclose(view(rule, passed[0], problem.settings, np)[0], points[0])


def test_clipping_shortens_only_what_is_too_long():
    rule = compose(registry.rule("sgd"), registry.modifier("clipping"))
    g = [[3.0, 4.0], [0.3, 0.4]]
    after = one_step(rule, np.zeros((2, 2)), g, lr=1.0, clip_at=1.0)
    np.testing.assert_allclose(-after.updates[0], [[0.6, 0.8], [0.3, 0.4]])
    after = one_step(rule, np.zeros((2, 2)), g, lr=1.0, clip_at=3.5, clip_by="value")
    np.testing.assert_allclose(-after.updates[0], [[3.0, 3.5], [0.3, 0.4]])


def test_the_global_norm_leaves_out_tensors_without_a_gradient():
    grads = [np.array([[3.0, 0.0]]), None, np.array([[[4.0]]])]
    first, none, second = clipping.clip_global(grads, 1.0, np)
    np.testing.assert_allclose(first, [[0.6, 0.0]])
    assert none is None
    np.testing.assert_allclose(second, [[[0.8]]])
    assert clipping.clip_global([None, None], 1.0, np) == [None, None]


@pytest.mark.parametrize("name", NAMESPACES)
@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_norms_are_right_where_squares_over_or_underflow(size, name):
    xp = NAMESPACES[name]

    def same(found, expected):
        np.testing.assert_allclose(to_numpy(found), expected, rtol=1e-14)

    grads = [array([[3 * size, 0.0]], name), array([[4 * size]], name)]
    for order, expected in [(2.0, 5.0), (1.0, 7.0), (3.0, 91 ** (1 / 3)), (float("inf"), 4.0)]:
        same(clipping.global_norm(grads, xp, order), [expected * size])
    first, second = clipping.clip_global(grads, size, xp)
    same(first, [[0.6 * size, 0.0]])
    same(second, [[0.8 * size]])
    both = array([[3 * size, 4 * size]], name)
    same(clipping.clip_norm(both, size, xp), [[0.6 * size, 0.8 * size]])
    if size > 1:
        same(clipping.clip_adaptive(array([[1.0, 0.0]], name), both, 0.5, xp), [[0.3, 0.4]])


@pytest.mark.parametrize("entry", [float("inf"), float("nan")])
def test_a_norm_of_what_is_not_finite_is_not_finite_and_of_nothing_zero(entry):
    np.testing.assert_array_equal(clipping.global_norm([np.array([[entry, 1.0]])], np), [entry])
    np.testing.assert_array_equal(clipping.global_norm([np.zeros((2, 0))], np), [0.0, 0.0])
    np.testing.assert_array_equal(clipping.clip_norm(np.zeros((2, 3)), 1.0, np), np.zeros((2, 3)))


def test_each_run_of_a_population_is_clipped_by_its_own_norm():
    grads = [np.array([[3.0, 4.0], [30.0, 40.0]])]
    np.testing.assert_allclose(clipping.clip_global(grads, np.array([1.0, 10.0]), np)[0], [[0.6, 0.8], [6.0, 8.0]])


def test_schedules_can_be_asked_for_any_epoch():
    restarts = rates.cosine_warm_restarts(1.0, t_0=2, t_mult=3)
    assert [restarts(epoch) for epoch in (0, 2, 8)] == [1.0, 1.0, 1.0]
    assert restarts(7) < 0.1
    noam = rates.noam(width=4, warmup_steps=10)
    assert max(range(40), key=noam) == 9
    assert noam(0) == pytest.approx(0.5 * 10**-1.5)
    stopped = rates.exponential_decay(1.0, 1, 0.5, end_value=0.2)
    assert stopped(10) == 0.2
    assert rates.by_function(2.0, math.sqrt)(9) == 6.0


def test_a_power_of_the_cosine_falls_faster():
    plain, squared = (rates.warmup_cosine(0.3, 4, 14, end_value=0.1, exponent=power) for power in (1.0, 2.0))
    assert [squared(epoch) for epoch in range(5)] == [plain(epoch) for epoch in range(5)]
    assert [plain(9), squared(9)] == pytest.approx([0.2, 0.15])
    assert [plain(14), squared(14), squared(99)] == pytest.approx([0.1] * 3)


@pytest.mark.parametrize("cooldown", rates.COOLDOWNS)
def test_every_cooldown_leaves_the_plateau_late_and_ends_where_it_should(cooldown):
    lr = rates.warmup_stable_decay(0.4, 2, 5, 4, end_value=0.1, cooldown=cooldown)
    assert [lr(epoch) for epoch in range(8)] == pytest.approx([0.0, 0.2, *[0.4] * 6])
    falling = [lr(epoch) for epoch in range(7, 12)]
    assert falling == sorted(falling, reverse=True)
    assert [lr(11), lr(99)] == pytest.approx([0.1, 0.1])


def test_one_cycle_moves_the_momentum_against_the_learning_rate():
    values = [cycles.one_cycle(1.0, 20)(epoch) for epoch in range(20)]
    highest = max(range(20), key=lambda epoch: values[epoch][0])
    assert values[highest][0] == pytest.approx(1.0, abs=0.02)
    assert min(range(20), key=lambda epoch: values[epoch][1]) == highest
    assert values[-1][0] == pytest.approx(1 / 25 / 1e4)


def test_a_plateau_can_wait_for_a_maximum():
    schedule = plateau.Plateau(1.0, mode="max", patience=0, factor=0.5)
    for metric in (1.0, 2.0, 3.0):
        schedule = schedule.after(metric)
    assert schedule.lr == 1.0
    assert schedule.after(2.0).lr == 0.5


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: cycles.cyclic(0.0, 1.0, mode="square"), "no mode is called 'square'"),
        (lambda: cycles.one_cycle(1.0, 10, anneal_strategy="square"), "no anneal strategy is called 'square'"),
        (
            lambda: rates.warmup_stable_decay(1.0, 1, 1, 1, cooldown="cubic"),
            "no cooldown is called 'cubic'; there are: 1-",
        ),
        (lambda: plateau.Plateau(1.0, mode="mean"), "no mode is called 'mean'; there are: max, min"),
        (lambda: plateau.Plateau(1.0, threshold_mode="none"), "no threshold mode is called 'none'"),
    ],
)
def test_unknown_ways_are_named(make, says):
    with pytest.raises(Exception, match=says):
        make()
