"""Matrix rules on populations: no run knows of another, whatever happens to it."""

import numpy as np
import pytest
from descent.registry import rule, rule_names

from tests.descent.matrices.replay import path

NAMES = [name for name in rule_names() if rule(name).scope == "matrix"]
FORMS = [(name, None) for name in NAMES] + [
    (name, form)
    for name in NAMES
    for choice in rule(name).choices
    for form in choice.options
    if choice.name == "form" and form != choice.default
]
SHAPES = [(4, 3), (2, 5), (3, 3)]


def settings_of(form, runs):
    """The defaults, with a learning rate of its own per run."""
    settings = {"lr": np.geomspace(1e-3, 0.1, runs)}
    return settings | ({"form": form} if form else {})


def only(settings, run):
    return {key: value[run : run + 1] if isinstance(value, np.ndarray) else value for key, value in settings.items()}


@pytest.fixture
def population(request, rng):
    p = rng.standard_normal((5, *request.param))
    grads, noise = rng.standard_normal((2, 4, 5, *request.param))
    return p, grads, noise


def inputs(name, noise):
    return {"noise": noise} if "noise" in rule(name).inputs else None


@pytest.mark.parametrize("population", SHAPES, indirect=True, ids=str)
@pytest.mark.parametrize(("name", "form"), FORMS)
def test_a_run_in_a_population_is_that_run_alone_bit_for_bit(population, name, form):
    p, grads, noise = population
    settings = settings_of(form, 5)
    together = path(name, p, grads, settings, np, inputs(name, noise))
    for run in range(5):
        one = slice(run, run + 1)
        alone = path(name, p[one], grads[:, one], only(settings, run), np, inputs(name, noise[:, one]))
        assert np.array_equal(together[:, one], alone)


@pytest.mark.parametrize("population", [(4, 3)], indirect=True, ids=str)
@pytest.mark.parametrize(("name", "form"), FORMS)
def test_a_run_that_diverges_leaves_the_others_alone(population, name, form):
    p, grads, noise = population
    settings = settings_of(form, 5)
    sound = path(name, p, grads, settings, np, inputs(name, noise))
    spoilt = grads.copy()
    spoilt[1, 2, 0, 0] = np.nan
    with np.errstate(invalid="ignore"):
        mixed = path(name, p, spoilt, settings, np, inputs(name, noise))
    others = [0, 1, 3, 4]
    assert np.array_equal(mixed[:, others], sound[:, others])
    assert np.isnan(mixed[-1, 2]).any()


@pytest.mark.parametrize("population", [(4, 3)], indirect=True, ids=str)
@pytest.mark.parametrize(("name", "form"), FORMS)
def test_nothing_given_is_changed(population, name, form):
    p, grads, noise = population
    for array in (p, grads, noise):
        array.flags.writeable = False
    assert np.isfinite(path(name, p, grads, settings_of(form, 5), np, inputs(name, noise))).all()
