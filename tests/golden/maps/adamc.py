"""`adamc` as timm and pytorch_optimizer write it."""

from descent.registry import rule

from tests.golden.decay import decoupled_inside
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = moments(options, bound=True) | {"lr_max": options.take("max_lr")}
    return Plan(*decoupled_inside(rule("adamc"), settings, options))


run = runner(plan)
