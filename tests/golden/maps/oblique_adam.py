"""`oblique_adam`: decay before the vectors are made unit again, so part of the rule."""

from descent.registry import rule

from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("weight_decay_method", "decoupled")
    settings = {name: options.take(name) for name in ("lr", "weight_decay", "eps", "correct_bias")}
    beta1, beta2 = options.take("betas")
    return Plan(rule("oblique_adam"), settings | {"beta1": beta1, "beta2": beta2, "axis": options.take("dim")})


run = runner(plan)
