"""`adamw`: torch's AdamW, which is Adam with a flag, and optax's."""

from descent.registry import rule

from tests.golden.decay import decoupled_inside
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("amsgrad", False)
    options.expect("nesterov", False)
    options.expect("correct_bias", True)
    return Plan(*decoupled_inside(rule("adamw"), moments(options), options))


run = runner(plan)
