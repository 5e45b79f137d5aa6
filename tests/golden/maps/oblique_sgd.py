"""`oblique_sgd`: decay before the vectors are made unit again, so part of the rule."""

from descent.registry import rule

from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("weight_decay_method", "decoupled")
    settings = {name: options.take(name) for name in ("lr", "momentum", "weight_decay", "eps")}
    return Plan(rule("oblique_sgd"), settings | {"axis": options.take("dim")})


run = runner(plan)
