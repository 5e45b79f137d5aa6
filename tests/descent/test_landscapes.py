"""Every landscape and family against differences, against the recorded facts and across array libraries."""

import json
from pathlib import Path

import numpy as np
import pytest
from descent import registry
from descent.derivatives import central_gradient, complex_step_gradient, hessian
from descent.errors import UnknownName

from app.refresh.kinds import load
from tests.stored import assert_fresh

from .namespaces import NAMESPACES, array, points, to_numpy

FACTS = {fact["name"]: fact for fact in json.loads(Path(__file__).with_name("landscapes.json").read_text())}
"""What is known of landscapes from elsewhere; a new one needs no record."""
NAMES = registry.landscape_names()
FAMILIES = registry.family_names()


def find(name):
    return registry.landscape(name) if name in NAMES else registry.family(name.removeprefix("family "))()


EVERY = [*NAMES, *(f"family {name}" for name in FAMILIES)]
ANALYTIC = [name for name in EVERY if find(name).analytic]
QUADRATIC_AT_MINIMUM = [name for name in EVERY if find(name).curvature is not None and find(name).minima]


@pytest.mark.parametrize("name", NAMES)
def test_the_values_of_a_landscape_are_within_the_range_that_is_stored(name):
    assert_fresh("landscape_ranges", [name])


def test_no_range_is_stored_of_a_landscape_that_is_gone():
    (ranges,) = load(["landscape_ranges"]).files
    assert set(ranges.stored()) <= set(NAMES), "run: optimizer-playground refresh"


def test_an_unknown_family_is_answered_with_the_possible_names():
    with pytest.raises(UnknownName, match="no family is called 'nope'; there are: ackley"):
        registry.family("nope")


@pytest.mark.parametrize("name", ANALYTIC)
def test_the_gradient_is_that_of_a_complex_step(name):
    landscape = find(name)
    x = points(landscape, 200 if landscape.dim < 50 else 2)
    g = landscape.gradient(x, np)
    assert np.abs(complex_step_gradient(landscape.value, x, np) - g).max() <= 1e-13 * max(1, np.abs(g).max())


@pytest.mark.parametrize("name", EVERY)
def test_the_gradient_is_that_of_central_differences(name):
    landscape = find(name)
    x = points(landscape, 100 if landscape.dim < 50 else 2)
    if name == "bukin6":  # its third derivative has no bound near the ridge
        x = x[np.abs(x[:, 1] - 0.01 * x[:, 0] ** 2) > 0.05]
    g = landscape.gradient(x, np)
    assert np.abs(central_gradient(landscape.value, x, np) - g).max() <= 1e-6 * max(1, np.abs(g).max())


@pytest.mark.parametrize("name", [name for name in EVERY if find(name).minima])
def test_the_minima_have_the_least_value_and_no_gradient(name):
    landscape = find(name)
    x = np.array(landscape.minima, dtype=float)
    assert landscape.value(x, np) == pytest.approx(landscape.least, abs=1e-12, rel=1e-14)
    if name != "family reddi":  # a line, whose minimum is the end of the allowed interval
        assert np.abs(landscape.gradient(x, np)).max() < 1e-13 * (1 + np.abs(landscape.gradient(x + 1, np)).max())
    window = np.array(landscape.window)
    assert ((x >= window[:, 0]) & (x <= window[:, 1])).all()


@pytest.mark.parametrize("name", [name for name in EVERY if find(name).minima])
def test_no_point_of_the_window_lies_below_the_minima(name):
    landscape = find(name)
    assert landscape.value(points(landscape, 2000), np).min() >= landscape.least


@pytest.mark.parametrize("name", QUADRATIC_AT_MINIMUM)
def test_curvature_and_stable_rate_are_those_of_the_hessian_at_the_first_minimum(name):
    landscape = find(name)
    values = np.linalg.eigvalsh(hessian(landscape, np.array([landscape.minima[0]], dtype=float), np)[0])
    assert landscape.curvature == pytest.approx((values[0], values[-1]), rel=1e-8, abs=1e-12)
    assert landscape.stable_lr == pytest.approx(2 / values[-1], rel=1e-8)


@pytest.mark.parametrize("name", FACTS)
def test_a_landscape_of_the_literature_has_the_facts_recorded_there(name):
    landscape, fact = registry.landscape(name), FACTS[name]
    assert [bound for pair in landscape.window for bound in pair] == fact["domain"]
    assert list(landscape.start) == fact["start"]
    assert np.array(landscape.minima) == pytest.approx(np.array(fact["minima"] or ()), abs=1e-9)
    assert landscape.least == (None if fact["fmin"] is None else pytest.approx(fact["fmin"], abs=1e-13))
    if "lmin" in fact:
        assert landscape.curvature == pytest.approx((fact["lmin"], fact["lmax"]), rel=1e-7)
        assert landscape.stable_lr == pytest.approx(2 / fact["lmax"], rel=1e-7)
    else:
        assert landscape.curvature is None


@pytest.mark.parametrize("name", EVERY)
def test_a_row_of_a_population_has_the_bits_of_that_row_alone(name):
    landscape = find(name)
    x = points(landscape, 33)
    for function in (landscape.value, landscape.gradient):
        together = function(x, np)
        alone = np.concatenate([function(x[row : row + 1], np) for row in range(33)])
        assert (together == alone).all()


@pytest.mark.parametrize("space", ["torch", "strict"])
@pytest.mark.parametrize("name", EVERY)
def test_other_array_libraries_compute_the_same(name, space):
    landscape, xp = find(name), NAMESPACES[space]
    x = points(landscape, 20)
    for function in (landscape.value, landscape.gradient):
        expected, found = function(x, np), to_numpy(function(array(x, space), xp))
        assert found.shape == expected.shape
        assert found.dtype == np.float64
        assert np.abs(found - expected).max() <= 1e-13 * max(1, np.abs(expected).max())


@pytest.mark.parametrize("name", EVERY)
def test_single_precision_stays_single_precision(name):
    landscape = find(name)
    x = points(landscape, 3).astype(np.float32)
    assert landscape.value(x, np).dtype == np.float32
    assert landscape.gradient(x, np).dtype == np.float32


@pytest.mark.parametrize("name", ["rosenbrock", "rastrigin", "styblinski_tang", "ackley", "levy"])
def test_the_family_in_two_dimensions_is_the_landscape_of_that_name(name):
    plane, family = registry.landscape(name), registry.family(name)(dim=2)
    x = points(plane, 50)
    assert family.value(x, np) == pytest.approx(plane.value(x, np), rel=1e-13)
    assert family.gradient(x, np) == pytest.approx(plane.gradient(x, np), rel=1e-12, abs=1e-12)
    assert (family.minima, family.least) == (plane.minima, pytest.approx(plane.least, abs=1e-13))


@pytest.mark.parametrize("name", EVERY)
def test_what_is_shown_of_a_landscape_is_there(name):
    landscape = find(name)
    assert landscape.title
    assert landscape.tags
    assert landscape.formula.count("{") == landscape.formula.count("}") > -1
    assert landscape.formula.count(r"\left") == landscape.formula.count(r"\right")
    assert len(landscape.window) == landscape.dim == len(landscape.start)
