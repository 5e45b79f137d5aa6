"""`grams`: the modifier around Adam, decay outside."""

from descent.modifiers.grams import grams
from descent.registry import rule
from descent.stepper import compose

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    return Plan(*plus_decay(compose(rule("adam"), grams), moments(options), options, "decoupled"))


run = runner(plan)
