"""Beside parameters of sixteen bits, what a rule keeps once for a whole tensor or model is in single precision."""

import array_api_compat.torch as xp
import pytest
import torch
from descent import registry
from descent.stepper import Progress, advance, begin, compose

KEPT_ONCE = {"novograd": ["v"], "adam_mini": ["v"], "dadapt_adam": ["d", "numerator", "count"], "dog": ["r", "G"]}


def after(rule, steps: int) -> Progress:
    """The progress of one run in bfloat16 after steps with gradients of ones."""
    progress = begin(rule, [torch.ones(1, 4, 3, dtype=torch.bfloat16)], {}, xp)
    for _ in range(steps):
        progress = advance(rule, progress, [torch.ones(1, 4, 3, dtype=torch.bfloat16)], {}, xp)
    return progress


@pytest.mark.parametrize("name", KEPT_ONCE)
def test_a_number_for_a_whole_tensor_is_wide_and_the_point_is_not(name):
    progress = after(registry.rule(name), 3)
    state = {**(progress.states[0] or {}), **progress.shared}
    assert {state[one].dtype for one in KEPT_ONCE[name]} == {torch.float32}
    assert progress.params[0].dtype == torch.bfloat16


def test_a_sum_over_many_steps_does_not_stop_growing():
    assert after(registry.rule("dog"), 600).shared["G"].item() == 600 * 12


def test_the_weights_of_the_schedule_free_average_do_not_stop_growing():
    rule = compose(registry.rule("sgd"), registry.modifier("schedule_free_average"))
    lr = rule.defaults["lr"]
    assert after(rule, 600).states[0]["weight_sum"].item() == pytest.approx(600 * lr**2, rel=1e-4)
