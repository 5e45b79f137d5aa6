"""`adam` and its relatives that share its spelling: two betas, eps, flags for correction and Nesterov."""

from typing import Any

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner


def moments(
    options: Options, *, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, bound: bool = False
) -> dict[str, Any]:
    """lr, beta1, beta2, eps; and the settings without effect that Adam's relatives share are accounted for.

    With `bound`, for a rule that can divide by the largest second moment so far, `ams_bound` too.
    """
    for name, values in {
        "eps_root": (0.0,),
        "mu_dtype": (None,),
        "mask": (None,),
        "capturable": (False,),
        "differentiable": (False,),
        "fused": (None, False),
        "rectify": (False,),
    }.items():
        options.expect(name, *values)
    if options.source == "pytorch_optimizer":
        options.expect("debias", "<callable>")
    own = {"ams_bound": options.take("ams_bound", "amsgrad", default=False)} if bound else {}
    if not bound:
        options.expect("ams_bound", False)
    beta1, beta2 = options.several("betas", "b1", "b2", default=betas)
    return own | {"lr": options.take("lr"), "beta1": beta1, "beta2": beta2, "eps": options.take("eps", default=eps)}


def plan(options: Options) -> Plan:
    settings = moments(options)
    amsgrad = options.take("amsgrad", default=False)
    nesterov = options.take("nesterov", default=False)
    correct = options.take("correct_bias", "bias_correction", default=True)
    if options.variant:
        settings["schedule"] = options.form("schedule", "constant")
        nesterov = True
    if amsgrad and nesterov:
        raise NotUnderstood("amsgrad and nesterov together")
    if amsgrad:
        name = "amsgrad"
    elif nesterov:
        name = "adam_nesterov"
        settings.pop("schedule", None)
        settings["correct_bias"] = correct
    else:
        name = "adam"
        settings["correct_bias"] = correct
    otherwise = "decoupled" if options.source == "optax" else "l2"
    return Plan(*plus_decay(rule(name), settings, options, otherwise))


run = runner(plan)
