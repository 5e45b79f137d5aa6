"""Sharpness and products with the Hessian against matrices that are known."""

import numpy as np
import pytest
from descent import registry
from descent.analysis.sharpness import along, power_iteration, sharpness
from descent.derivatives import hessian, hessian_vector
from descent.trace import trace

from .namespaces import NAMESPACES, array, points, to_numpy

SGD, MOMENTUM, ADAM = (registry.rule(name) for name in ("sgd", "momentum", "adam"))


@pytest.mark.parametrize("name", ["rosenbrock", "goldstein_price", "logreg2", "heavy_ball_cycle"])
def test_hessian_vector_products_are_those_of_the_hessian(name):
    landscape = registry.landscape(name) if name in registry.landscape_names() else registry.family(name)()
    x, v = points(landscape, 20), points(landscape, 20, seed=1)
    product = np.einsum("rij,rj->ri", hessian(landscape, x, np), v)
    assert hessian_vector(landscape, x, v, np) == pytest.approx(product, rel=1e-6, abs=1e-6 * np.abs(product).max())


@pytest.mark.parametrize("name", ["rosenbrock", "logreg2"])
def test_hessian_vector_products_keep_their_digits_for_vectors_of_any_size(name):
    landscape = registry.landscape(name)
    x, v = points(landscape, 20), points(landscape, 20, seed=1)
    plain = hessian_vector(landscape, x, v, np)
    for size in (1e-9, 1e9):
        assert hessian_vector(landscape, x, size * v, np) == pytest.approx(size * plain, rel=1e-6)
    assert (hessian_vector(landscape, x, 0 * v, np) == 0).all()


def test_the_sharpness_at_known_points_is_the_known_one():
    rosenbrock = registry.landscape("rosenbrock")
    x = points(rosenbrock, 30)
    a, b = x.T
    full = np.moveaxis(np.array([[1200 * a**2 - 400 * b + 2, -400 * a], [-400 * a, 200 + 0 * a]]), -1, 0)
    assert sharpness(rosenbrock, x, np) == pytest.approx(np.linalg.eigvalsh(full)[:, -1], rel=1e-12)
    assert power_iteration(rosenbrock, x, np, 400) == pytest.approx(np.linalg.eigvalsh(full)[:, -1], rel=1e-6)


def test_power_iteration_finds_the_largest_eigenvalue_also_where_a_negative_one_is_larger_in_size():
    saddle = registry.landscape("saddle")
    skewed = registry.landscape("bounded_saddle")
    assert power_iteration(saddle, np.array([[1.0, 1.0]]), np, 200) == pytest.approx(2)
    # Hessian diag(2, 3y² - 2).
    assert power_iteration(skewed, np.array([[0.0, 0.0], [0.0, 2.0]]), np, 200) == pytest.approx([2, 10])
    maximum = registry.landscape("plateau")  # at r: 1 - r² along, 1 across, both times exp(-r²/2)
    assert power_iteration(maximum, np.array([[0.0, 3.0]]), np, 200) == pytest.approx(np.exp(-4.5))


def test_power_iteration_on_a_network_agrees_with_its_whole_hessian():
    network = registry.family("mlp")()
    assert network.dim == 337
    x = np.array([network.start])
    exact = np.linalg.eigvalsh(hessian(network, x, np)[0])[-1]
    assert sharpness(network, x, np, 100) == pytest.approx(exact, rel=1e-6)
    there = sharpness(network, array(x, "torch"), NAMESPACES["torch"], 60)
    assert to_numpy(there) == pytest.approx(exact, rel=1e-3)


def test_training_a_network_pushes_its_sharpness_to_the_edge_of_stability():
    network, lr = registry.family("mlp")(), 0.1
    path = trace(SGD, network, {"lr": lr}, xp=np, steps=1500)
    start, *later = along(path, (0, 600, 1000, 1500), np)[:, 0] * lr / 2
    assert start < 0.2
    assert later == pytest.approx([1] * 3, abs=0.15)
    assert path.losses[-1, 0] < 0.01 * path.losses[0, 0]
