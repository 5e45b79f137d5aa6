"""`stable_adamw` as pytorch_optimizer writes it."""

from descent.registry import rule

from tests.golden.decay import decoupled_inside
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.take("kahan_sum", default=True)  # acts in sixteen bits only
    return Plan(*decoupled_inside(rule("stable_adamw"), moments(options), options))


run = runner(plan)
