"""`soap` in its three forms. Only parameters are listed: the signs of eigenvectors are arbitrary."""

from typing import Any

from descent.registry import rule

from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def inner(options: Options) -> dict[str, Any]:
    """lr, the inner Adam and the decay."""
    beta1, beta2 = options.take("betas")
    names = ("lr", "eps", "weight_decay")
    return {"beta1": beta1, "beta2": beta2} | {name: options.take(name) for name in names}


def vyas(options: Options) -> dict[str, Any]:
    for name, value in {
        "max_precond_dim": 10000,
        "max_precondition_dim": 10000,
        "merge_dims": False,
        "precondition_1d": False,
        "normalize_grads": False,
        "normalize_gradient": False,
        "data_format": "channels_first",
    }.items():
        options.expect(name, value)
    settings = inner(options)
    shampoo_beta = options.take("shampoo_beta")
    given = shampoo_beta is not None and shampoo_beta >= 0
    return settings | {
        "shampoo_beta": shampoo_beta if given else settings["beta2"],
        "frequency": options.take("precondition_frequency"),
        "correct_bias": options.take("correct_bias"),
    }


def nvidia(options: Options) -> dict[str, Any]:
    options.expect("weight_decay_method", "decoupled", "l2")
    correct_bias = options.take("correct_bias")
    correct_factors = options.take("correct_shampoo_beta_bias")
    return inner(options) | {
        "decay": "l2" if options.take("weight_decay_method") == "l2" else "step",
        "shampoo_beta": options.take("shampoo_beta"),
        "nesterov": options.take("nesterov"),
        "correct_bias": correct_bias,
        "correct_factors": correct_bias if correct_factors is None else correct_factors,
        "use_eigh": options.take("use_eigh"),
        "kl": options.take("use_kl_shampoo"),
        "iterations": options.take("power_iter_steps"),
        "max_update_rms": options.take("max_update_rms"),
    }


def rlx(options: Options) -> dict[str, Any]:
    return inner(options) | {
        "shampoo_beta": options.take("shampoo_beta"),
        "frequency": options.take("precond_freq"),
    }


def heavyball(options: Options) -> dict[str, Any]:
    """Of the authors' form: the decay comes before the step there, and other frequencies are counted otherwise."""
    for name, value in {"merge_dims": False, "precondition_frequency": 1, "weight_decay": 0.0}.items():
        options.expect(name, value)
    for name in ("max_precond_dim", "precondition_1d", "split", "precond_scheduler", "use_precond_schedule"):
        options.take(name, default=None)  # at their defaults they mean nothing for small matrices
    options.expect("precond_grad_accum", False)
    beta1, beta2 = options.take("betas")
    return {
        **{"form": "vyas", "lr": options.take("lr"), "beta1": beta1, "beta2": beta2, "eps": options.take("eps")},
        **{"shampoo_beta": options.take("shampoo_beta"), "weight_decay": 0.0, "frequency": 1, "correct_bias": True},
    }


def plan(options: Options) -> Plan:
    form = options.form("form", "vyas", "nvidia", "rlx", "heavyball")
    if form == "heavyball":
        return Plan(rule("soap"), heavyball(options))
    options.form("first_step", "skipped" if form == "vyas" else "applied")
    settings = {"vyas": vyas, "nvidia": nvidia, "rlx": rlx}[form](options)
    return Plan(rule("soap"), settings | {"form": form})


run = runner(plan)
