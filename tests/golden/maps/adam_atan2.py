"""`adam_atan2` as the formula written from the paper has it."""

from descent.registry import rule

from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    beta1, beta2 = options.several("betas", "b1", "b2")
    settings = {
        "lr": options.take("lr"),
        "beta1": beta1,
        "beta2": beta2,
        "a": options.take("a"),
        "b": options.take("b"),
    }
    return Plan(rule("adam_atan2"), settings)


run = runner(plan)
