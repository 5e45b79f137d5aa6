"""L-BFGS and its line search beyond the golden steps."""

import array_api_compat.torch as torch_xp
import numpy as np
import pytest
import torch
from descent import lbfgs
from descent.errors import BadHyper, BadShape, UnknownName
from descent.lbfgs.line_search import CURVATURE, SUFFICIENT, Probe, interpolate, strong_wolfe

WOLFE = {"line_search": "strong_wolfe", "history_size": 10, "tolerance_change": 1e-15}


def rosenbrock(xp):
    def objective(point):
        x, y = point[:, 0], point[:, 1]
        gradient = [-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)]
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2, xp.stack(gradient, axis=1)

    return objective


def test_it_reaches_the_bottom_of_the_valley():
    progress = lbfgs.begin(np.array([[-1.2, 1.0]]))
    for _ in range(3):
        progress = lbfgs.advance(rosenbrock(np), progress, WOLFE, np)
    np.testing.assert_allclose(progress.x, [[1.0, 1.0]], atol=1e-7)
    spent = progress.evaluations
    progress = lbfgs.advance(rosenbrock(np), progress, WOLFE, np)
    assert progress.evaluations == spent + 1, "at the minimum one look is enough"


def test_torch_goes_the_same_way():
    here, there = lbfgs.begin(np.array([[-1.2, 1.0]])), lbfgs.begin(torch.tensor([[-1.2, 1.0]], dtype=torch.float64))
    settings = WOLFE | {"max_iter": 5}
    for _ in range(3):
        here = lbfgs.advance(rosenbrock(np), here, settings, np)
        there = lbfgs.advance(rosenbrock(torch_xp), there, settings, torch_xp)
    np.testing.assert_allclose(there.x.numpy(), here.x, rtol=1e-8)
    assert (there.iterations, there.evaluations) == (here.iterations, here.evaluations)


def test_one_step_is_enough_for_a_bowl():
    scale = np.array([[1.0, 10.0, 100.0]])
    progress = lbfgs.begin(np.array([[1.0, -1.0, 0.5]]))

    def bowl(x):
        return np.sum(scale * x * x, axis=1) / 2, scale * x

    progress = lbfgs.advance(bowl, progress, WOLFE, np)
    assert np.max(np.abs(progress.x)) < 1e-7


def test_the_history_forgets_its_oldest_pair():
    progress = lbfgs.begin(np.array([[-1.2, 1.0]]))
    progress = lbfgs.advance(rosenbrock(np), progress, WOLFE | {"history_size": 2, "max_iter": 8}, np)
    assert len(progress.pairs) == 2


@pytest.mark.parametrize("first", [0.01, 1.0, 30.0])
def test_the_accepted_step_satisfies_the_strong_wolfe_conditions(first):
    def measure(t):
        return Probe(t, (t - 3) ** 4 - t, None, 4 * (t - 3) ** 3 - 1)

    start = measure(0.0)
    found, evaluations = strong_wolfe(measure, start, first, 1.0)
    assert found.value <= start.value + SUFFICIENT * found.t * start.slope
    assert abs(found.slope) <= CURVATURE * abs(start.slope)
    assert 1 <= evaluations <= 12


def test_interpolation_finds_the_minimum_of_a_cubic_and_keeps_within_bounds():
    def probe(t):
        return Probe(t, t**3 - 3 * t, None, 3 * t**2 - 3)

    assert interpolate(probe(0.0), probe(3.0)) == pytest.approx(1.0)
    assert interpolate(probe(3.0), probe(0.0)) == pytest.approx(1.0)
    assert interpolate(probe(0.0), probe(3.0), (1.5, 2.0)) == 1.5


def test_what_cannot_be_taken_is_named():
    with pytest.raises(BadShape, match=r"one run, \(1, ...\), given \(2, 2\)"):
        lbfgs.begin(np.zeros((2, 2)))
    with pytest.raises(BadHyper, match="no hyperparameter is called 'momentum'"):
        lbfgs.settings({"momentum": 0.9})
    with pytest.raises(UnknownName, match="no line_search is called 'armijo'"):
        lbfgs.settings({"line_search": "armijo"})
