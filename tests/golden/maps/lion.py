"""`lion` as NVIDIA, optax and rlx write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("mu_dtype", None)
    beta1, beta2 = options.several("betas", "b1", "b2")
    settings = {"lr": options.take("lr"), "beta1": beta1, "beta2": beta2}
    return Plan(*plus_decay(rule("lion"), settings, options, "decoupled"))


run = runner(plan)
