"""`yogi` as pytorch_optimizer and optax write it; optax has no setting for where the moments start."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    settings = moments(options, eps=1e-3) | {"start": options.take("initial_accumulator", default=1e-6)}
    return Plan(*plus_decay(rule("yogi"), settings, options, "decoupled"))


run = runner(plan)
