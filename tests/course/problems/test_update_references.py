"""The references of the update functions against the rules in `descent`, which are checked against other libraries."""

from types import SimpleNamespace

import numpy as np
import pytest
from descent import registry
from descent.stepper import advance, begin

from app.course import catalog

STEPS = 6
BETAS = {"betas": (0.7, 0.95)}
RULE_BETAS = {"beta1": 0.7, "beta2": 0.95}
MOMENTS = {"exp_avg": "m", "exp_avg_sq": "v"}

# problem, knobs of its function, rule, settings of the rule, the rule's names for the state
CASES = {
    f"adam-update, {correct_bias=}, {nesterov=}": (
        "adam-update",
        {**BETAS, "eps": 0.02, "correct_bias": correct_bias, "nesterov": nesterov},
        "adam_nesterov" if nesterov else "adam",
        {**RULE_BETAS, "eps": 0.02, "correct_bias": correct_bias},
        MOMENTS,
    )
    for correct_bias in (True, False)
    for nesterov in (True, False)
}
CASES |= {
    f"laprop-update, {correct_bias=}": (
        "laprop-update",
        {**BETAS, "eps": 0.02, "correct_bias": correct_bias},
        "laprop",
        {**RULE_BETAS, "eps": 0.02, "correct_bias": correct_bias},
        MOMENTS,
    )
    for correct_bias in (True, False)
}
CASES |= {
    f"ademamix-update, {correct_bias=}, {beta_steps=}, {alpha_steps=}": (
        "ademamix-update",
        {
            "betas": (0.7, 0.95, 0.995),
            "eps": 0.02,
            "correct_bias": correct_bias,
            "num_beta_slow_warmup_steps": beta_steps,
            "num_alpha_warmup_steps": alpha_steps,
            "alpha": 3.0,
        },
        "ademamix",
        {
            **RULE_BETAS,
            "beta3": 0.995,
            "eps": 0.02,
            "correct_bias": correct_bias,
            "beta3_warmup": beta_steps or 1,
            "alpha_warmup": alpha_steps or 1,
            "alpha": 3.0,
        },
        {"exp_avg_fast": "m_fast", "exp_avg_slow": "m_slow", "exp_avg_sq": "v"},
    )
    for correct_bias, beta_steps, alpha_steps in ((True, None, None), (True, 4, 3), (False, 3, 9))
}
CASES |= {
    f"sim-ademamix-update, {correct_bias=}, {beta_steps=}": (
        "sim-ademamix-update",
        {
            "betas": (0.995, 0.95),
            "eps": 0.02,
            "correct_bias": correct_bias,
            "num_beta_fast_warmup_steps": beta_steps,
            "min_beta_fast": 0.7,
            "alpha": 3.0,
        },
        "sim_ademamix",
        {
            "beta1": 0.995,
            "beta2": 0.95,
            "eps": 0.02,
            "m_correction": "closed_form" if correct_bias else "none",
            "v_correction": "full" if correct_bias else "none",
            "beta1_warmup": beta_steps or 1,
            "min_beta1": 0.7,
            "alpha": 3.0,
        },
        MOMENTS,
    )
    for correct_bias, beta_steps in ((True, None), (True, 4), (False, 3))
}
CASES |= {
    f"madam-update, {correct_bias=}, {scale_log2=}": (
        "madam-update",
        {**BETAS, "correct_bias": correct_bias, "scale_log2": scale_log2},
        "madam",
        {**RULE_BETAS, "correct_bias": correct_bias, "scale_log2": scale_log2},
        {"exp_avg": "m", "exp_avg_sq_scaled": "v_scaled"},
    )
    for correct_bias, scale_log2 in ((True, 16), (False, 0), (True, -4))
}
CASES["lion-update"] = ("lion-update", BETAS, "lion", RULE_BETAS, {"exp_avg": "m"})
CASES |= {
    f"signum-update, {correct_bias=}, {nesterov=}, {scaled=}": (
        "signum-update",
        {"momentum": 0.8, "correct_bias": correct_bias, "nesterov": nesterov, "use_shape_scaling": scaled},
        "signum",
        {"momentum": 0.8, "correct_bias": correct_bias, "nesterov": nesterov, "shape_scaling": scaled},
        {"exp_avg": "m"},
    )
    for correct_bias in (True, False)
    for nesterov, scaled in ((False, False), (True, True))
}


@pytest.mark.parametrize(("slug", "knobs", "rule", "settings", "names"), CASES.values(), ids=CASES)
def test_the_reference_gives_the_update_and_the_state_of_the_rule(slug, knobs, rule, settings, names):
    entry = catalog.problem(slug).entry
    module = {}
    exec(catalog.files_for_browser(slug)["reference.py"], module)
    rng = np.random.default_rng(3)
    state = {name: np.zeros((2, 3)) for name in names}
    progress = begin(registry.rule(rule), [np.zeros((1, 2, 3))], settings, np)
    for step in range(1, STEPS + 1):
        gradient = rng.choice([-1.0, 1.0], size=(2, 3)) * 10 ** rng.uniform(-2, 1, size=(2, 3))
        gradient[0, 0] = 0.0
        progress = advance(registry.rule(rule), progress, [gradient[None]], {**settings, "lr": 1.0}, np)
        counted = {} if slug == "lion-update" else {"step": step}
        update = module[entry](gradient, *state.values(), **knobs, **counted)
        np.testing.assert_allclose(-update[None], progress.updates[0], rtol=1e-12, atol=1e-14)
        for name, array in state.items():
            np.testing.assert_allclose(array[None], progress.states[0][names[name]], rtol=1e-12, atol=1e-14)


def test_the_reference_of_sparse_adam_moves_parameters_as_the_rule_does():
    module = {}
    exec(catalog.files_for_browser("sparse-adam")["reference.py"], module)
    rng = np.random.default_rng(4)
    shapes = ((3, 2), (4,))
    params = [SimpleNamespace(data=rng.normal(size=shape), grad=None) for shape in shapes]
    optimizer = module["SparseAdam"](params, lr=0.1, betas=(0.7, 0.95), eps=0.02)
    rule, settings = registry.rule("sparse_adam"), {"lr": 0.1, **RULE_BETAS, "eps": 0.02}
    progress = begin(rule, [p.data[None].copy() for p in params], settings, np)
    for step in range(STEPS):
        for number, p in enumerate(params):
            p.grad = None if (step + number) % 3 == 0 else rng.normal(size=shapes[number]) * (step != 2)
        grads = [None if p.grad is None else p.grad[None] for p in params]
        progress = advance(rule, progress, grads, settings, np)
        optimizer.step()
        for p, expected in zip(params, progress.params, strict=True):
            np.testing.assert_allclose(p.data[None], expected, rtol=1e-12, atol=1e-14)
