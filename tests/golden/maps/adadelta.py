"""`adadelta` as torch and optax write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = {name: options.take(name) for name in ("lr", "rho", "eps")}
    options.expect("learning_rate", None)
    return Plan(*plus_decay(rule("adadelta"), settings, options))


run = runner(plan)
