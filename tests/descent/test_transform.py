"""Turned, shifted, rescaled and multiplied landscapes, and what gradient descent makes of them."""

from math import cos, pi, sin

import numpy as np
import pytest
from descent import registry
from descent.derivatives import central_gradient, complex_step_gradient
from descent.errors import BadShape
from descent.trace import trace
from descent.transform import moving, multiplied, rescaled, rotated, shifted, turned

from .namespaces import NAMESPACES, array, points, to_numpy

SGD = registry.rule("sgd")
HALF_TURN_OF_THREE = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
TRANSFORMS = {
    "rotated": lambda landscape: rotated(landscape, 0.7),
    "shifted": lambda landscape: shifted(landscape, (0.3, -1.1)),
    "rescaled": lambda landscape: rescaled(landscape, (2.0, 0.5)),
    "multiplied": lambda landscape: multiplied(landscape, 3.0),
    "shifted in its window": lambda landscape: shifted(landscape, (0.3, -1.1), stay=True),
    "rescaled in its window": lambda landscape: rescaled(landscape, (1.0, 3.0), stay=True),
}


@pytest.mark.parametrize("name", registry.landscape_names())
@pytest.mark.parametrize("kind", TRANSFORMS)
def test_gradients_and_minima_are_carried_along(kind, name):
    landscape = TRANSFORMS[kind](registry.landscape(name))
    x = points(landscape, 30)
    g = landscape.gradient(x, np)
    if landscape.analytic:
        assert np.abs(complex_step_gradient(landscape.value, x, np) - g).max() <= 1e-13 * max(1, np.abs(g).max())
    elif name != "bukin6":  # without bound near its ridge
        assert np.abs(central_gradient(landscape.value, x, np) - g).max() <= 1e-6 * max(1, np.abs(g).max())
    if landscape.minima:
        value = landscape.value(np.array(landscape.minima, dtype=float), np)
        slack = 1e-5 if name == "bukin6" else 1e-12  # its root makes 1e-8 of a rounding of 1e-16
        assert value == pytest.approx(landscape.least, abs=slack * max(1, abs(landscape.least)))


@pytest.mark.parametrize("kind", TRANSFORMS)
def test_other_array_libraries_compute_the_same_transform(kind):
    landscape = TRANSFORMS[kind](registry.landscape("rosenbrock"))
    x = points(landscape, 20)
    for name in ("torch", "strict"):
        found = to_numpy(landscape.gradient(array(x, name), NAMESPACES[name]))
        assert found == pytest.approx(landscape.gradient(x, np), rel=1e-12)


def test_a_right_angle_turns_about_the_centre_of_the_window():
    landscape = rotated(registry.landscape("rosenbrock"), pi / 2)  # the centre is (0, 1)
    assert landscape.minima[0] == pytest.approx((0, 2))
    assert landscape.start == pytest.approx((-1, -0.5))


def test_the_rotated_ravine_is_the_ravine_rotated():
    ravine, expected = registry.landscape("ravine"), registry.landscape("rotated_ravine")
    x = points(expected, 20)
    assert rotated(ravine, pi / 6).value(x, np) == pytest.approx(expected.value(x, np), rel=1e-12)


def test_the_path_of_gradient_descent_turns_and_shifts_with_the_landscape():
    plain = registry.landscape("himmelblau")
    turn = np.array(((cos(0.7), -sin(0.7)), (sin(0.7), cos(0.7))))
    path, turned_path, shifted_path = (
        trace(SGD, landscape, {"lr": 0.01}, xp=np, steps=60).points[:, 0]
        for landscape in (plain, rotated(plain, 0.7), shifted(plain, (2.0, -3.0)))
    )
    assert turned_path == pytest.approx(path @ turn.T, abs=1e-9)
    assert shifted_path == pytest.approx(path + np.array([2.0, -3.0]), abs=1e-9)


def test_a_multiplied_value_is_a_multiplied_rate_for_gradient_descent_and_nothing_for_sign_descent():
    plain = registry.landscape("ravine")
    fast = trace(SGD, plain, {"lr": 0.006}, xp=np, steps=50).points
    assert trace(SGD, multiplied(plain, 3.0), {"lr": 0.002}, xp=np, steps=50).points == pytest.approx(fast, rel=1e-12)
    lion = registry.rule("lion")
    paths = [trace(lion, one, {"lr": 0.01}, xp=np, steps=50).points for one in (plain, multiplied(plain, 4.0))]
    assert (paths[0] == paths[1]).all()


def test_rescaled_coordinates_change_gradient_descent_but_not_sign_descent_of_the_same_relative_step():
    plain = registry.landscape("ravine")
    other = rescaled(plain, (2.0, 2.0))
    lion = registry.rule("lion")
    ours = trace(lion, other, {"lr": 0.01}, xp=np, steps=50).points * 2
    assert ours == pytest.approx(trace(lion, plain, {"lr": 0.02}, xp=np, steps=50).points, abs=1e-12)
    same_rate = trace(SGD, other, {"lr": 0.004}, xp=np, steps=50).points * 2
    assert same_rate != pytest.approx(trace(SGD, plain, {"lr": 0.004}, xp=np, steps=50).points, abs=1e-3)


def test_a_window_that_stays_shows_the_landscape_moving_and_growing_steeper_about_its_centre():
    plain = registry.landscape("booth")
    away, steep = shifted(plain, (2.0, -1.0), stay=True), rescaled(plain, (1.0, 4.0), stay=True)
    assert (away.window, away.start, away.minima) == (plain.window, plain.start, ((3.0, 2.0),))
    assert (steep.window, steep.start, steep.minima) == (plain.window, (-8.0, -1.5), ((1.0, 0.75),))
    off_centre = rescaled(registry.landscape("rosenbrock"), (1.0, 2.0), stay=True)
    assert off_centre.start == (-1.5, 1.5)
    assert off_centre.value(np.asarray([off_centre.start]), np) == registry.landscape("rosenbrock").value(
        np.asarray([[-1.5, 2.0]]), np
    )


def test_curvature_follows_the_factor():
    landscape = multiplied(registry.landscape("ravine"), 4.0)
    assert (landscape.curvature, landscape.stable_lr) == ((4, 400), 0.005)
    assert rescaled(registry.landscape("ravine"), (2, 1)).curvature is None


def test_noise_and_projection_are_transformed_too():
    noisy = registry.family("noisy_quadratic")((1.0, 10.0))
    x, draws = points(noisy, 5), np.random.default_rng(0).normal(size=(5, 2))
    away = shifted(noisy, (1.0, 2.0))
    assert away.sample(x + np.array([1.0, 2.0]), draws, 1, np) == pytest.approx(noisy.sample(x, draws, 1, np))
    assert multiplied(noisy, 2.0).sample(x, draws, 1, np) == pytest.approx(2 * noisy.sample(x, draws, 1, np))
    interval = shifted(registry.family("reddi")(), (5.0,))
    assert interval.project(np.array([[9.0], [5.5], [0.0]]), np).tolist() == [[6.0], [5.5], [4.0]]


def test_more_dimensions_turn_by_any_orthogonal_matrix():
    plain = registry.family("levy")(dim=3)
    landscape = turned(plain, HALF_TURN_OF_THREE)
    x = points(plain, 5)
    assert landscape.value(x @ np.array(HALF_TURN_OF_THREE).T, np) == pytest.approx(plain.value(x, np))


def test_what_cannot_be_done_is_refused_in_words():
    plane = registry.landscape("sphere")
    with pytest.raises(BadShape, match="the matrix must be 2 x 2"):
        turned(plane, HALF_TURN_OF_THREE)
    with pytest.raises(BadShape, match="takes 2 positive factors"):
        rescaled(plane, (1.0, 0.0))
    with pytest.raises(BadShape, match="positive factor, given -1"):
        multiplied(plane, -1)
    with pytest.raises(BadShape, match="the shift has 1 numbers"):
        shifted(plane, (1.0,))
    with pytest.raises(BadShape, match="transform it first"):
        rotated(moving(plane, (0.1, 0.0)), 1.0)
    with pytest.raises(BadShape, match="the velocity has 3 numbers"):
        moving(plane, (0.1, 0.0, 0.0))
