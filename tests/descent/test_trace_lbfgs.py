"""L-BFGS as a whole run."""

import numpy as np
import pytest
from descent import registry
from descent.errors import BadShape
from descent.spec import Stop
from descent.trace import trace_lbfgs

ROSENBROCK = registry.landscape("rosenbrock")


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
