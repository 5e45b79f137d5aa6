"""`moso`: the momentum's own basis on the shorter side."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    names = ("lr", "momentum", "rms_beta", "shampoo_beta", "eps", "max_update_rms")
    settings = {name: options.take(name) for name in names}
    return Plan(*plus_decay(rule("moso"), settings, options, otherwise="decoupled"))


run = runner(plan)
