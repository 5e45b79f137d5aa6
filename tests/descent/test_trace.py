"""Whole runs: every rule on every landscape, stops, freezing, rows that do not touch, noise by address, kept states."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
import torch
from descent import random, registry
from descent.errors import BadHyper, BadShape
from descent.spec import Rule, Stop
from descent.trace import outcome, trace, trace_lbfgs

from .namespaces import NAMESPACES, array, points, to_numpy

ROSENBROCK = registry.landscape("rosenbrock")
SGD, MOMENTUM, ADAM = (registry.rule(name) for name in ("sgd", "momentum", "adam"))
ELEMENT = [name for name in registry.rule_names() if registry.rule(name).scope == "element"]


def fields(path):
    return (path.points, path.losses, path.gradients, path.gradient_norms, path.stop_steps)


@pytest.mark.parametrize("name", ELEMENT)
def test_every_rule_of_elements_runs_on_every_landscape_and_ends_with_a_reason(name):
    rule = registry.rule(name)
    has_rate = any(hyper.name == "lr" for hyper in rule.hypers)
    for landscape_name in registry.landscape_names():
        landscape = registry.landscape(landscape_name)
        starts = np.array([landscape.start, (0.0, 0.0), *landscape.minima[:1]], dtype=float)
        for settings in ({}, {"lr": 1e3}) if has_rate else ({},):
            path = trace(rule, landscape, settings, xp=np, steps=12, starts=starts, leave=False, every=3)
            assert np.isfinite(path.points).all(), landscape_name
            assert np.isfinite(path.losses).all(), landscape_name
            assert set(path.stops) <= {Stop.MAX_STEPS, Stop.DIVERGED}
            assert ((path.stop_steps == 12) == [stop is Stop.MAX_STEPS for stop in path.stops]).all(), landscape_name


def test_a_trace_is_what_a_plain_loop_computes():
    path = trace(SGD, ROSENBROCK, {"lr": 1e-3}, xp=np, steps=150)
    x = np.array([ROSENBROCK.start])
    for step in range(151):
        assert (path.points[step] == x).all()
        assert path.losses[step] == ROSENBROCK.value(x, np)
        assert (path.gradients[step] == ROSENBROCK.gradient(x, np)).all()
        assert path.gradient_norms[step] == pytest.approx(np.linalg.norm(path.gradients[step]), rel=1e-15)
        x = x + -1e-3 * ROSENBROCK.gradient(x, np)
    assert (path.steps, path.stops) == (150, (Stop.MAX_STEPS,))


def test_each_reason_to_stop_is_given_with_its_step():
    sphere = registry.landscape("sphere")
    starts = np.array([[4.0, 0.0]])
    rates = np.array([0.25, 0.01, 1.5, 1e100])
    path = trace(SGD, sphere, {"lr": rates}, xp=np, steps=60, starts=starts, tolerance=1e-6)
    assert path.stops == (Stop.CONVERGED, Stop.MAX_STEPS, Stop.LEFT_WINDOW, Stop.LEFT_WINDOW)
    # 16 / 4^k <= 1e-6 from k = 12; 4 · 2^k > 105 from k = 5.
    assert path.stop_steps.tolist() == [12, 60, 5, 1]
    assert (path.points[12:, 0] == path.points[12, 0]).all()
    assert (path.losses[5:, 2] == path.losses[5, 2]).all()
    assert all(stop.sentence for stop in path.stops)


def test_the_window_is_left_at_ten_of_its_sizes_beyond_its_edge():
    starts = np.array([[104.9, 0.0], [0.0, -105.1]])
    path = trace(SGD, registry.landscape("sphere"), {"lr": 1e-9}, xp=np, steps=3, starts=starts)
    assert path.stops == (Stop.MAX_STEPS, Stop.LEFT_WINDOW)
    assert path.stop_steps.tolist() == [3, 0]


def test_a_run_that_converged_stays_where_it_did_though_it_would_have_gone_on():
    sphere, settings = registry.landscape("sphere"), {"lr": np.array([0.05, 1e-6]), "momentum": 0.99}
    path = trace(MOMENTUM, sphere, settings, xp=np, steps=200, tolerance=0.5)
    assert path.stops == (Stop.CONVERGED, Stop.MAX_STEPS)
    end = int(path.stop_steps[0])
    assert end < 60
    assert (path.points[end:, 0] == path.points[end, 0]).all()
    free = trace(MOMENTUM, sphere, settings, xp=np, steps=200)
    assert (free.losses[end + 1 :, 0] > 0.5).sum() > 80
    ends = outcome(MOMENTUM, sphere, settings, xp=np, steps=200, tolerance=0.5)
    assert (ends.points == path.points[-1]).all()
    assert (ends.best == path.losses.min(axis=0)).all()


def test_a_diverged_run_stays_at_its_last_finite_point():
    sphere = registry.landscape("sphere")
    path = trace(SGD, sphere, {"lr": 2.5}, xp=np, steps=4000, leave=False)
    assert path.stops == (Stop.DIVERGED,)
    last = int(path.stop_steps[0])
    assert path.steps == last
    # |x| grows fourfold a step from 5; its square overflows beyond 2^512.
    assert last == max(k for k in range(1000) if k * np.log(4) + np.log(25) / 2 < 512 * np.log(2))
    assert np.isfinite(path.points).all()
    assert np.isfinite(path.losses).all()


def test_the_trace_ends_where_the_last_run_ends():
    path = trace(SGD, registry.landscape("sphere"), {"lr": np.array([0.25, 0.3])}, xp=np, steps=500, tolerance=1e-6)
    assert path.steps == path.stop_steps.max() < 20
    assert path.stops == (Stop.CONVERGED,) * 2


@pytest.mark.parametrize("name", ["adam", "lamb", "prodigy", "schedule_free", "sophia"])
def test_a_row_alone_has_the_bits_of_that_row_among_diverging_neighbours(name):
    rule = registry.rule(name)
    starts = points(ROSENBROCK, 7)
    rates = np.array([1e-3, 1e308, 0.1, 1e300, 0.5, 2.0, 1e-2])
    together = trace(rule, ROSENBROCK, {"lr": rates}, xp=np, steps=90, starts=starts, leave=False, tolerance=1e-3)
    for row in range(7):
        alone = trace(
            rule,
            ROSENBROCK,
            {"lr": rates[row : row + 1]},
            xp=np,
            steps=90,
            starts=starts[row : row + 1],
            leave=False,
            tolerance=1e-3,
        )
        assert alone.stops == together.stops[row : row + 1]
        assert (together.points[: alone.steps + 1, row] == alone.points[:, 0]).all()
        assert (together.losses[: alone.steps + 1, row] == alone.losses[:, 0]).all()
    assert np.isfinite(together.points).all()


def test_divergence_raises_no_warning_in_any_library():
    for name, xp in NAMESPACES.items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            path = trace(ADAM, ROSENBROCK, {"lr": 1e160}, xp=xp, steps=20, starts=array([[1, 2]], name), leave=False)
        assert path.stops == (Stop.DIVERGED,)


@pytest.mark.parametrize("space", ["torch", "strict"])
def test_other_array_libraries_trace_the_same_path(space):
    xp = NAMESPACES[space]
    starts = points(ROSENBROCK, 4)
    rates = np.array([1e-3, 1e-2, 0.1, 1e300])
    settings = {"lr": array(rates, space)}
    expected = trace(ADAM, ROSENBROCK, {"lr": rates}, xp=np, steps=80, starts=starts, every=20, tolerance=1e-3)
    found = trace(ADAM, ROSENBROCK, settings, xp=xp, steps=80, starts=array(starts, space), every=20, tolerance=1e-3)
    assert found.stops == expected.stops
    for one, other in zip(fields(found), fields(expected), strict=True):
        assert to_numpy(one) == pytest.approx(other, rel=1e-9, abs=1e-12)
    assert to_numpy(found.states[0]["v"]) == pytest.approx(expected.states[0]["v"], rel=1e-9)


def test_single_precision_starts_give_single_precision_paths():
    path = trace(ADAM, ROSENBROCK, {}, xp=NAMESPACES["torch"], steps=5, starts=torch.tensor([[1.0, 2.0]]), every=1)
    assert {part.dtype for part in (path.points, path.losses, path.gradients, path.states[0]["m"])} == {torch.float32}


def test_noise_belongs_to_seed_and_run_number_and_to_nothing_else():
    noisy = registry.family("noisy_quadratic")()
    settings = {"lr": 0.05}
    everyone = trace(SGD, noisy, settings, xp=np, steps=150, starts=np.ones((6, 2)), seed=5)
    some = trace(SGD, noisy, settings, xp=np, steps=90, starts=np.ones((2, 2)), seed=5, numbers=np.array([4, 1]))
    assert (some.points == everyone.points[:91, [4, 1]]).all()
    assert len(np.unique(everyone.points[1, :, 0])) == 6
    other = trace(SGD, noisy, settings, xp=np, steps=1, starts=np.ones((6, 2)), seed=6)
    assert (other.points[1] != everyone.points[1]).all()
    there = trace(
        SGD, noisy, settings, xp=NAMESPACES["torch"], steps=150, starts=array(np.ones((6, 2)), "torch"), seed=5
    )
    assert (to_numpy(there.points) == everyone.points).all()


def test_each_step_sees_the_noise_of_its_own_address():
    noisy = registry.family("noisy_quadratic")((1.0, 10.0))
    path = trace(SGD, noisy, {"lr": 0.05}, xp=np, steps=100, starts=np.ones((3, 2)), seed=5)
    x = np.ones((3, 2))
    for step in range(1, 101):
        draws = random.normal(5, np.arange(3), np.array([step]), 2, np)[0]
        x = x - 0.05 * noisy.sample(x, draws, step, np)
        assert path.points[step] == pytest.approx(x, rel=1e-12)


def test_gradients_of_a_noisy_trace_are_the_exact_ones():
    noisy = registry.family("noisy_quadratic")()
    path = trace(SGD, noisy, {"lr": 0.05}, xp=np, steps=20)
    assert path.gradients == pytest.approx(path.points * [1.0, 10.0])
    assert path.points[1:] != pytest.approx(path.points[:-1] - 0.05 * path.gradients[:-1])


def test_states_are_kept_every_few_steps_and_frozen_with_their_run():
    starts = np.array([[1.2, 1.2], [-1.5, 2.0]])
    sphere = registry.landscape("sphere")
    path = trace(ADAM, sphere, {"lr": 0.1}, xp=np, steps=100, starts=starts, every=5, tolerance=0.3)
    assert path.stops == (Stop.CONVERGED, Stop.CONVERGED)
    assert path.kept == tuple(range(5, path.steps + 1, 5))
    m = path.states[0]["m"]
    assert m.shape == (len(path.kept), 2, 2)
    by_hand = 0.0
    for step in range(5):
        by_hand = 0.9 * by_hand + 0.1 * path.gradients[step]
    assert m[0] == pytest.approx(by_hand)
    first, second = path.stop_steps // 5 - 1
    assert first < second
    assert (m[first:, 0] == m[first, 0]).all()
    assert (m[second - 1, 1] != m[second, 1]).all()


def test_matrices_reach_a_rule_in_their_shapes():
    landscape = registry.family("deep_linear")(size=3)
    seen = []

    def update(p, g, _s, _t, _xp, *, lr):
        seen.append((p.shape, g.shape))
        return -lr * g, {"before": p}

    rule = Rule(lambda p, xp: {}, update, scope="matrix", hypers=registry.rule("sgd").hypers[:1])  # noqa: ARG005
    path = trace(rule, landscape, {"lr": 0.05}, xp=np, steps=3, every=1, starts=points(landscape, 2))
    assert set(seen) == {((2, 3, 3), (2, 3, 3))}
    assert (path.states[1]["before"][2] == path.points[2][:, 9:].reshape(2, 3, 3)).all()
    plain = trace(SGD, landscape, {"lr": 0.05}, xp=np, steps=3, starts=points(landscape, 2))
    assert (path.points == plain.points).all()


def test_a_matrix_rule_never_sees_a_gradient_that_is_not_finite():
    def update(p, g, _s, _t, _xp, *, lr):
        assert np.isfinite(p).all()
        assert np.isfinite(g).all()
        return -lr * g, {}

    rule = Rule(lambda p, xp: {}, update, scope="matrix", hypers=registry.rule("sgd").hypers[:1])  # noqa: ARG005
    bowl = registry.family("matrix_quadratic")(2, 2)
    ledge = replace(bowl, gradient=lambda x, xp: xp.where(x > 5, np.inf, bowl.gradient(x, xp)))
    starts = np.array([np.ones(4), np.full(4, 5.5), np.full(4, 1e155), np.ones(4)])
    rates = np.array([1e-3, 1e-3, 1e-3, 1e308])
    path = trace(rule, ledge, {"lr": rates}, xp=np, steps=6, leave=False, starts=starts)
    assert path.stops == (Stop.MAX_STEPS, Stop.DIVERGED, Stop.DIVERGED, Stop.DIVERGED)
    assert path.stop_steps.tolist() == [6, 0, 0, 0]
    assert np.isfinite(path.points).all()
    alone = trace(rule, bowl, {"lr": rates[:1]}, xp=np, steps=6, starts=starts[:1])
    assert (path.points[:, 0] == alone.points[:, 0]).all()


def test_the_points_of_a_rule_with_a_view_are_what_it_reports():
    rule = registry.rule("schedule_free")
    path = trace(rule, ROSENBROCK, {}, xp=np, steps=30, every=1)
    bare = trace(replace(rule, view=None), ROSENBROCK, {}, xp=np, steps=30)
    assert (path.points[0] == bare.points[0]).all()
    assert np.abs(path.points[-1] - bare.points[-1]).max() > 1e-6
    assert path.losses[-1] == ROSENBROCK.value(path.points[-1], np)


def test_projection_keeps_every_point_allowed():
    path = trace(SGD, registry.family("reddi")(), {"lr": 5.0}, xp=np, steps=30)
    assert set(path.points[1:].ravel()) == {-1.0, 1.0}


def test_further_inputs_may_be_given_and_are_made_where_they_are_not():
    def curvature(*diagonal):
        return lambda x, _gradients, _step: {"hessian": [0 * x + np.array(diagonal)]}

    rule = registry.rule("sophia")
    ravine = registry.landscape("ravine")
    own = trace(rule, ravine, {"gamma": 1.0, "rho": 1e3}, xp=np, steps=20)
    given = trace(rule, ravine, {"gamma": 1.0, "rho": 1e3}, xp=np, steps=20, inputs=curvature(1.0, 100.0))
    assert (own.points == given.points).all()
    other = trace(rule, ravine, {"gamma": 1.0, "rho": 1e3}, xp=np, steps=20, inputs=curvature(100.0, 1.0))
    assert other.points[-1] != pytest.approx(own.points[-1])


def test_masked_rows_are_those_without_a_gradient():
    def sample(x, _draws, t, _xp):
        return x * [1.0, float(t == 1)]

    once = replace(registry.landscape("ravine"), sample=sample)
    masked, dense = (
        trace(registry.rule("sparse_adam"), once, {"mode": mode, "lr": 0.1}, xp=np, steps=9).points[:, 0]
        for mode in ("masked_rows", "dense")
    )
    assert (masked[:, 0] == dense[:, 0]).all()
    assert (masked[1:, 1] == masked[1, 1]).all()
    assert masked[1, 1] == dense[1, 1] != dense[2, 1]


def test_an_outcome_is_the_end_of_the_trace():
    starts, settings = points(ROSENBROCK, 40), {"lr": np.geomspace(1e-4, 10, 40)}
    path = trace(SGD, ROSENBROCK, settings, xp=np, steps=200, starts=starts, tolerance=1e-2)
    ends = outcome(SGD, ROSENBROCK, settings, xp=np, steps=200, starts=starts, tolerance=1e-2, targets=(10.0, 1.0))
    assert (ends.points == path.points[-1]).all()
    assert (ends.losses == path.losses[-1]).all()
    assert (ends.best == path.losses.min(axis=0)).all()
    assert ends.stops == path.stops
    assert (ends.stop_steps == path.stop_steps).all()
    assert (ends.diverged == [stop in (Stop.DIVERGED, Stop.LEFT_WINDOW) for stop in path.stops]).all()
    for hits, target in zip(ends.hits, ends.targets, strict=True):
        reached = path.losses <= target
        assert (hits == np.where(reached.any(axis=0), reached.argmax(axis=0), -1)).all()
    assert {-1, 0} < set(ends.hits.ravel().tolist())
    assert outcome(SGD, ROSENBROCK, settings, xp=np, steps=1).hits.shape == (0, 40)


def test_what_does_not_fit_is_refused_in_words():
    with pytest.raises(BadShape, match=r"starts must be \(runs, 2\), given \(2,\)"):
        trace(SGD, ROSENBROCK, xp=np, steps=1, starts=np.zeros(2))
    with pytest.raises(BadShape, match="different numbers of runs: 2, 3"):
        trace(SGD, ROSENBROCK, {"lr": np.ones(3)}, xp=np, steps=1, starts=np.zeros((2, 2)))
    with pytest.raises(BadHyper, match="no hyperparameter is called 'nope'"):
        trace(SGD, ROSENBROCK, {"nope": 1.0}, xp=np, steps=1)


def test_a_start_that_is_not_finite_is_a_diverged_run_of_no_steps():
    path = trace(SGD, ROSENBROCK, {"lr": 1e-3}, xp=np, steps=10, starts=np.array([[np.nan, 0.0], [1.0, 1.0]]))
    assert path.stops == (Stop.DIVERGED, Stop.MAX_STEPS)
    assert path.stop_steps.tolist() == [0, 10]
    assert np.isinf(path.losses[:, 0]).all()
    assert np.isfinite(path.losses[:, 1]).all()


# -- L-BFGS ------------------------------------------------------------------------------------------------------------


def test_lbfgs_finds_the_bottom_of_the_valley_from_every_start():
    starts = np.array([ROSENBROCK.start, (2.0, -1.0), (0.0, 0.0)])
    settings = {"line_search": "strong_wolfe", "max_iter": 5}
    path = trace_lbfgs(ROSENBROCK, settings, xp=np, steps=30, starts=starts, tolerance=1e-9)
    assert path.stops == (Stop.CONVERGED,) * 3
    assert path.points[-1] == pytest.approx(np.ones((3, 2)), abs=1e-4)
    alone = trace_lbfgs(ROSENBROCK, settings, xp=np, steps=30, starts=starts[1:2], tolerance=1e-9)
    assert (alone.points[:, 0] == path.points[: alone.steps + 1, 1]).all()


def test_lbfgs_solves_a_quadratic_along_an_axis_of_it_with_the_second_search():
    booth = registry.landscape("booth")
    # From (-8, -6) the gradient lies along an eigenvector.
    path = trace_lbfgs(booth, {"line_search": "strong_wolfe", "max_iter": 1}, xp=np, steps=4)
    assert path.losses[2, 0] < 1e-24 < path.losses[1, 0]


@pytest.mark.parametrize("search", ["none", "strong_wolfe"])
def test_lbfgs_ends_with_a_reason_on_every_landscape(search):
    for name in registry.landscape_names():
        landscape = registry.landscape(name)
        path = trace_lbfgs(landscape, {"line_search": search}, xp=np, steps=4, leave=False)
        assert np.isfinite(path.points).all(), name
        assert np.isfinite(path.losses).all(), name


def test_lbfgs_refuses_noise():
    with pytest.raises(BadShape, match="stands still and has no noise, given Noisy quadratic"):
        trace_lbfgs(registry.family("noisy_quadratic")(), xp=np, steps=1)


# -- rules of tensors, matrices and models -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in registry.rule_names() if name not in ELEMENT])
@pytest.mark.parametrize("family", ["matrix_quadratic", "deep_linear"])
def test_every_other_rule_runs_on_matrices_and_ends_with_a_reason(name, family):
    rule, landscape = registry.rule(name), registry.family(family)()
    starts = np.array([landscape.start, np.ones(landscape.dim), np.zeros(landscape.dim)])
    has_rate = any(hyper.name == "lr" for hyper in rule.hypers)
    for settings in ({}, {"lr": 1e3}, {"lr": 1e306}) if has_rate else ({},):
        path = trace(rule, landscape, settings, xp=np, steps=10, starts=starts, leave=False, every=2)
        assert np.isfinite(path.points).all()
        assert np.isfinite(path.losses).all()
        assert set(path.stops) <= {Stop.MAX_STEPS, Stop.DIVERGED}
