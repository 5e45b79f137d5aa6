"""`signum` as NVIDIA, optax and pytorch_optimizer write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    options.expect("accumulator_dtype", None)
    options.expect("debias", "<callable>")
    correct = options.form("correct_bias", True, False, default=True)
    nesterov = options.form("nesterov", True, False, default=False)
    settings = {
        "lr": options.take("lr"),
        "momentum": options.take("momentum", "beta"),
        "correct_bias": options.take("correct_bias", default=correct),
        "nesterov": options.take("nesterov", default=nesterov),
        "shape_scaling": options.take("use_shape_scaling", default=False),
    }
    return Plan(*plus_decay(rule("signum"), settings, options, "decoupled"))


run = runner(plan)
