"""Whole runs: every rule on every landscape, the points of a plain loop, rows that do not touch, kept states."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from descent import registry
from descent.spec import Rule, Stop
from descent.trace import outcome, trace

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


def test_the_points_of_a_rule_with_a_view_are_what_it_reports():
    rule = registry.rule("schedule_free")
    path = trace(rule, ROSENBROCK, {}, xp=np, steps=30, every=1)
    bare = trace(replace(rule, view=None), ROSENBROCK, {}, xp=np, steps=30)
    assert (path.points[0] == bare.points[0]).all()
    assert np.abs(path.points[-1] - bare.points[-1]).max() > 1e-6
    assert path.losses[-1] == ROSENBROCK.value(path.points[-1], np)


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
