"""`adamax` as torch and optax write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = moments(options) | {"eps_mode": options.form("eps_mode", "inside_max", "outside")}
    return Plan(*plus_decay(rule("adamax"), settings, options))


run = runner(plan)
