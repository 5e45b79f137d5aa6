"""`schedule_free_average`: the modifier around Adam, as optax writes it."""

from descent.modifiers.schedule_free_average import schedule_free_average
from descent.registry import rule
from descent.stepper import compose

from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    how = {"average_share": options.take("share"), "average_lr_power": options.take("power")}
    return Plan(compose(rule("adam"), schedule_free_average), moments(options) | how)


run = runner(plan)
