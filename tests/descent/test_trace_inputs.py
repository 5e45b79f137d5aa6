"""What a step is given: noise by its address, further inputs, touched rows, allowed points."""

from dataclasses import replace

import numpy as np
import pytest
from descent import random, registry
from descent.errors import BadHyper, BadShape
from descent.trace import trace

from .namespaces import NAMESPACES, array, to_numpy

ROSENBROCK = registry.landscape("rosenbrock")


SGD, MOMENTUM, ADAM = (registry.rule(name) for name in ("sgd", "momentum", "adam"))


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


def test_what_does_not_fit_is_refused_in_words():
    with pytest.raises(BadShape, match=r"starts must be \(runs, 2\), given \(2,\)"):
        trace(SGD, ROSENBROCK, xp=np, steps=1, starts=np.zeros(2))
    with pytest.raises(BadShape, match="different numbers of runs: 2, 3"):
        trace(SGD, ROSENBROCK, {"lr": np.ones(3)}, xp=np, steps=1, starts=np.zeros((2, 2)))
    with pytest.raises(BadHyper, match="no hyperparameter is called 'nope'"):
        trace(SGD, ROSENBROCK, {"nope": 1.0}, xp=np, steps=1)
