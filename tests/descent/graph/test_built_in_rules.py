"""Every rule of the registry, in every variant, takes the way of a typed one: traced, checked, run from its graph."""

import json

import array_api_compat.torch as torch_xp
import numpy as np
import pytest
import torch
from descent import registry
from descent.graph import Refused, check, rule_of, trace
from descent.graph.graph import canonical
from descent.modifiers import AROUND_MODELS
from descent.stepper import compose

from tests.descent.graph.untraced import UNTRACED
from tests.descent.samples import SHAPES, arrays_of, every_variant, label, replay, sample

TRACED = pytest.mark.parametrize(
    ("name", "chosen"),
    [one for one in every_variant() if not (one[0] in UNTRACED and one[1] == UNTRACED[one[0]].choices)],
    ids=label,
)
FREE = ("element", "tensor")
DEFAULTS = pytest.mark.parametrize("name", registry.rule_names())


@pytest.fixture(autouse=True)
def _quiet():
    with np.errstate(all="ignore"):
        yield


def graph_of(rule, problem, chosen):
    """The graph for the tensors of a problem, after a journey as text."""
    found = trace(rule, [p.shape[1:] for p in problem.params], np, chosen).graph
    return check(json.loads(found.text))


def numbers_of(problem, graph):
    """The problem with the settings that are inputs of the graph, and without the choices."""
    settings = {name: value for name, value in problem.settings.items() if name in graph.hypers}
    return type(problem)(problem.params, problem.grads, problem.inputs, settings)


def assert_same_bits(rule, problem, chosen):
    graph = graph_of(rule, problem, chosen)
    ours = replay(rule_of(graph), numbers_of(without_unused(problem, graph), graph), np)
    for step, (want, have) in enumerate(zip(replay(rule, problem, np), ours, strict=True), 1):
        found = arrays_of(have)
        for key, value in arrays_of(want).items():
            one, other = np.asarray(value), np.asarray(found[key])
            assert one.shape == other.shape or one.size == other.size, f"{key} at step {step}"
            assert one.dtype == other.dtype, key
            assert np.array_equal(one.ravel(), other.ravel(), equal_nan=True), f"{key} at step {step}"
            assert np.array_equal(np.signbit(one).ravel(), np.signbit(other).ravel()) or np.isnan(one).any(), key


def without_unused(problem, graph):
    """The problem without further inputs that the graph has not."""
    known = {name.split(".")[1] for name, _ in graph.update.inputs if name.startswith("input.")}
    inputs = [{name: arrays for name, arrays in step.items() if name in known} for step in problem.inputs]
    return type(problem)(problem.params, problem.grads, inputs, problem.settings)


def probeless(problem):
    """The problem without the inputs that a rule does without: the graph has them as constants."""
    for step in problem.inputs:
        step.pop("probes", None)
    return problem


@TRACED
def test_a_graph_has_the_bits_of_its_rule(name, chosen):
    rule = registry.rule(name)
    assert_same_bits(rule, probeless(sample(rule, 3, 3, chosen, which=1)), chosen)


@pytest.mark.parametrize("drawn", [False, True], ids=["defaults", "drawn"])
@DEFAULTS
def test_a_graph_has_the_bits_of_its_rule_for_two_hundred_steps(name, drawn):
    rule = registry.rule(name)
    problem = sample(rule, 5, 2, {}, steps=200, per_run=drawn, anywhere=drawn)
    assert_same_bits(rule, probeless(problem), {})


@pytest.mark.parametrize("name", UNTRACED)
def test_what_is_said_not_to_trace_is_refused(name):
    said = UNTRACED[name]
    with pytest.raises(Refused, match=said.sentence) as refused:
        trace(registry.rule(name), SHAPES["matrix"][0], np, said.choices)
    assert "nodes" in str(refused.value)
    assert said.reason


def test_at_most_two_do_not_trace():
    assert len(UNTRACED) <= 2


@DEFAULTS
def test_a_graph_is_canonical(name):
    rule = registry.rule(name)
    shapes = SHAPES[rule.scope][0]
    one, two = trace(rule, shapes, np).graph, trace(rule, shapes, np).graph
    assert one.text == two.text == canonical(json.loads(one.text))
    assert one.identity == check(json.loads(one.text)).identity


@pytest.mark.parametrize("name", [name for name in registry.rule_names() if registry.rule(name).scope in FREE])
def test_two_shapes_with_as_many_axes_give_the_same_operations(name):
    def operations(shape):
        graph = trace(registry.rule(name), [shape], np).graph
        return [(node.op, node.args, node.attrs) for part in (graph.init, graph.update) for node in part.nodes]

    assert operations((3, 2)) == operations((5, 4))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@DEFAULTS
def test_torch_runs_a_graph_as_it_runs_the_rule(name, dtype):
    rule = registry.rule(name)
    problem = probeless(sample(rule, 11, 3, {}, which=1, steps=3))
    torch_problem = problem.to(lambda a: torch.as_tensor(np.array(a), dtype=getattr(torch, dtype)))
    graph = graph_of(rule, problem, {})
    ours = replay(rule_of(graph), numbers_of(without_unused(torch_problem, graph), graph), torch_xp)
    for want, have in zip(replay(rule, torch_problem, torch_xp), ours, strict=True):
        found = arrays_of(have)
        for key, value in arrays_of(want).items():
            assert found[key].dtype == value.dtype, key
            assert torch.equal(torch.nan_to_num(found[key].flatten()), torch.nan_to_num(value.flatten())), key


def test_a_modifier_is_traced_with_its_rule():
    chosen = {"decay_method": "l2"}
    rule = compose(registry.rule("adam"), *(registry.modifier(name) for name in ("weight_decay", "cautious")))
    assert_same_bits(rule, sample(rule, 3, 3, chosen, steps=20), chosen)


@pytest.mark.parametrize("modifier", [name for name in registry.modifier_names() if name != "sam"])
def test_every_modifier_but_sam_is_traced(modifier):
    inner = registry.rule("adam")
    assert modifier not in AROUND_MODELS or modifier == "maximize"
    rule = compose(inner, registry.modifier(modifier))
    assert_same_bits(rule, sample(rule, 3, 3, {}, which=1, steps=20), {})


def test_sam_is_refused_because_a_step_takes_two_gradients():
    rule = compose(registry.rule("adam"), registry.modifier("sam"))
    with pytest.raises(Refused, match="second gradient"):
        trace(rule, [(3,)], np)


@DEFAULTS
def test_a_row_of_many_runs_has_the_bits_of_that_run_alone(name):
    rule = registry.rule(name)
    problem = probeless(sample(rule, 9, 4, {}, steps=4))
    graph = graph_of(rule, problem, {})
    made = rule_of(graph)
    problem = without_unused(problem, graph)
    for together, alone in zip(replay(made, problem, np), replay(made, problem.row(2), np), strict=True):
        for key, value in arrays_of(alone).items():
            part = np.asarray(arrays_of(together)[key])
            part = part[2:3] if part.shape[:1] == (4,) else part
            assert np.array_equal(part, value, equal_nan=True), key
