"""`radam` as torch, optax and rlx write it: which threshold, and where ε stands."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("nesterov", False)
    threshold = options.form("threshold", 5, 4)
    options.agree("threshold", threshold)
    settings = moments(options) | {
        "threshold": threshold,
        "eps_mode": options.form("eps_mode", "uncorrected", "corrected"),
    }
    return Plan(*plus_decay(rule("radam"), settings, options))


run = runner(plan)
