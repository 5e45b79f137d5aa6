"""`mop`: the exact polar factor with one of the scales."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.orthogonal import scale_settings, step_settings
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = step_settings(options) | scale_settings(options, "nuclear_norm")
    return Plan(*plus_decay(rule("mop"), settings, options, otherwise="decoupled"))


run = runner(plan)
