"""`came` as pytorch_optimizer writes it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    beta1, beta2, beta3 = options.several("betas", "b1", "b2", "b3")
    options.expect("ams_bound", False)
    settings = {
        **{"lr": options.take("lr"), "beta1": beta1, "beta2": beta2, "beta3": beta3},
        **{"eps1": options.take("eps1"), "eps2": options.take("eps2"), "clip": options.take("clip_threshold")},
    }
    return Plan(*plus_decay(rule("came"), settings, options, "decoupled"))


run = runner(plan)
