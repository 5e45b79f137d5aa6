"""`iso`: the three retractions."""

from descent.registry import rule

from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("weight_decay", 0.0)
    return Plan(rule("iso"), {name: options.take(name) for name in ("lr", "momentum", "retraction")})


run = runner(plan)
