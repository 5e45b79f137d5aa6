"""Modifiers that are named in another order do the same: each has its place around a rule."""

from itertools import combinations, permutations

import numpy as np
import pytest
import torch
from descent import registry
from descent.errors import BadHyper
from descent.modifiers import ORDER
from descent.playground.racer import racer_from
from descent.stepper import advance, begin, compose

from tests.descent.samples import arrays_of, replay, sample


def test_every_modifier_has_its_place():
    assert sorted(ORDER) == list(registry.modifier_names()), (
        "give the new modifier its place in descent.modifiers.ORDER"
    )


HOOKS = ("relative_update", "radial_brake", "hyperball")
"""They bring the same guard, so two of them do not go around one rule."""

REFUSED = {"clipping", "prodigy_distance"}

PAIRS = [pair for pair in combinations(ORDER, 2) if not set(pair) <= set(HOOKS) and set(pair) != REFUSED]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_modifiers_do_the_same_in_either_order(one, other):
    made = [compose(registry.rule("adam"), *map(registry.modifier, pair)) for pair in ((one, other), (other, one))]
    chosen = {"decay_method": "l2"} if "weight_decay" in (one, other) and "prodigy_distance" not in (one, other) else {}
    last = [replay(rule, sample(rule, 3, 2, chosen, which=1), np)[-1] for rule in made]
    for key, value in arrays_of(last[0]).items():
        assert np.array_equal(value, arrays_of(last[1])[key]), key


@pytest.mark.parametrize(("one", "other"), list(permutations(HOOKS, 2)))
def test_two_hooks_are_refused_in_either_order(one, other):
    with pytest.raises(BadHyper, match="a rule names a hyperparameter twice"):
        compose(registry.rule("adam"), registry.modifier(one), registry.modifier(other))


@pytest.mark.parametrize("order", [("maximize", "weight_decay"), ("weight_decay", "maximize")])
def test_maximising_turns_the_loss_and_not_the_penalty_as_in_torch(order):
    rule = compose(registry.rule("momentum"), *map(registry.modifier, order))
    settings = {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.3, "decay_method": "l2"}
    theirs = torch.nn.Parameter(torch.tensor([1.0, -2.0], dtype=torch.float64))
    optimizer = torch.optim.SGD([theirs], lr=0.1, momentum=0.9, weight_decay=0.3, maximize=True)
    progress = begin(rule, [np.array([[1.0, -2.0]])], settings, np)
    for g in np.random.default_rng(0).standard_normal((6, 2)):
        theirs.grad = torch.tensor(g)
        optimizer.step()
        progress = advance(rule, progress, [g[None]], settings, np)
        np.testing.assert_allclose(progress.params[0][0], theirs.detach().numpy(), rtol=1e-13)


def test_a_mask_is_that_of_the_descent_of_what_is_maximised():
    rule = compose(registry.rule("sgd"), registry.modifier("maximize"), registry.modifier("cautious"))
    start = begin(rule, [np.zeros((1, 2))], {}, np)
    assert np.all(advance(rule, start, [np.array([[1.0, -2.0]])], {}, np).updates[0] * [[1.0, -2.0]] > 0)


def test_an_average_is_that_of_the_points_whatever_stands_around_the_rule():
    names = ("averaging", "hyperball", "weight_decay")
    rule = compose(registry.rule("sgd"), *map(registry.modifier, names))
    settings = {"lr": 0.1, "radius": 5.0, "weight_decay": 0.5}
    start = begin(rule, [np.array([[3.0, 4.0]])], settings, np)
    after = advance(rule, start, [np.array([[1.0, -1.0]])], settings, np)
    np.testing.assert_allclose(after.states[0]["average"], after.params[0])
    assert np.linalg.norm(after.params[0]) == pytest.approx(5.0)


def test_racers_with_the_same_modifiers_are_of_one_kind():
    one, other = (
        racer_from({"rule": "sgd", "modifiers": list(names)}, None)
        for names in (("maximize", "clipping"), ("clipping", "maximize"))
    )
    assert one.label == other.label
