"""`cautious_decay`: the modifier weight_decay around Adam, in its form of that name."""

from descent.modifiers.weight_decay import weight_decay
from descent.registry import rule
from descent.stepper import compose

from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("cautious_weight_decay", True)
    decay = {"weight_decay": options.take("weight_decay"), "decay_method": "cautious"}
    return Plan(compose(rule("adam"), weight_decay), moments(options) | decay)


run = runner(plan)
