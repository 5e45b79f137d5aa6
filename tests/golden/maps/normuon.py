"""`normuon` as pytorch_optimizer writes it."""

from descent.registry import rule

from tests.golden.decay import uphill
from tests.golden.options import Options
from tests.golden.replay import Plan, runner

LENGTHS = {"preserve_norm": "kept", "match_rms": "adamw"}


def plan(options: Options) -> Plan:
    settings = {name: options.take(name) for name in ("lr", "momentum", "beta2", "eps", "nesterov")}
    settings |= {"length": LENGTHS[options.take("update_scale")], "steps": options.take("ns_steps")}
    options.expect("weight_decay", 0.0)
    options.expect("ns_coeffs", "original")
    options.expect("use_adjusted_lr", False)
    options.take("weight_decouple", default=True)  # there is no decay
    for name in ("adamw_lr", "adamw_betas", "adamw_wd", "adamw_eps"):
        options.take(name, default=None)  # for tensors that are no matrices
    return Plan(uphill(rule("normuon"), options), settings)


run = runner(plan)
