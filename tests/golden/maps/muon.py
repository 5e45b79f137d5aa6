"""`muon` as NVIDIA, torch (in bfloat16) and optax (other Nesterov, other orientation) write it."""

from typing import Any

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.orthogonal import newton_schulz_settings, scale_settings, step_settings, triple_settings
from tests.golden.replay import Plan, runner


def nvidia(options: Options) -> dict[str, Any]:
    return step_settings(options) | newton_schulz_settings(options) | scale_settings(options)


def torch(options: Options) -> dict[str, Any]:
    options.form("ns_dtype", "bfloat16")
    adjust = options.take("adjust_lr_fn", default=None)
    return (
        step_settings(options)
        | triple_settings(options, "ns_coefficients")
        | {
            "steps": options.take("ns_steps"),
            "eps": options.take("eps"),
            "scale": {None: "shape_scaling", "original": "shape_scaling"}.get(adjust, adjust),
            "precision": "bfloat16",
        }
    )


def optax(options: Options) -> dict[str, Any]:
    options.form("scale", "sqrt(max(1, cols/rows))")
    for name, value in {
        "mu_dtype": None,
        "adaptive": False,
        "preconditioning": "frobenius",
        "adam_b1": 0.9,
        "adam_b2": 0.999,
        "adam_eps_root": 0.0,
        "adam_weight_decay": 0.0,
        "adam_learning_rate": None,
        "muon_weight_dimension_numbers": None,
        "consistent_rms": None,
    }.items():
        options.expect(name, value)
    return triple_settings(options, "ns_coefficients", "ns_coeffs") | {
        "lr": options.take("lr"),
        "momentum": options.take("momentum", "beta"),
        "nesterov": options.take("nesterov"),
        "correct_bias": True,
        "steps": options.take("ns_steps"),
        "eps": options.take("eps"),
        "floor": "sum",
        "scale": "fan_in",
    }


def heavyball(options: Options) -> dict[str, Any]:
    options.take("heavyball_momentum")  # the same direction, for the momentum is divided by its norm
    options.take("eps")  # is not read there
    momentum, _ = options.take("betas")
    return {
        "lr": options.take("lr"),
        "momentum": momentum,
        "nesterov": options.take("nesterov"),
        "eps": 1e-7,
        "scale": "shape_scaling",
    }


def pytorch_optimizer(options: Options) -> dict[str, Any]:
    return step_settings(options) | {"coefficients": "simple", "eps": 1e-7, "scale": "shape_scaling"}


FORMS = {
    "nvidia": nvidia,
    "torch": torch,
    "optax": optax,
    "heavyball": heavyball,
    "pytorch_optimizer": pytorch_optimizer,
}


def plan(options: Options) -> Plan:
    settings = FORMS[options.form("form", *FORMS)](options)
    composed = plus_decay(rule("muon"), settings, options, otherwise="decoupled")
    return Plan(*composed, names={"buf": "m"})


run = runner(plan)
