"""`gradient_centralization`: the modifier around Adam, as optax writes it."""

from descent.modifiers.gradient_centralization import gradient_centralization
from descent.registry import rule
from descent.stepper import compose

from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    return Plan(compose(rule("adam"), gradient_centralization), moments(options))


run = runner(plan)
