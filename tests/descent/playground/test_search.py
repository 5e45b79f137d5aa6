"""The local minima that pages show: none is missing, none is false, by a search that shares nothing with theirs."""

import numpy as np
import pytest
from descent import registry
from descent.errors import UnknownName
from descent.playground.landscape import landscape_from

PLANES = [{"name": name} for name in registry.landscape_names()]
PLANES += [{"family": name} for name in registry.family_names() if registry.family(name)().dim == 2]
MANY = {
    "ackley": 120,
    "beale": 0,
    "bukin6": 0,
    "drop_wave": 0,
    "easom": 12,
    "goldstein_price": 3,
    "griewank": 16,
    "mccormick": 1,
    "rastrigin": 120,
    "sharp_flat": 1,
    "six_hump_camel": 4,
    "styblinski_tang": 3,
    "three_hump_camel": 2,
    "two_layer_linear": 0,
}
"""How many local minima lie in the window, as the formulas have it: Rastrigin has 11 x 11 minima, and so on."""


def curvatures(landscape, x):
    """The Hessians by differences of gradients, their eigenvalues and eigenvectors."""
    step = 1e-5 * (1 + np.abs(x).max())
    columns = [
        (landscape.gradient(x + step * axis, np) - landscape.gradient(x - step * axis, np)) / (2 * step)
        for axis in np.eye(2)
    ]
    matrices = np.stack(columns, axis=-1)
    return np.linalg.eigh(0.5 * (matrices + matrices.transpose(0, 2, 1)))


def descended(landscape, count):
    """Where random starts of the window end by Newton steps that always go down, `(found, 2)`: minima, each many times.

    The curvature is taken positive in every direction and a step is at most a hundredth of the window.
    """
    window = np.array(landscape.window, dtype=float)
    sides = window[:, 1] - window[:, 0]
    x = window[:, 0] + sides * np.random.default_rng(5).random((count, 2))
    with np.errstate(all="ignore"):
        for _ in range(100):
            values, vectors = curvatures(landscape, x)
            g = np.einsum("rij,ri->rj", vectors, landscape.gradient(x, np))
            step = -np.einsum("rij,rj->ri", vectors, g / (np.abs(values) + 1e-12 * np.abs(values).max()))
            step *= np.minimum(1, 0.01 / np.maximum(np.abs(step / sides).max(axis=1), 1e-300))[:, None]
            x = np.where(np.isfinite(step), x + step, x)
        values, _ = curvatures(landscape, x)
        slope = np.abs(landscape.gradient(x, np)).max(axis=1)
    still = slope <= 1e-7 * values[:, 1] * sides.min()
    inside = ((x > window[:, 0] + 1e-6 * sides) & (x < window[:, 1] - 1e-6 * sides)).all(axis=1)
    return x[still & inside & (values[:, 0] > 1e-4 * values[:, 1])]


@pytest.mark.parametrize("description", PLANES, ids=lambda one: " ".join(one.values()))
def test_no_minimum_in_the_window_is_missing_and_each_that_is_listed_is_one(description):
    landscape = landscape_from(description, np)
    sides = np.array(landscape.window)[:, 1] - np.array(landscape.window)[:, 0]
    listed = np.array([*landscape.minima, *landscape.local_minima]).reshape(-1, 2)
    for point in descended(landscape, 10000 if len(listed) > 150 else 2000):
        assert len(listed), point
        assert (np.abs(listed - point) < 1e-3 * sides).all(axis=1).any(), point
    for point in landscape.local_minima:
        values, _ = curvatures(landscape, np.array([point]))
        assert values[0, 0] > 0
        assert landscape.least is None or landscape.value(np.array([point]), np)[0] > landscape.least


@pytest.mark.parametrize("name", MANY)
def test_a_landscape_has_as_many_local_minima_as_its_formula(name):
    assert len(landscape_from({"name": name}, np).local_minima) == MANY[name]


def test_local_minima_are_turned_and_shifted_with_their_landscape():
    plain = landscape_from({"name": "sharp_flat"}, np)
    turned = landscape_from({"name": "sharp_flat", "transforms": [{"kind": "shift", "by": [1, 2]}]}, np)
    assert turned.local_minima == ((plain.local_minima[0][0] + 1, plain.local_minima[0][1] + 2),)


@pytest.mark.parametrize(
    ("text", "minima", "local", "least"),
    [
        ("x^4/4 - x^2/2 + x/10 + y^2", 1, 1, pytest.approx(-0.352, abs=1e-3)),
        ("x^4 + y^4", 1, 0, pytest.approx(0, abs=1e-12)),
        ("abs(x - 1) + 3abs(y)", 1, 0, pytest.approx(0, abs=1e-8)),
        ("max(abs(x), abs(y - 1)) - 2exp(-(x-3)^2 - y^2)", 1, 1, pytest.approx(0, abs=1e-3)),
        ("(xy - 1)^2", 0, 0, None),
        ("x^2 + 0y", 0, 0, None),
        ("x + y", 0, 0, None),
        ("sin(4x)sin(4y)", 72, 0, pytest.approx(-1)),
        ("x^3 - 3x + y^2", 0, 1, None),
    ],
)
def test_minima_of_a_typed_landscape_are_lowest_or_local_and_valleys_have_none(text, minima, local, least):
    landscape = landscape_from({"expression": text}, np)
    assert (len(landscape.minima), len(landscape.local_minima)) == (minima, local)
    assert landscape.least == least


def test_a_family_with_parameters_it_does_not_have_is_refused_as_before():
    with pytest.raises(UnknownName):
        landscape_from({"family": "nope", "parameters": {"dim": 2}}, np)
    assert len(landscape_from({"family": "rastrigin", "parameters": {"dim": 2}}, np).local_minima) == 120
    assert landscape_from({"family": "rastrigin", "parameters": {"dim": 3}}, np).local_minima == ()
