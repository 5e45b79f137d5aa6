"""`update_clipping`: the modifier around Adam, as optax writes it."""

from descent.modifiers.update_clipping import update_clipping
from descent.registry import rule
from descent.stepper import compose

from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    return Plan(compose(rule("adam"), update_clipping), moments(options) | {"update_limit": options.take("threshold")})


run = runner(plan)
