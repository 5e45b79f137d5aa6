"""Why a run ends, at which step, and that it stays where it ended."""

import warnings
from dataclasses import replace

import numpy as np
from descent import registry
from descent.spec import Rule, Stop
from descent.trace import outcome, trace

from .namespaces import NAMESPACES, array

ROSENBROCK = registry.landscape("rosenbrock")


SGD, MOMENTUM, ADAM = (registry.rule(name) for name in ("sgd", "momentum", "adam"))


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


def test_divergence_raises_no_warning_in_any_library():
    for name, xp in NAMESPACES.items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            path = trace(ADAM, ROSENBROCK, {"lr": 1e160}, xp=xp, steps=20, starts=array([[1, 2]], name), leave=False)
        assert path.stops == (Stop.DIVERGED,)


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


def test_a_start_that_is_not_finite_is_a_diverged_run_of_no_steps():
    path = trace(SGD, ROSENBROCK, {"lr": 1e-3}, xp=np, steps=10, starts=np.array([[np.nan, 0.0], [1.0, 1.0]]))
    assert path.stops == (Stop.DIVERGED, Stop.MAX_STEPS)
    assert path.stop_steps.tolist() == [0, 10]
    assert np.isinf(path.losses[:, 0]).all()
    assert np.isfinite(path.losses[:, 1]).all()
