"""`NAME` as torch's SGD with momentum has it: its settings in our words."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("dampening", 0)
    options.expect("nesterov", False)
    settings = {"lr": options.take("lr"), "momentum": options.take("momentum")}
    return Plan(*plus_decay(rule("NAME"), settings, options))


run = runner(plan)
