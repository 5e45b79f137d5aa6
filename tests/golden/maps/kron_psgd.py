"""`kron_psgd` in its three forms with recorded noise, and the pieces that are cases of their own."""

from typing import Any

import numpy as np
from descent.matrices.kronecker import covariance_bound, halfway, preconditioned, skew_bound, turned_upright
from descent.registry import rule

from tests.golden.functions import Pieces, function_runner
from tests.golden.options import Options
from tests.golden.replay import Plan, array, runner

NAMES = {"Q0": "Q_L", "Q1": "Q_R"}


def psgd_pro(options: Options) -> Plan:
    settings = {
        "form": "psgd_pro",
        "lr": options.take("lr"),
        "weight_decay": options.take("weight_decay", default=0.01),
        "damping": options.take("damping_noise_scale", default=0.1),
        "max_update_rms": options.take("max_update_rms", default=0.0),
        "momentum": options.take("momentum", default=0.9),
        "beta_lip": options.take("beta_lip", default=0.9),
        "precond_lr": options.take("precond_lr", default=0.1),
        "min_precond_lr": options.take("min_precond_lr", default=0.01),
        "init_scale": options.take("precond_init_scale", default=1.0),
        "warmup_steps": options.take("warmup_steps", default=10000),
    }
    options.expect("weight_decay_method", "decoupled")
    # Per step: the noise of the momentum, then per side the probes of the bound and of the rotation.
    calls = [np.asarray(call["values"]).reshape(call["shape"]) for call in options.further("noise")]
    steps = [calls[start : start + 5] for start in range(0, len(calls), 5)]
    inputs = {
        "noise": [[step[0].tolist()] for step in steps],
        "probes": [[side_by_side(step[1:]).tolist()] for step in steps],
    }
    return Plan(rule("kron_psgd"), settings, names=NAMES, inputs=inputs)


def side_by_side(probes: list[Any]) -> Any:
    """Probes of two widths as one array `(4, k, longer side)`, the narrow ones with zeros at the end."""
    longer = max(probe.shape[1] for probe in probes)
    return np.stack([np.pad(probe, ((0, 0), (0, longer - probe.shape[1]))) for probe in probes])


def triangular(options: Options) -> Plan:
    options.expect("pre_conditioner_update_probability", 1.0)
    options.expect("balance_prob", 0.0)
    settings = {
        "form": "triangular",
        "lr": options.take("lr"),
        "momentum": options.take("momentum", default=0.9),
        "weight_decay": options.take("weight_decay", default=0.0),
        "max_update_rms": 1.1,
    }
    inputs = {"noise": [[step] for step in options.further("noise")]}
    return Plan(rule("kron_psgd"), settings, names=NAMES, inputs=inputs)


def rlx(options: Options) -> Plan:
    # The library's own defaults; its lr has none.
    own = {"weight_decay": 0.0, "clip": 1.0, "momentum": 0.9, "precond_lr": 0.1, "eps": 1e-8}
    settings = {name: options.take(name, default=value) for name, value in own.items()}
    return Plan(rule("kron_psgd"), {"form": "rlx", "lr": options.take("lr")} | settings)


def plan(options: Options) -> Plan:
    form = options.form("form", "psgd_pro", "kron_torch", "rlx")
    return {"psgd_pro": psgd_pro, "kron_torch": triangular, "rlx": rlx}[form](options)


def pieces(options: Options, case: dict[str, Any], xp: Any) -> Pieces:
    """The norm bounds and the Procrustes step, with the true norms beside them."""

    def given(name: str) -> Any:
        (call,) = options.further(name)
        return xp.reshape(array(call["values"], case, xp), (1, *call["shape"]))

    spd, factor = array(options.further("spd"), case, xp), array(case["params"][0], case, xp)
    skew = xp.matrix_transpose(factor) - factor
    return {
        "spd_bound": covariance_bound(spd, given("noise_spd"), xp)[:, 0, 0],
        "skew_bound": skew_bound(skew, given("noise_skew"), xp)[:, 0, 0],
        "procrustes2": turned_upright(factor, given("noise_procrustes2"), xp),
        "procrustes3": turned_upright(factor, given("noise_procrustes3"), xp, order=3),
        "true_spd_norm": xp.linalg.svdvals(spd)[:, 0],
        "true_skew_norm": xp.linalg.svdvals(skew)[:, 0],
    }


def preconditioner(options: Options, case: dict[str, Any], xp: Any) -> Pieces:
    """The factors applied once and twice, and the covariances of the two sides."""
    left, right = (array(factor, case, xp) for factor in options.further("Q"))
    x = array(case["grads"][0][0], case, xp)
    return {
        "once": halfway(left, right, x, xp),
        "full": preconditioned(left, right, x, xp),
        "contraction0": x @ xp.matrix_transpose(x),
        "contraction1": xp.matrix_transpose(x) @ x,
    }


def run(case: dict[str, Any], xp: Any) -> list[str]:
    extra = case["extra"]
    if "spd" in extra:
        return function_runner(pieces)(case, xp)
    if "Q" in extra:
        return function_runner(preconditioner)(case, xp)
    return runner(plan)(case, xp)
