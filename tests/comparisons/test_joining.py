"""Tensors stepped together: every rule ends where it ends with one tensor after the other."""

import pytest
import torch
from descent import registry

from app.comparisons.training import routing
from app.comparisons.training.joining import bundles
from app.comparisons.training.population import populate
from app.comparisons.training.step import advance, make_step, states_of
from app.comparisons.training.structure import device_of, structure_of
from app.comparisons.training.window import Window
from app.workloads.card import cards
from app.workloads.compatibility import can_run
from tests.comparisons.doubles import shard

RATES = [{}, {}, {}]
STEPS = 4


def stepped(workload, rule, joined, **around):
    given = shard(workload, rule, RATES, steps=STEPS, **around)
    device = device_of(given)
    made = structure_of(given, device)
    hypers = routing.hypers(given, made.groups, device)
    for name, column in hypers.items():
        if name.endswith(".lr"):
            column.mul_(torch.tensor([1.0, 0.5, 2.0], dtype=column.dtype))
    seeds = torch.arange(len(RATES))
    with torch.no_grad():
        population = populate(made.workload, made.groups, seeds, hypers)
        window = Window(made.workload, made.groups, seeds, STEPS)
        step = make_step(made.workload, made.groups, joined)
        for at in range(STEPS):
            advance(step, population, hypers, *window.at(at))
    return population, made.groups


@pytest.mark.parametrize("rule", [name for name in registry.rule_names() if can_run(name, "mlp_digits") is None])
def test_every_rule_ends_where_it_ends_tensor_by_tensor(rule):
    one, _ = stepped("mlp_digits", rule, joined=False)
    other, _ = stepped("mlp_digits", rule, joined=True)
    for name, value in one.tensors().items():
        # Of entries the same bits, but where torch rounds the end of a row in another way than its middle.
        torch.testing.assert_close(other.tensors()[name], value, rtol=1e-9, atol=1e-11)
        assert other.tensors()[name].shape == value.shape


@pytest.mark.parametrize("rule", ["sgd", "momentum", "adam", "adamw", "lion", "rmsprop"])
def test_rules_of_entries_have_the_same_bits(rule):
    one, other = stepped("mlp_digits", rule, joined=False)[0], stepped("mlp_digits", rule, joined=True)[0]
    for name, value in one.tensors().items():
        assert torch.equal(other.tensors()[name], value)


@pytest.mark.parametrize("around", [{"modifiers": ("clipping",)}, {"decay": "decoupled"}, {"sam": "plain"}])
def test_so_they_do_with_what_goes_around_a_rule(around):
    one, other = (stepped("mlp_digits", "adam", joined=joined, **around)[0] for joined in (False, True))
    for name, value in one.tensors().items():
        torch.testing.assert_close(other.tensors()[name], value, rtol=1e-12, atol=1e-14)


def test_matrices_of_one_shape_are_one_stack_and_entries_one_row():
    population, groups = stepped("char_transformer", "muon", joined=True)

    def found(group):
        shapes = {name: tuple(population.params[name].shape[1:]) for name in group.names}
        states = {name: states_of(group, name, population.states) for name in group.names}
        return bundles(group, shapes, states)

    assert set(cards()["char_transformer"].matrices) == set(groups[0].names)
    assert found(groups[0]) == [["query", "key", "value", "mix"], ["expand"], ["contract"]]
    assert len(found(groups[1])) == 1
    one, _ = stepped("char_transformer", "muon", joined=False)
    for name, value in one.tensors().items():
        torch.testing.assert_close(population.tensors()[name], value, rtol=1e-8, atol=1e-10)
