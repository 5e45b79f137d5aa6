"""Parameters in bfloat16 and float16: every rule takes them, and keeps in float32 what must not be rounded."""

import array_api_compat.torch as xp
import numpy as np
import pytest
import torch
from descent import registry
from descent.stepper import advance, begin, compose, view

from tests.descent.samples import arrays_of, every_variant, label, replay, sample

VARIANTS = pytest.mark.parametrize(("name", "chosen"), every_variant(), ids=label)
DTYPES = pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=["bfloat16", "float16"])

# The numbers that a rule keeps one of for each tensor; those of Prodigy are for the whole model.
ONE_PER_TENSOR = {"mu_product", "weight_sum", "lr_max", "d", "d_max", "numerator", "count", "ell_L", "ell_R"}
FACTORS = {"L", "R", "Q_L", "Q_R", "w_L", "w_R", "M", "Q", "u", "sigma", "v_norm"}


def narrow(problem, dtype):
    """The problem in the dtype, and the same numbers in float32; settings stay in float32."""
    settings = {k: torch.as_tensor(v).float() if isinstance(v, np.ndarray) else v for k, v in problem.settings.items()}
    low = problem.to(lambda a: torch.as_tensor(a).to(dtype))
    low.settings = settings
    full = low.to(lambda a: a.float())
    return low, full


@pytest.mark.parametrize("per_run", [True, False], ids=["arrays", "numbers"])
@DTYPES
@VARIANTS
def test_every_rule_takes_low_precision_and_computes_in_float32(name, chosen, dtype, per_run):
    rule = registry.rule(name)
    low, full = narrow(sample(rule, 5, 2, chosen, which=1, per_run=per_run), dtype)
    passed, wanted = replay(rule, low, xp), replay(rule, full, xp)
    factors = FACTORS if rule.scope == "matrix" else set()  # Adamax calls its second moment u, as ISO a factor
    for progress, exact in zip(passed, wanted, strict=True):
        full_arrays = arrays_of(exact)
        for key, value in arrays_of(progress).items():
            stem = key.rstrip("0123456789")
            if stem in ("p", "update"):
                assert value.dtype == dtype, key
            elif stem in ONE_PER_TENSOR | factors or value.shape[1:].numel() == 1:
                assert value.dtype == torch.float32, key
            held = full_arrays[key].abs() < torch.finfo(value.dtype).max  # beyond it, infinite is right
            assert "nan" in str(chosen) or torch.isfinite(value[held]).all(), key
    if "first step" in rule.rounding or (name == "yogi" and dtype == torch.float16):
        return  # Yogi's start of 1e-6 is a state, of which float16 keeps four bits
    for found, want in zip(passed[0].updates, wanted[0].updates, strict=True):
        error = (found.float() - want).abs().max()
        scale = want.abs().max()
        tiny = torch.finfo(dtype).smallest_normal * torch.finfo(dtype).eps
        assert error <= torch.finfo(dtype).eps * scale + tiny, (error, scale)


@pytest.mark.parametrize("name", registry.modifier_names())
def test_a_modified_rule_takes_low_precision(name):
    rule = compose(registry.rule("nadam"), registry.modifier(name))
    low, _ = narrow(sample(rule, 5, 2, {}, which=1), torch.bfloat16)
    last = replay(rule, low, xp)[-1]
    assert last.params[0].dtype == last.updates[0].dtype == torch.bfloat16
    assert last.states[0]["mu_product"].dtype == torch.float32
    assert view(rule, last, low.settings, xp)[0].dtype == torch.bfloat16


def many(rule, settings, steps):
    """The progress after so many steps of one parameter of three numbers in bfloat16."""
    p = torch.ones((1, 3), dtype=torch.bfloat16)
    progress = begin(rule, [p], settings, xp)
    for _ in range(steps):
        progress = advance(rule, progress, [torch.full_like(p, 0.01)], settings, xp)
    return progress


def test_the_weights_of_schedule_free_go_on_adding_up_in_bfloat16():
    settings = {"base": "sgd", "lr": 1e-3}
    progress = many(registry.rule("schedule_free"), settings, 2000)
    assert float(progress.states[0]["weight_sum"][0, 0]) == pytest.approx(2000 * 1e-6, rel=1e-4)


def test_a_decay_near_one_and_a_late_step_keep_their_digits_beside_bfloat16():
    numbers = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999}
    per_run = {name: torch.tensor([value]) for name, value in numbers.items()}
    plain, by_array = (many(registry.rule("adam"), one, 300) for one in (numbers, per_run))
    assert torch.equal(plain.params[0], by_array.params[0])


def test_a_parameter_of_float16_in_numpy_stays_float16():
    rule = registry.rule("nadam")
    p = np.ones((1, 1), dtype=np.float16)
    progress = advance(rule, begin(rule, [p], {}, np), [p], {}, np)
    assert progress.params[0].dtype == np.float16
    assert progress.states[0]["mu_product"].dtype == np.float32
