"""What holds for every rule of the registry, in every variant: a new rule file is covered by being there."""

import dataclasses

import array_api_compat.torch as torch_xp
import array_api_strict
import numpy as np
import pytest
import torch
from descent import registry
from descent.spec import RULE_FAMILIES
from descent.stepper import advance, begin
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.descent.samples import (
    arrays_of,
    every_variant,
    label,
    replay,
    sample,
)

VARIANTS = pytest.mark.parametrize(("name", "chosen"), every_variant(), ids=label)


@pytest.fixture(autouse=True)
def _quiet():
    with np.errstate(all="ignore"):
        yield


def shapes(scope):
    """Lists of tensor shapes that a rule of the scope takes: empty, sides of 1, more than NumPy sums in one go."""
    side = st.one_of(st.integers(1, 9), st.sampled_from([17, 130]))
    if scope == "matrix":
        return st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=1, max_size=1)
    tensor = st.one_of(st.tuples(side), st.tuples(side, st.integers(1, 7)), st.just((2, 3, 2)))
    if scope != "tensor":  # an empty tensor has no mean
        tensor = st.one_of(tensor, st.just((0,)))
    return st.lists(tensor, min_size=1, max_size=2 if scope == "model" else 1)


@VARIANTS
@settings(max_examples=6, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 2**32 - 1), runs=st.integers(2, 5), anywhere=st.booleans(), data=st.data())
def test_a_row_of_a_population_equals_that_row_alone_bit_for_bit(name, chosen, seed, runs, anywhere, data):
    rule = registry.rule(name)
    drawn = data.draw(shapes(rule.scope))
    problem = sample(rule, seed, runs, chosen, shapes=drawn, anywhere=anywhere)
    row = data.draw(st.integers(0, runs - 1))
    sick = data.draw(st.integers(0, runs - 1))
    if sick != row:
        problem.grads[1] = [g.copy() for g in problem.grads[1]]
        problem.grads[1][0][sick] = data.draw(st.sampled_from([np.nan, np.inf]))
    with np.errstate(all="ignore"):
        together, alone = replay(rule, problem, np), replay(rule, problem.row(row), np)
    for step, (all_runs, one) in enumerate(zip(together, alone, strict=True), 1):
        for key, value in arrays_of(one).items():
            part = arrays_of(all_runs)[key]
            part = part[row : row + 1] if part.shape[0] == runs else part
            assert np.array_equal(part, value, equal_nan=True), f"{key} at step {step}"
            assert anywhere or np.all(np.isfinite(value)) or "nan" in str(chosen), f"{key} at step {step}"


@VARIANTS
def test_nothing_that_goes_in_is_changed(name, chosen):
    rule = registry.rule(name)

    def locked(a):
        a = np.array(a)
        a.flags.writeable = False
        return a

    problem = sample(rule, 7, 3, chosen).to(locked)
    progress = begin(rule, problem.params, problem.settings, np)
    for grads, inputs in zip(problem.grads, problem.inputs, strict=True):
        before = {key: np.array(value) for key, value in arrays_of(progress).items() if value is not None}
        for value in arrays_of(progress).values():
            if value is not None and value.base is None:
                value.flags.writeable = False
        after = advance(rule, progress, grads, problem.settings, np, inputs)
        for key, value in before.items():
            assert np.array_equal(value, arrays_of(progress)[key], equal_nan=True), key
        progress = after


@pytest.mark.parametrize("per_run", [True, False], ids=["arrays", "numbers"])
@VARIANTS
def test_torch_takes_the_same_step_as_numpy(name, chosen, per_run):
    decomposes = "decomposition" in registry.rule(name).rounding
    close_to_numpy(name, chosen, per_run, torch_xp, torch.as_tensor, 1e-7 if decomposes else 1e-12)


@pytest.mark.parametrize("per_run", [True, False], ids=["arrays", "numbers"])
@VARIANTS
def test_the_array_api_standard_is_enough(name, chosen, per_run):
    close_to_numpy(name, chosen, per_run, array_api_strict, array_api_strict.asarray, 1e-12)


def close_to_numpy(name, chosen, per_run, xp, convert, tolerance):
    """Compare one step at a time: each starts from NumPy's arrays of the step before."""
    rule = registry.rule(name)
    problem = sample(rule, 11, 3, chosen, which=1, per_run=per_run)
    other = problem.to(lambda a: convert(np.array(a)))
    progress = begin(rule, problem.params, problem.settings, np)
    for step in range(len(problem.grads)):
        theirs = moved(progress, convert)
        theirs = advance(rule, theirs, other.grads[step], other.settings, xp, other.inputs[step])
        progress = advance(rule, progress, problem.grads[step], problem.settings, np, problem.inputs[step])
        if step == 0 and "first step" in rule.rounding:
            continue
        found = arrays_of(theirs)
        for key, want in arrays_of(progress).items():
            have = np.asarray(found[key])
            assert have.dtype == want.dtype, key
            assert have.shape == want.shape, key
            scale = largest(want)
            if key.startswith("update") and "point" in rule.rounding:
                scale = max(scale, largest(progress.params[int(key.removeprefix("update"))]))
            np.testing.assert_allclose(have, want, rtol=tolerance, atol=tolerance * scale, err_msg=f"{key} at {step}")


def largest(values):
    """The largest finite entry without its sign, and never 0."""
    return np.max(np.abs(values), initial=1e-300, where=np.isfinite(values))


def moved(progress, convert):
    """The progress with its arrays in another library."""

    def all_of(state):
        return None if state is None else {name: convert(np.array(value)) for name, value in state.items()}

    return dataclasses.replace(
        progress,
        params=tuple(convert(np.array(p)) for p in progress.params),
        states=tuple(all_of(state) for state in progress.states),
        shared=all_of(progress.shared),
    )


@VARIANTS
def test_float32_stays_float32(name, chosen):
    rule = registry.rule(name)
    for per_run in (True, False):
        problem = sample(rule, 5, 2, chosen, per_run=per_run).to(lambda a: a.astype(np.float32))
        for key, value in arrays_of(replay(rule, problem, np)[-1]).items():
            assert value.dtype == np.float32, key


@pytest.mark.parametrize("name", registry.rule_names())
def test_a_tensor_without_a_gradient_is_left_alone_and_not_counted(name):
    rule = registry.rule(name)
    problem = sample(rule, 3, 2, {}, per_run=False)
    params = [*problem.params, problem.params[0]]
    inputs = [{key: [*arrays, arrays[0]] for key, arrays in step.items()} for step in problem.inputs]
    progress = begin(rule, params, {}, np)
    progress = advance(rule, progress, [*problem.grads[0], None], {}, np, inputs[0])
    assert progress.steps == (1,) * len(problem.params) + (0,)
    assert progress.states[-1] is None
    assert progress.updates[-1] is None
    assert progress.params[-1] is params[-1]
    progress = advance(rule, progress, [*problem.grads[1], problem.grads[1][0]], {}, np, inputs[1])
    assert progress.steps == (2,) * len(problem.params) + (1,)
    assert progress.states[-1] is not None


@pytest.mark.parametrize("name", registry.rule_names())
def test_every_rule_names_its_family(name):
    assert registry.rule(name).family in RULE_FAMILIES, (
        f"descent/rules/{name}.py says no family: write Rule(..., family=...) with one of {', '.join(RULE_FAMILIES)}"
    )


def test_the_families_list_every_rule_once_by_its_place_then_by_name():
    groups = registry.rule_groups()
    assert [group.title for group in groups] == list(RULE_FAMILIES.values())
    listed = [name for group in groups for name, _ in group.rules]
    assert sorted(listed) == list(registry.rule_names())
    for group in groups:
        places = [(rule.order, name) for name, rule in group.rules]
        assert places == sorted(places)
    assert listed[:2] == ["sgd", "momentum"]


@pytest.mark.parametrize("name", registry.rule_names())
def test_every_rule_explains_itself(name):
    rule = registry.rule(name)
    assert rule.title
    assert rule.formula
    assert rule.paper
    assert rule.traffic
    assert all(hyper.doc for hyper in rule.hypers)
    assert all(hyper.low <= hyper.default <= hyper.high for hyper in rule.hypers)
    assert all(choice.default in choice.options for choice in rule.choices)
    assert set(rule.related) <= set(registry.rule_names())
    made = arrays_of(replay(rule, sample(rule, 1, 1, {}, per_run=False), np)[-1])
    kept = {key.rstrip("0123456789") for key in made} - {"p", "update"}
    assert kept <= set(rule.state_doc) | {name.rstrip("0123456789") for name in rule.state_doc}
